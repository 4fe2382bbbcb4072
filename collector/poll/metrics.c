/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/metrics.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"

struct ask {
	struct oid *names;
	struct buf ready;
	struct walk_list list;
};

struct metrics {
	struct metric_set *set; /* NULL: none */
	struct ask *asks;       /* one for each group */
	size_t count;
};

static void
make(struct ask *a, const struct metric_group *g)
{
	a->names = mem_new(g->n_columns, sizeof(*a->names));
	for (size_t i = 0; i < g->n_columns; i++) {
		a->names[i] = g->column[i].oid;
		varbind_add_name(&a->ready, a->names[i]);
	}
	a->list = (struct walk_list){ .names = a->names,
		.count = g->n_columns,
		.columns = g->columns,
		.ready = { a->ready.data, a->ready.len } };
}

/* Takes set. */
static struct metrics *
metrics_of(struct metric_set *set)
{
	struct metrics *m = mem_new(1, sizeof(*m));

	m->set = set;
	m->count = set == NULL ? 0 : metric_set_count(set);
	m->asks = mem_new(m->count + 1, sizeof(*m->asks));
	for (size_t i = 0; i < m->count; i++)
		make(&m->asks[i], metric_set_at(set, i));
	return m;
}

struct metrics *
metrics_new(const char *data)
{
	struct metric_set *set = NULL;

	if (metric_set_load_default(data, &set) < 0) {
		log_warnx("poll: no stability.metrics, nothing is measured");
		set = NULL;
	}
	return metrics_of(set);
}

void
metrics_free(struct metrics *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->count; i++) {
		free(m->asks[i].names);
		buf_free(&m->asks[i].ready);
	}
	free(m->asks);
	metric_set_free(m->set);
	free(m);
}

const struct metric_set *
metrics_set(const struct metrics *m)
{
	return m->set;
}

size_t
metrics_count(const struct metrics *m)
{
	return m->count;
}

const struct metric_group *
metrics_group(const struct metrics *m, size_t i)
{
	return metric_set_at(m->set, i);
}

const struct walk_list *
metrics_list(const struct metrics *m, size_t i)
{
	return &m->asks[i].list;
}
