/* SPDX-License-Identifier: Apache-2.0 */
#include "register/device/device_same.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "register/context.h"
#include "register/device/device_input.h"

struct device_same {
	struct db_rows *rows;
	struct device_row *device; /* by id */
	bool *forgotten;
	size_t n;
};

int
device_same_load(struct context *c, struct device_same **out)
{
	struct db_rows *rows = NULL;
	struct device_same *s;
	int rc = device_store_load_all(c->db, c->tenant, &rows);

	if (rc < 0)
		return rc;
	s = mem_new(1, sizeof(*s));
	s->rows = rows;
	s->n = db_count(rows);
	s->device = mem_new(s->n + 1, sizeof(*s->device));
	s->forgotten = mem_new(s->n + 1, sizeof(*s->forgotten));
	for (size_t i = 0; i < s->n; i++)
		device_store_at(rows, i, &s->device[i]);
	*out = s;
	return ERR_OK;
}

void
device_same_free(struct device_same *s)
{
	if (s == NULL)
		return;
	free(s->device);
	free(s->forgotten);
	db_rows_free(s->rows);
	free(s);
}

static int
compare_id(const void *key, const void *device)
{
	int id = *(const int *)key;
	const struct device_row *d = device;

	return id < d->id ? -1 : id > d->id;
}

static const struct device_row *
find(const struct device_same *s, int id)
{
	return bsearch(&id, s->device, s->n, sizeof(*s->device), compare_id);
}

/* The database gives an empty text for none. */
static bool
is_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool
is_same(const struct device_row *a, const struct device_row *b)
{
	return a->port == b->port && a->site == b->site &&
	    a->credential == b->credential &&
	    a->internet_facing == b->internet_facing &&
	    a->medical == b->medical && a->any_source == b->any_source &&
	    a->poll_s == b->poll_s && a->in_service == b->in_service &&
	    is_text(a->name, b->name) && is_text(a->address, b->address) &&
	    is_text(a->category, b->category) && is_text(a->owner, b->owner) &&
	    is_text(a->supplier, b->supplier) &&
	    is_text(a->criticality, b->criticality) &&
	    is_text(a->tags, b->tags) && is_text(a->log_zone, b->log_zone);
}

static void
tell_nobody(void *arg, const char *field, const char *why)
{
	(void)arg;
	(void)field;
	(void)why;
}

bool
device_same_is(const struct device_same *s, struct context *c,
    const struct device_input *in, int id, struct device_row *row)
{
	const struct device_row *was = find(s, id);
	struct device_input tried = { .known = in->known,
		.fault = tell_nobody };
	struct device_row now;
	bool same;

	if (was == NULL || s->forgotten[was - s->device])
		return false;
	now = *was;
	memcpy(tried.value, in->value, sizeof(tried.value));
	same =
	    device_input_read(c, &tried, &now) == ERR_OK && is_same(was, &now);
	device_input_free(&tried);
	*row = *was;
	return same;
}

void
device_same_forget(struct device_same *s, int id)
{
	const struct device_row *d = find(s, id);

	if (d != NULL)
		s->forgotten[d - s->device] = true;
}
