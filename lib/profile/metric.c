/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/metric.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/data.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/metric_file.h"

struct metric_set {
	struct metric_list list;
	const struct metric_column **column; /* in the order of their names */
	size_t n_columns;
};

const char *
metric_kind_name(enum metric_kind k)
{
	static const char *const names[METRIC_KINDS] = {
		[METRIC_INTERFACE] = "interface",
		[METRIC_CPU] = "cpu",
		[METRIC_MEMORY] = "memory",
		[METRIC_STORAGE] = "storage",
		[METRIC_DISK] = "disk",
		[METRIC_SENSOR] = "sensor",
		[METRIC_PSU] = "psu",
		[METRIC_FAN] = "fan",
		[METRIC_MEMBER] = "member",
		[METRIC_MODULE] = "module",
		[METRIC_POE] = "poe",
		[METRIC_UPS] = "ups",
		[METRIC_BATTERY] = "battery",
		[METRIC_PRINTER] = "printer",
		[METRIC_SUPPLY] = "supply",
		[METRIC_SYSTEM] = "system",
		[METRIC_NEIGHBOUR] = "neighbour",
		[METRIC_PEER] = "peer",
		[METRIC_TUNNEL] = "tunnel",
		[METRIC_ACCESS_POINT] = "access_point",
		[METRIC_LICENCE] = "licence",
	};

	return names[k];
}

const char *
metric_field_name(enum metric_field f)
{
	static const char *const names[METRIC_FIELDS] = {
		[METRIC_TYPE] = "type",
		[METRIC_ADMIN] = "admin",
		[METRIC_OPER] = "oper",
		[METRIC_DUPLEX] = "duplex",
		[METRIC_SPEED] = "speed",
		[METRIC_LAST_CHANGE] = "last_change",
		[METRIC_DISCONTINUITY] = "discontinuity",
		[METRIC_IN_OCTETS] = "in_octets",
		[METRIC_OUT_OCTETS] = "out_octets",
		[METRIC_IN_PACKETS] = "in_packets",
		[METRIC_OUT_PACKETS] = "out_packets",
		[METRIC_IN_ERRORS] = "in_errors",
		[METRIC_OUT_ERRORS] = "out_errors",
		[METRIC_IN_DISCARDS] = "in_discards",
		[METRIC_OUT_DISCARDS] = "out_discards",
		[METRIC_STATE] = "state",
		[METRIC_VALUE] = "value",
		[METRIC_SIZE] = "size",
		[METRIC_USED] = "used",
		[METRIC_LEFT] = "left",
		[METRIC_BLOCK] = "block",
		[METRIC_SCALE] = "scale",
		[METRIC_PRECISION] = "precision",
		[METRIC_LABEL] = "label",
	};

	return names[f];
}

const char *
metric_state_name(const struct metric_group *g, int64_t state)
{
	for (size_t i = 0; i < g->n_columns; i++) {
		const struct metric_column *c = &g->column[i];
		const struct metric_words *of =
		    c->means.n > 0 ? &c->means : &c->words;

		if (c->field == METRIC_STATE && state >= 1 &&
		    (uint64_t)state <= of->n)
			return of->word[state - 1];
	}
	return "";
}

static int
by_name(const void *a, const void *b)
{
	const struct metric_column *x = *(struct metric_column *const *)a;
	const struct metric_column *y = *(struct metric_column *const *)b;

	return oid_cmp(x->oid, y->oid);
}

static int
refuse_column(const struct metric_column *c, const struct metric_column *twin)
{
	log_warnx(
	    "%s:%u: group %s: the object of \"%s\" stands in group %s too",
	    c->group->file, c->line, c->group->name,
	    metric_field_name(c->field), twin->group->name);
	return ERR_PARSE;
}

/* All columns in one order; none may be another, or below it. */
static int
sort_columns(struct metric_set *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->list.n; i++)
		n += set->list.group[i]->n_columns;
	set->column = mem_new(n + 1, sizeof(*set->column));
	for (size_t i = 0; i < set->list.n; i++) {
		const struct metric_group *g = set->list.group[i];

		for (size_t k = 0; k < g->n_columns; k++)
			set->column[set->n_columns++] = &g->column[k];
	}
	if (n > 1)
		qsort(set->column, n, sizeof(*set->column), by_name);
	for (size_t i = 1; i < n; i++) {
		if (oid_is_within(set->column[i]->oid, set->column[i - 1]->oid))
			return refuse_column(
			    set->column[i], set->column[i - 1]);
	}
	return ERR_OK;
}

const struct metric_group *
metric_set_find(const struct metric_set *set, const char *name)
{
	for (size_t i = 0; i < set->list.n; i++) {
		if (strcmp(set->list.group[i]->name, name) == 0)
			return set->list.group[i];
	}
	return NULL;
}

/* The other one must come first: what it says is known then. */
static int
check_instead(const struct metric_set *set)
{
	for (size_t i = 0; i < set->list.n; i++) {
		struct metric_group *g = set->list.group[i];
		const struct metric_group *other;

		g->number = i;
		if (g->instead == NULL)
			continue;
		other = metric_set_find(set, g->instead);
		if (other == NULL || other->number >= i || other == g) {
			log_warnx("%s:%u: group %s: no group '%s' before it",
			    g->file, g->line, g->name, g->instead);
			return ERR_PARSE;
		}
	}
	return ERR_OK;
}

/* Takes set. */
static int
finish(struct metric_set *set, int rc, struct metric_set **out)
{
	if (rc == ERR_OK)
		rc = sort_columns(set);
	if (rc == ERR_OK)
		rc = check_instead(set);
	if (rc < 0)
		metric_set_free(set);
	else
		*out = set;
	return rc;
}

int
metric_set_load(const char *const dirs[], struct metric_set **out)
{
	struct metric_set *set = mem_new(1, sizeof(*set));
	struct buf path = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; dirs[i] != NULL && rc == ERR_OK; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/stability.metrics", dirs[i]);
		if (i == 0 || access(buf_str(&path), F_OK) == 0)
			rc = metric_file_load(buf_str(&path), &set->list);
	}
	buf_free(&path);
	return finish(set, rc, out);
}

int
metric_set_load_default(const char *data, struct metric_set **out)
{
	char *shipped = data_path(data, "mibs");
	const char *const dirs[] = { shipped, SYSCONFDIR "/mibs", NULL };
	int rc = metric_set_load(dirs, out);

	free(shipped);
	return rc;
}

int
metric_set_parse(
    const char *name, const char *text, size_t len, struct metric_set **out)
{
	struct metric_set *set = mem_new(1, sizeof(*set));

	return finish(set, metric_file_parse(name, text, len, &set->list), out);
}

void
metric_set_free(struct metric_set *set)
{
	if (set == NULL)
		return;
	metric_list_free(&set->list);
	free(set->column);
	free(set);
}

size_t
metric_set_count(const struct metric_set *set)
{
	return set->list.n;
}

const struct metric_group *
metric_set_at(const struct metric_set *set, size_t i)
{
	return set->list.group[i];
}

static bool
holds(const struct metric_column *c, struct oid name, struct oid *index)
{
	if (!oid_is_within(name, c->oid))
		return false;
	index->data = name.data + c->oid.len;
	index->len = name.len - c->oid.len;
	return true;
}

/* Rows come side by side: after a column its neighbour, or the first again. */
static const struct metric_column *
find_beside(
    const struct metric_column *after, struct oid name, struct oid *index)
{
	const struct metric_group *g = after->group;
	const struct metric_column *end = g->column + g->n_columns;

	if (after + 1 < end && holds(after + 1, name, index))
		return after + 1;
	if (holds(g->column, name, index))
		return g->column;
	return NULL;
}

const struct metric_column *
metric_find(const struct metric_set *set, const struct metric_column *after,
    struct oid name, struct oid *index)
{
	const struct metric_column *beside = NULL;
	size_t low = 0, high = set->n_columns, middle;

	if (after != NULL)
		beside = find_beside(after, name, index);
	if (beside != NULL)
		return beside;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (oid_cmp(set->column[middle]->oid, name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || !holds(set->column[low - 1], name, index))
		return NULL;
	return set->column[low - 1];
}

bool
metric_is_for(const struct metric_group *g, struct oid sys_object_id)
{
	for (size_t i = 0; i < g->n_ids; i++) {
		if (oid_is_within(sys_object_id, g->id[i]))
			return true;
	}
	return g->n_ids == 0;
}
