/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/patch_same.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/patch/patch_store.h"
#include "register/context.h"
#include "register/patch/patch_input.h"

struct patch_same {
	struct db_rows *patches, *targets, *fixes;
	bool *forgotten; /* by the row of patches */
};

int
patch_same_load(struct context *c, struct patch_same **out)
{
	struct patch_same *s = mem_new(1, sizeof(*s));
	int rc = patch_store_load_all(c->db, c->tenant, &s->patches);

	if (rc == ERR_OK)
		rc = patch_store_all_targets(c->db, c->tenant, &s->targets);
	if (rc == ERR_OK)
		rc = patch_store_all_fixes(c->db, c->tenant, &s->fixes);
	if (rc < 0) {
		patch_same_free(s);
		return rc;
	}
	s->forgotten = mem_new(db_count(s->patches) + 1, sizeof(*s->forgotten));
	*out = s;
	return ERR_OK;
}

void
patch_same_free(struct patch_same *s)
{
	if (s == NULL)
		return;
	db_rows_free(s->patches);
	db_rows_free(s->targets);
	db_rows_free(s->fixes);
	free(s->forgotten);
	free(s);
}

/* The first row whose id, in that column, is not below id. */
static size_t
first_row(const struct db_rows *rows, int column, int id)
{
	size_t low = 0, high = db_count(rows);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (db_int(rows, middle, column) < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ERR_NOTFOUND: it came later. */
static int
find(const struct patch_same *s, int id, size_t *row)
{
	*row = first_row(s->patches, PATCH_FIELDS, id);
	return *row < db_count(s->patches) &&
		db_int(s->patches, *row, PATCH_FIELDS) == id
	    ? ERR_OK
	    : ERR_NOTFOUND;
}

void
patch_same_forget(struct patch_same *s, int id)
{
	size_t row;

	if (find(s, id, &row) == ERR_OK)
		s->forgotten[row] = true;
}

/* The database gives an empty text for none. */
static bool
is_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool
is_time(enum patch_field f)
{
	return f == PATCH_RELEASED || f == PATCH_ADVISED ||
	    f == PATCH_DEADLINE || f == PATCH_TESTED ||
	    f == PATCH_WINDOW_START || f == PATCH_WINDOW_END;
}

/* A moment is written in more than one way. */
static bool
is_value(enum patch_field f, const char *a, const char *b)
{
	int64_t x, y;

	if (!is_time(f) || a == NULL || b == NULL)
		return is_text(a, b);
	return clock_parse(a, &x) == ERR_OK && clock_parse(b, &y) == ERR_OK &&
	    x == y;
}

/* What is not given stays as it is. */
static bool
has_targets(const struct db_rows *rows, int id, const struct patch_scope *scope)
{
	size_t row = first_row(rows, 0, id), n = scope->n_targets;

	for (size_t i = 0; i < n; i++, row++) {
		const struct patch_target *t = &scope->target[i];
		const struct patch_fix any = { 0 };
		const struct patch_fix *v =
		    t->versions != NULL ? t->versions : &any;

		if (row == db_count(rows) || db_int(rows, row, 0) != id ||
		    db_int(rows, row, 1) != t->device ||
		    db_int(rows, row, 2) != t->site ||
		    !is_text(db_text(rows, row, 3), t->profile) ||
		    !is_text(db_text(rows, row, 4), t->model) ||
		    !is_text(db_text(rows, row, 5), t->tag) ||
		    !is_text(db_text(rows, row, 6), v->scheme) ||
		    !is_text(db_text(rows, row, 7), v->min) ||
		    !is_text(db_text(rows, row, 8), v->max) ||
		    db_bool(rows, row, 9) != v->all)
			return false;
	}
	return n == 0 || row == db_count(rows) || db_int(rows, row, 0) != id;
}

static bool
has_fixes(const struct db_rows *rows, int id, const struct patch_scope *scope)
{
	size_t row = first_row(rows, 0, id), n = scope->n_fixes;

	for (size_t i = 0; i < n; i++, row++) {
		const struct patch_fix *f = &scope->fix[i];

		if (row == db_count(rows) || db_int(rows, row, 0) != id ||
		    !is_text(db_text(rows, row, 1), f->component) ||
		    !is_text(db_text(rows, row, 2), f->scheme) ||
		    !is_text(db_text(rows, row, 3), f->min) ||
		    !is_text(db_text(rows, row, 4), f->max) ||
		    db_bool(rows, row, 5) != f->all)
			return false;
	}
	return n == 0 || row == db_count(rows) || db_int(rows, row, 0) != id;
}

int
patch_same_at(const struct patch_same *s, int id, struct patch_values *out)
{
	size_t row;

	if (find(s, id, &row) < 0 || s->forgotten[row])
		return ERR_NOTFOUND;
	patch_store_at(s->patches, row, out);
	return ERR_OK;
}

bool
patch_same_withdrawn(const struct patch_same *s, int id)
{
	size_t row;

	return find(s, id, &row) == ERR_OK &&
	    db_bool(s->patches, row, PATCH_FIELDS + 1);
}

void
patch_same_drop(const struct patch_same *s, int id, struct patch_scope *scope)
{
	if (has_targets(s->targets, id, scope))
		scope->n_targets = 0;
	if (has_fixes(s->fixes, id, scope))
		scope->n_fixes = 0;
}

static void
tell_nobody(void *arg, const char *field, const char *why)
{
	(void)arg;
	(void)field;
	(void)why;
}

bool
patch_same_is(const struct patch_same *s, struct context *c,
    const struct patch_input *in, int id)
{
	struct patch_input tried = *in;
	struct patch_values was, now;
	struct patch_scope scope;
	bool same;

	if (patch_same_at(s, id, &was) < 0)
		return false;
	now = was;
	tried.fault = tell_nobody;
	same = patch_input_read(c, &tried, id, &now, &scope) == ERR_OK;
	for (int i = 0; same && i < PATCH_FIELDS; i++)
		same =
		    is_value((enum patch_field)i, was.value[i], now.value[i]);
	same = same && has_targets(s->targets, id, &scope) &&
	    has_fixes(s->fixes, id, &scope);
	patch_input_clear(&tried);
	return same;
}
