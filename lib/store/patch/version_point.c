/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/version_point.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* The rows of a package are touched this often when no fix asks for it. */
#define TOUCH_EVERY CLOCK_HOUR

enum { KIND, COMPONENT, VALUE, SINCE, SEEN, SAME_EYE };

struct change_set {
	struct json *ended, *begun, *seen;
};

static int
compare_said(const void *a, const void *b)
{
	const struct version_said *x = a, *y = b;
	int c = strcmp(x->kind, y->kind);

	return c != 0 ? c : strcmp(x->component, y->component);
}

/* Of two with one name always the same one is last. */
static int
compare_value(const void *a, const void *b)
{
	const struct version_said *x = a, *y = b;
	int c = compare_said(a, b);

	return c != 0 ? c : strcmp(x->value, y->value);
}

static struct json *
name_of(const char *kind, const char *component)
{
	struct json *o = json_new_object();

	json_put_text(o, "kind", kind);
	json_put_text(o, "component", component);
	return o;
}

static void
add_begun(struct json *a, const struct version_said *s)
{
	struct json *o = name_of(s->kind, s->component);

	json_put_text(o, "value", s->value);
	json_put_text(o, "schemes", s->schemes != NULL ? s->schemes : "");
	json_put_text(
	    o, "confidence", s->suggestion ? "suggestion" : "profile");
	json_put_text(o, "oid", s->oid);
	json_put_text(o, "raw", s->raw);
	json_put_text(o, "serial", s->serial);
	json_add(a, o);
}

/* The reading goes on saying what row i says, or says another thing. */
static void
compare_row(const struct version_source *src, const struct db_rows *rows,
    size_t i, struct version_said *s, struct change_set *set)
{
	int64_t seen = db_time(rows, i, SEEN);

	if (strcmp(db_text(rows, i, VALUE), s->value) != 0) {
		s->is_new = true;
		s->earlier = db_text(rows, i, VALUE);
		s->since = src->at;
		s->before = CLOCK_NONE;
		json_add(set->ended, name_of(s->kind, s->component));
		add_begun(set->begun, s);
		return;
	}
	s->since = db_time(rows, i, SINCE);
	s->before = seen < src->at ? seen : CLOCK_NONE;
	if (src->at > seen && (s->watched || src->at - seen >= TOUCH_EVERY))
		json_add(set->seen, name_of(s->kind, s->component));
}

static bool
speaks_of(const struct version_said *said, size_t n, const char *kind)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(said[i].kind, kind) == 0)
			return true;
	return false;
}

/* Did this profile see other parts of the kind before. */
static bool
had_kind(const struct db_rows *rows, const char *kind)
{
	for (size_t i = 0; i < db_count(rows); i++)
		if (db_bool(rows, i, SAME_EYE) &&
		    strcmp(db_text(rows, i, KIND), kind) == 0)
			return true;
	return false;
}

/* Both in order of kind and component: one pass over the two. */
static void
compare_all(const struct version_source *src, const struct db_rows *rows,
    struct version_said *said, size_t n, struct change_set *set)
{
	size_t i = 0, k = 0;

	while (i < db_count(rows) || k < n) {
		struct version_said row;
		int c = 1;

		if (i < db_count(rows)) {
			row.kind = db_text(rows, i, KIND);
			row.component = db_text(rows, i, COMPONENT);
			c = k < n ? compare_said(&row, &said[k]) : -1;
		}
		if (c < 0) {
			if (src->whole && speaks_of(said, n, row.kind))
				json_add(set->ended,
				    name_of(row.kind, row.component));
			i++;
		} else if (c > 0) {
			said[k].is_new = true;
			said[k].since = src->at;
			said[k].before = CLOCK_NONE;
			said[k].joined = had_kind(rows, said[k].kind);
			add_begun(set->begun, &said[k++]);
		} else {
			compare_row(src, rows, i++, &said[k++], set);
		}
	}
}

/* One statement for any number of rows, given as JSON. */
static int
run_over(struct db *db, const struct version_source *src, struct json *list,
    const char *sql)
{
	char *text;
	int rc;

	if (json_len(list) == 0)
		return ERR_OK;
	text = json_line(list);
	rc = db_query_again(db, NULL, sql, DB_INT(src->tenant_id),
	    DB_INT(src->device_id), DB_TIME(src->at), DB_TEXT(text));
	free(text);
	return rc;
}

static int
write_begun(struct db *db, const struct version_source *src, struct json *list)
{
	char *text;
	int rc;

	if (json_len(list) == 0)
		return ERR_OK;
	text = json_line(list);
	rc = db_query_again(db, NULL,
	    "INSERT INTO version(tenant_id,device_id,kind,component,since,seen,"
	    "value,schemes,confidence,profile,profile_sha256,oid,raw,serial,"
	    "journal,seq) SELECT $1,$2,kind,component,$3,$3,value,"
	    "string_to_array(schemes,','),confidence,$4,$5,oid,raw,serial,$6,$7"
	    " FROM jsonb_to_recordset($8) AS x(kind text,component text,"
	    "value text,schemes text,confidence text,oid text,raw text,"
	    "serial text)",
	    DB_INT(src->tenant_id), DB_INT(src->device_id), DB_TIME(src->at),
	    DB_TEXT(src->profile),
	    src->profile_sha256 == NULL ? DB_NULL
					: DB_BYTES(src->profile_sha256, 32),
	    DB_TEXT(src->journal), DB_INT(src->seq), DB_TEXT(text));
	free(text);
	return rc;
}

static int
write_changes(
    struct db *db, const struct version_source *src, struct change_set *set)
{
	int rc = run_over(db, src, set->ended,
	    "UPDATE version v SET until=$3 FROM jsonb_to_recordset($4)"
	    " AS x(kind text,component text) WHERE v.tenant_id=$1"
	    " AND v.device_id=$2 AND v.kind=x.kind"
	    " AND v.component=x.component AND v.until IS NULL");

	if (rc == ERR_OK)
		rc = run_over(db, src, set->seen,
		    "UPDATE version v SET seen=$3 FROM jsonb_to_recordset($4)"
		    " AS x(kind text,component text) WHERE v.tenant_id=$1"
		    " AND v.device_id=$2 AND v.kind=x.kind"
		    " AND v.component=x.component AND v.until IS NULL");
	return rc == ERR_OK ? write_begun(db, src, set->begun) : rc;
}

/* A device may say the same name twice: the last of them counts. */
static size_t
drop_doubles(struct version_said *said, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && compare_said(&said[kept - 1], &said[i]) == 0)
			kept--;
		said[kept++] = said[i];
	}
	return kept;
}

int
version_note(struct db *db, const struct version_source *src,
    struct version_said *said, size_t *n, struct db_rows **rows)
{
	struct change_set set = { json_new_array(), json_new_array(),
		json_new_array() };
	int rc;

	qsort(said, *n, sizeof(*said), compare_value);
	rc = db_query_again(db, rows,
	    "SELECT kind,component,value,since,seen,"
	    "coalesce(profile_sha256=$3,false) FROM version"
	    " WHERE tenant_id=$1 AND device_id=$2 AND until IS NULL"
	    " ORDER BY kind COLLATE \"C\",component COLLATE \"C\"",
	    DB_INT(src->tenant_id), DB_INT(src->device_id),
	    src->profile_sha256 == NULL ? DB_NULL
					: DB_BYTES(src->profile_sha256, 32));
	*n = drop_doubles(said, *n);
	if (rc == ERR_OK) {
		compare_all(src, *rows, said, *n, &set);
		rc = write_changes(db, src, &set);
	}
	json_free(set.ended);
	json_free(set.begun);
	json_free(set.seen);
	return rc;
}

int
version_settle(
    struct db *db, int tenant, int device, int64_t said, int64_t same)
{
	return db_query_again(db, NULL,
	    "UPDATE version SET seen=$4 WHERE tenant_id=$1 AND device_id=$2"
	    " AND until IS NULL AND seen>=$3 AND seen<$4",
	    DB_INT(tenant), DB_INT(device), DB_TIME(said), DB_TIME(same));
}

bool
version_gone(const struct version_source *src, const struct db_rows *rows,
    const struct version_said *said, size_t n, size_t *at,
    struct version_said *out)
{
	while (src->whole && *at < db_count(rows)) {
		size_t i = (*at)++;

		*out = (struct version_said){
			.kind = db_text(rows, i, KIND),
			.component = db_text(rows, i, COMPONENT),
			.value = db_text(rows, i, VALUE),
		};
		if (db_bool(rows, i, SAME_EYE) &&
		    bsearch(out, said, n, sizeof(*said), compare_said) ==
			NULL &&
		    speaks_of(said, n, out->kind))
			return true;
	}
	return false;
}
