/* SPDX-License-Identifier: Apache-2.0 */
#include "register/system/system_known.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/system/system_store.h"
#include "register/context.h"

/* Columns of system_store_load_all. */
enum {
	OF_ID,
	OF_SOURCE,
	OF_KEY,
	OF_NAME,
	OF_CATEGORY,
	OF_SITE,
	OF_OWNER,
	OF_SUPPLIER,
	OF_PRODUCT,
	OF_VERSION,
	OF_STATE,
	OF_RETIRED
};

struct told {
	char *source, *key;
	int id;
	size_t row; /* where it stands among those that were loaded */
	bool is_written;
};

struct system_known {
	struct db_rows *rows;
	void *entries; /* of tsearch(3) */
};

static int
compare(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	int order = strcmp(x->source, y->source);

	return order != 0 ? order : strcmp(x->key, y->key);
}

static void
free_told(void *entry)
{
	struct told *e = entry;

	free(e->source);
	free(e->key);
	free(e);
}

static struct told *
find(const struct system_known *k, const char *source, const char *key)
{
	const struct told wanted = { (char *)(uintptr_t)source,
		(char *)(uintptr_t)key, 0, 0, false };
	struct told *const *at = tfind(&wanted, &k->entries, compare);

	return at == NULL ? NULL : *at;
}

static struct told *
add(struct system_known *k, const char *source, const char *key, int id)
{
	struct told *e = mem_new(1, sizeof(*e));

	*e = (struct told){ mem_dup_str(source), mem_dup_str(key), id, 0,
		false };
	if (tsearch(e, &k->entries, compare) == NULL)
		fatalx("systems: out of memory");
	return e;
}

int
system_known_load(struct context *c, struct system_known **out)
{
	struct system_known *k = mem_new(1, sizeof(*k));
	int rc = system_store_load_all(c->db, c->tenant, &k->rows);

	if (rc < 0) {
		free(k);
		return rc;
	}
	for (size_t i = 0; i < db_count(k->rows); i++)
		add(k, db_text(k->rows, i, OF_SOURCE),
		    db_text(k->rows, i, OF_KEY), (int)db_int(k->rows, i, OF_ID))
		    ->row = i;
	*out = k;
	return ERR_OK;
}

void
system_known_free(struct system_known *k)
{
	if (k == NULL)
		return;
	tdestroy(k->entries, free_told);
	db_rows_free(k->rows);
	free(k);
}

static bool
is_text(const struct db_rows *rows, size_t row, int column, const char *text)
{
	const char *was = db_text(rows, row, column);

	return strcmp(was == NULL ? "" : was, text == NULL ? "" : text) == 0;
}

static bool
is_same(const struct db_rows *rows, size_t row, const struct system_row *s)
{
	return !db_bool(rows, row, OF_RETIRED) &&
	    db_int(rows, row, OF_SITE) == s->site &&
	    is_text(rows, row, OF_NAME, s->name) &&
	    is_text(rows, row, OF_CATEGORY, s->category) &&
	    is_text(rows, row, OF_OWNER, s->owner) &&
	    is_text(rows, row, OF_SUPPLIER, s->supplier) &&
	    is_text(rows, row, OF_PRODUCT, s->product) &&
	    is_text(rows, row, OF_VERSION, s->version) &&
	    is_text(rows, row, OF_STATE, s->state);
}

struct system_found
system_known_find(const struct system_known *k, const struct system_row *s)
{
	const struct told *e = find(k, s->source, s->key);

	if (e == NULL)
		return (struct system_found){ 0, false, false };
	return (struct system_found){ e->id,
		!e->is_written && is_same(k->rows, e->row, s), e->is_written };
}

void
system_known_put(struct system_known *k, const struct system_row *s, int id)
{
	struct told *e = find(k, s->source, s->key);

	if (e == NULL)
		e = add(k, s->source, s->key, id);
	e->is_written = true;
}
