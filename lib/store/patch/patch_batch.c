/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/patch_batch.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/array.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/patch/patch_store.h"

enum { ROWS_MAX = 500, BYTES_MAX = 4 << 20 };

/* A patch, its targets and its fixes, as objects of JSON with commas between
 * them. */
enum part { PATCH, TARGETS, FIXES, PARTS };

struct batched {
	unsigned line;
	int id;
	struct buf part[PARTS];
};

struct patch_batch {
	int tenant;
	const char *reason;
	unsigned refused;
	struct batched row[ROWS_MAX];
	size_t n, bytes;
};

struct patch_batch *
patch_batch_new(int tenant, const char *reason)
{
	struct patch_batch *b = mem_new(1, sizeof(*b));

	b->tenant = tenant;
	b->reason = reason;
	return b;
}

static void
empty(struct patch_batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < PARTS; k++)
			buf_free(&b->row[i].part[k]);
	b->n = 0;
	b->bytes = 0;
}

void
patch_batch_free(struct patch_batch *b)
{
	if (b == NULL)
		return;
	empty(b);
	free(b);
}

unsigned
patch_batch_refused(const struct patch_batch *b)
{
	return b->refused;
}

/* By the names of the columns: a record of a table's own type comes of each. */
static const char *const statements[PARTS] = {
	[PATCH] = "INSERT INTO patch(tenant_id,patch_id,registered,"
		  "reference,title,vendor,product,vulnerabilities,advisory,"
		  "criticality,impact,dependencies,priority,known_exploited,"
		  "released,advised,deadline,test_result,tested,recovery_plan,"
		  "planning,window_start,window_end,communication,owner)"
		  " SELECT $1,patch_id,$3,"
		  "reference,title,vendor,product,vulnerabilities,advisory,"
		  "criticality,impact,dependencies,priority,known_exploited,"
		  "released,advised,deadline,test_result,tested,recovery_plan,"
		  "planning,window_start,window_end,communication,owner"
		  " FROM jsonb_populate_recordset(NULL::patch,$2::jsonb)",
	[TARGETS] = "INSERT INTO patch_target(tenant_id,patch_id,target,"
		    "device_id,profile,model,site_id,tag,scheme,low,high,"
		    "all_branches) SELECT $1,patch_id,target,"
		    "device_id,profile,model,site_id,tag,scheme,low,high,"
		    "all_branches FROM"
		    " jsonb_populate_recordset(NULL::patch_target,$2::jsonb)"
		    " WHERE $3::timestamptz IS NOT NULL",
	[FIXES] = "INSERT INTO patch_fix(tenant_id,patch_id,fix,component,"
		  "scheme,min_version,max_version,all_branches)"
		  " SELECT $1,patch_id,fix,component,"
		  "scheme,min_version,max_version,all_branches FROM"
		  " jsonb_populate_recordset(NULL::patch_fix,$2::jsonb)"
		  " WHERE $3::timestamptz IS NOT NULL",
};

/* Rows of the batch, from first on. */
static int
insert(struct db *db, struct patch_batch *b, size_t first, size_t n)
{
	struct buf all = { 0 };
	int rc = ERR_OK;

	for (int part = 0; rc == ERR_OK && part < PARTS; part++) {
		buf_clear(&all);
		for (size_t i = first; i < first + n; i++) {
			const struct buf *one = &b->row[i].part[part];

			if (one->len > 0)
				buf_add_u8(&all, all.len == 0 ? '[' : ',');
			buf_add(&all, one->data, one->len);
		}
		buf_add_u8(&all, ']');
		if (all.len > 1)
			rc = db_query(db, NULL, statements[part],
			    DB_INT(b->tenant), DB_TEXT(buf_str(&all)),
			    DB_TIME(clock_now()));
	}
	buf_free(&all);
	return rc;
}

static int
note_all(struct db *db, const struct patch_batch *b)
{
	struct db_rows *rows = NULL;
	struct buf ids = { 0 }, object = { 0 };
	int rc;

	for (size_t i = 0; i < b->n; i++)
		array_add(&ids, &DB_INT(b->row[i].id));
	array_end(&ids);
	rc = patch_store_json(db, b->tenant, buf_str(&ids), &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&object);
		buf_printf(&object, "patch/%s", db_text(rows, i, 1));
		rc = change_rows_add(db, b->tenant,
		    &(struct change_rows){ "patch.add", buf_str(&object), NULL,
			db_text(rows, i, 0), b->reason });
	}
	buf_free(&ids);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

/* One by one, from where nothing of them was written: which one was it. */
static int
find_refused(struct db *db, struct patch_batch *b)
{
	int rc = db_query(db, NULL, "ROLLBACK TO SAVEPOINT patches");

	for (size_t i = 0; rc == ERR_OK && i < b->n; i++) {
		rc = insert(db, b, i, 1);
		if (rc < 0)
			b->refused = b->row[i].line;
	}
	return rc;
}

int
patch_batch_write(struct db *db, struct patch_batch *b)
{
	int rc, why;

	if (b->n == 0)
		return ERR_OK;
	rc = db_query(db, NULL, "SAVEPOINT patches");
	if (rc == ERR_OK) {
		rc = insert(db, b, 0, b->n);
		if (rc < 0 && rc != ERR_AGAIN) {
			why = find_refused(db, b);
			rc = why < 0 ? why : rc;
		}
	}
	if (rc == ERR_OK)
		rc = note_all(db, b);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "RELEASE SAVEPOINT patches");
	empty(b);
	return rc;
}

/* takes o. */
static void
add_object(struct buf *out, struct json *o)
{
	char *line = json_line(o);

	if (out->len > 0)
		buf_add_u8(out, ',');
	buf_add_str(out, line);
	free(line);
	json_free(o);
}

/* "a,b", of which there may be none. */
static struct json *
words_of(const char *text)
{
	struct json *list = json_new_array();
	char *copy = mem_dup_str(text == NULL ? "" : text), *rest = copy;
	char *word;

	while ((word = strsep(&rest, ",")) != NULL) {
		if (*word != '\0')
			json_add_text(list, word);
	}
	free(copy);
	return list;
}

static void
add_values(struct batched *r, const struct patch_values *v)
{
	const char *exploited = v->value[PATCH_KNOWN_EXPLOITED];
	struct json *o = json_new_object();

	json_put_int(o, "patch_id", r->id);
	for (int i = 0; i < PATCH_FIELDS; i++) {
		enum patch_field f = (enum patch_field)i;
		const char *name = patch_field_name(f);

		if (f == PATCH_VULNERABILITIES)
			json_put(o, name, words_of(v->value[f]));
		else if (f == PATCH_KNOWN_EXPLOITED)
			json_put_bool(
			    o, name, exploited != NULL && *exploited == 't');
		else
			json_put_text(o, name, v->value[f]);
	}
	add_object(&r->part[PATCH], o);
}

static void
put_id(struct json *o, const char *key, int id)
{
	if (id != 0)
		json_put_int(o, key, id);
}

static void
add_target(struct batched *r, int target, const struct patch_target *t)
{
	const struct patch_fix any = { 0 };
	const struct patch_fix *v = t->versions != NULL ? t->versions : &any;
	struct json *o = json_new_object();

	json_put_int(o, "patch_id", r->id);
	json_put_int(o, "target", target);
	put_id(o, "device_id", t->device);
	put_id(o, "site_id", t->site);
	json_put_text(o, "profile", t->profile);
	json_put_text(o, "model", t->model);
	json_put_text(o, "tag", t->tag);
	json_put_text(o, "scheme", v->scheme);
	json_put_text(o, "low", v->min);
	json_put_text(o, "high", v->max);
	json_put_bool(o, "all_branches", v->all);
	add_object(&r->part[TARGETS], o);
}

static void
add_fix(struct batched *r, int fix, const struct patch_fix *f)
{
	struct json *o = json_new_object();

	json_put_int(o, "patch_id", r->id);
	json_put_int(o, "fix", fix);
	json_put_text(o, "component", f->component);
	json_put_text(o, "scheme", f->scheme);
	json_put_text(o, "min_version", f->min);
	json_put_text(o, "max_version", f->max);
	json_put_bool(o, "all_branches", f->all);
	add_object(&r->part[FIXES], o);
}

int
patch_batch_add(struct db *db, struct patch_batch *b,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line, int *id)
{
	struct batched *r = &b->row[b->n];
	int64_t next;
	int rc = db_next_id(db, b->tenant, "patch", &next);

	if (rc < 0)
		return rc;
	*r = (struct batched){ .line = line, .id = (int)next };
	*id = r->id;
	add_values(r, v);
	for (size_t i = 0; i < scope->n_targets; i++)
		add_target(r, (int)i + 1, &scope->target[i]);
	for (size_t i = 0; i < scope->n_fixes; i++)
		add_fix(r, (int)i + 1, &scope->fix[i]);
	b->n++;
	for (size_t i = 0; i < PARTS; i++)
		b->bytes += r->part[i].len;
	return b->n == ROWS_MAX || b->bytes >= BYTES_MAX
	    ? patch_batch_write(db, b)
	    : ERR_OK;
}
