/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/entry/entry_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

static const struct {
	const char *column;
	bool is_time;
	const char *shown; /* what people read in place of an id; or NULL */
} fields[ENTRY_FIELDS] = {
	[ENTRY_REFERENCE] = { "reference", false, NULL },
	[ENTRY_TITLE] = { "title", false, NULL },
	[ENTRY_TOPIC] = { "topic", false, NULL },
	[ENTRY_CAUSE] = { "cause", false, NULL },
	[ENTRY_RISK] = { "risk", false, NULL },
	[ENTRY_COST] = { "cost", false, NULL },
	[ENTRY_SEVERITY] = { "severity", false, NULL },
	[ENTRY_OWNER] = { "owner", false, NULL },
	[ENTRY_PERSON] = { "person", false, NULL },
	[ENTRY_PATCH] = { "patch_id", false,
	    "(SELECT x.reference FROM patch x WHERE x.tenant_id=e.tenant_id"
	    " AND x.patch_id=e.patch_id)" },
	[ENTRY_DEVICE] = { "device_id", false,
	    "(SELECT x.name FROM device x WHERE x.tenant_id=e.tenant_id"
	    " AND x.device_id=e.device_id)" },
	[ENTRY_SITE] = { "site_id", false,
	    "(SELECT x.name FROM site x WHERE x.tenant_id=e.tenant_id"
	    " AND x.site_id=e.site_id)" },
	[ENTRY_SUPPLIER] = { "supplier_id", false,
	    "(SELECT x.name FROM supplier x WHERE x.tenant_id=e.tenant_id"
	    " AND x.supplier_id=e.supplier_id)" },
	[ENTRY_REPORT] = { "report", false, NULL },
	[ENTRY_OPENED] = { "opened", true, NULL },
	[ENTRY_UNTIL] = { "until", true, NULL },
	[ENTRY_DUE] = { "due", true, NULL },
	[ENTRY_ACKNOWLEDGED] = { "acknowledged", true, NULL },
	[ENTRY_CRITICAL] = { "critical_s", false, NULL },
	[ENTRY_HIGH] = { "high_s", false, NULL },
	[ENTRY_MEDIUM] = { "medium_s", false, NULL },
	[ENTRY_LOW] = { "low_s", false, NULL },
	[ENTRY_DOCUMENT] = { "document", false, NULL },
	[ENTRY_SHA256] = { "sha256", false, NULL },
	[ENTRY_OUTCOME] = { "outcome", false, NULL },
	[ENTRY_RESULT] = { "result", false, NULL },
	[ENTRY_CLOSED] = { "closed", true, NULL },
};

/* The trail names nobody but who made the change; when and who stand in it. */
#define AS_DETAIL "(to_jsonb(entry)-'person'-'made'-'actor'-'rev')::text"

static int
entry_id(struct db *db, const struct entry_key *key, char *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT letter FROM entry_kind WHERE kind=$1", DB_TEXT(key->kind));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		snprintf(out, ENTRY_ID_MAX, "%.1s-%" PRId64,
		    db_text(rows, 0, 0), key->number);
	db_rows_free(rows);
	return rc;
}

static int
note(struct db *db, int tenant, const struct entry_key *key, const char *verb,
    const char *old_row, const char *new_row, const char *reason)
{
	char id[ENTRY_ID_MAX], action[64], object[64];
	int rc = entry_id(db, key, id);

	if (rc < 0)
		return rc;
	snprintf(action, sizeof(action), "%s.%s", key->kind, verb);
	snprintf(object, sizeof(object), "%s/%s", key->kind, id);
	return change_rows_add(db, tenant,
	    &(struct change_rows){ action, object, old_row, new_row, reason });
}

static int
insert(struct db *db, int tenant, const struct entry_key *key, int64_t rev,
    const struct entry *e, struct db_rows **out)
{
	struct db_arg args[5 + ENTRY_FIELDS] = { DB_INT(tenant),
		DB_TEXT(key->kind), DB_INT(key->number), DB_INT(rev),
		DB_TIME(clock_now()) };
	struct buf sql = { 0 }, values = { 0 };
	int rc;

	buf_add_str(
	    &sql, "INSERT INTO entry(tenant_id,kind,number,rev,made,actor");
	buf_add_str(&values, "$1,$2,$3,$4,$5,session_user");
	for (int f = 0; f < ENTRY_FIELDS; f++) {
		args[5 + f] = DB_TEXT(e->value[f]);
		buf_printf(&sql, ",%s", fields[f].column);
		buf_printf(&values, ",$%d", 6 + f);
	}
	buf_printf(&sql, ") VALUES(%s) RETURNING " AS_DETAIL, buf_str(&values));
	rc = db_run(db, out, buf_str(&sql), 5 + ENTRY_FIELDS, args);
	buf_free(&sql);
	buf_free(&values);
	return rc;
}

/*
 * A number of its own, or later ones past the one that is given. People read
 * them: one after the other, without those that a block leaves unused.
 */
static int
take_number(struct db *db, int tenant, struct entry_key *key)
{
	char kind[64];

	snprintf(kind, sizeof(kind), "entry.%s", key->kind);
	if (key->number == 0)
		return db_next_ids(db, tenant, kind, 1, &key->number);
	return db_query(db, NULL,
	    "INSERT INTO id_alloc AS a(tenant_id,kind,next)"
	    " VALUES($1,$2,$3::bigint+1) ON CONFLICT(tenant_id,kind)"
	    " DO UPDATE SET next=greatest(a.next,excluded.next)",
	    DB_INT(tenant), DB_TEXT(kind), DB_INT(key->number));
}

int
entry_add(struct db *db, int tenant, struct entry_key *key,
    const struct entry *e, const char *reason)
{
	struct db_rows *rows = NULL;
	int rc = take_number(db, tenant, key);

	if (rc == ERR_OK)
		rc = insert(db, tenant, key, 1, e, &rows);
	if (rc == ERR_OK)
		rc = note(
		    db, tenant, key, "add", NULL, db_text(rows, 0, 0), reason);
	db_rows_free(rows);
	return rc;
}

static int
read_newest(struct db *db, int tenant, const struct entry_key *key,
    struct db_rows **out)
{
	struct buf sql = { 0 };
	int rc;

	buf_add_str(&sql, "SELECT rev," AS_DETAIL);
	for (int f = 0; f < ENTRY_FIELDS; f++)
		buf_printf(&sql, ",%s", fields[f].column);
	buf_add_str(&sql,
	    " FROM entry WHERE tenant_id=$1 AND kind=$2 AND number=$3"
	    " ORDER BY rev DESC LIMIT 1");
	rc = db_query(db, out, buf_str(&sql), DB_INT(tenant),
	    DB_TEXT(key->kind), DB_INT(key->number));
	if (rc == ERR_OK && db_count(*out) == 0)
		rc = ERR_NOTFOUND;
	buf_free(&sql);
	return rc;
}

enum { FIRST_FIELD = 2 };

/* Texts of a row with times in the form of clock_format, one after another. */
static void
take_fields(const struct db_rows *rows, struct entry *out, struct buf *text)
{
	size_t at[ENTRY_FIELDS];
	char time[CLOCK_TEXT_MAX];

	for (int f = 0; f < ENTRY_FIELDS; f++) {
		int col = FIRST_FIELD + f;

		at[f] = text->len;
		if (!db_is_null(rows, 0, col))
			buf_add_str(text,
			    fields[f].is_time
				? clock_format(db_time(rows, 0, col), time)
				: db_text(rows, 0, col));
		buf_add_u8(text, '\0');
	}
	/* Only now: the texts may have moved while they grew. */
	for (int f = 0; f < ENTRY_FIELDS; f++)
		out->value[f] = db_is_null(rows, 0, FIRST_FIELD + f)
		    ? NULL
		    : (const char *)text->data + at[f];
}

int
entry_load(struct db *db, int tenant, const struct entry_key *key,
    struct entry *out, int64_t *rev, struct buf *text)
{
	struct db_rows *rows = NULL;
	int rc = read_newest(db, tenant, key, &rows);

	if (rc == ERR_OK) {
		*rev = db_int(rows, 0, 0);
		take_fields(rows, out, text);
	}
	db_rows_free(rows);
	return rc;
}

static bool
is_same(const struct entry *a, const struct entry *b)
{
	for (int f = 0; f < ENTRY_FIELDS; f++) {
		const char *x = a->value[f], *y = b->value[f];

		if ((x == NULL) != (y == NULL) ||
		    (x != NULL && strcmp(x, y) != 0))
			return false;
	}
	return true;
}

int
entry_revise(struct db *db, int tenant, const struct entry_key *key,
    int64_t rev, const struct entry *e, const char *verb, const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	struct buf text = { 0 };
	struct entry now = { { 0 } };
	int rc = read_newest(db, tenant, key, &was);

	if (rc < 0)
		goto out;
	take_fields(was, &now, &text);
	if (db_int(was, 0, 0) != rev)
		rc = ERR_EXISTS;
	else if (is_same(&now, e))
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = insert(db, tenant, key, rev + 1, e, &rows);
	if (rc == ERR_OK)
		rc = note(db, tenant, key, verb, db_text(was, 0, 1),
		    db_text(rows, 0, 0), reason);
out:
	db_rows_free(was);
	db_rows_free(rows);
	buf_free(&text);
	return rc;
}

int
entry_maker(struct db *db, int tenant, const struct entry_key *key, int64_t rev,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT actor, made FROM entry WHERE tenant_id=$1 AND kind=$2"
	    " AND number=$3 AND rev=$4",
	    DB_INT(tenant), DB_TEXT(key->kind), DB_INT(key->number),
	    DB_INT(rev));
}

static int
first_int(struct db_rows *rows, int rc, int64_t *out)
{
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*out = db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
entry_find(struct db *db, int tenant, const char *kind, const char *reference,
    const char *title, int64_t *number)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT number FROM (SELECT DISTINCT ON(number) * FROM entry"
	    " WHERE tenant_id=$1 AND kind=$2 ORDER BY number,rev DESC) e"
	    " WHERE CASE WHEN $3::text IS NULL"
	    " THEN reference IS NULL AND title=$4 ELSE reference=$3 END"
	    " ORDER BY number DESC LIMIT 1",
	    DB_INT(tenant), DB_TEXT(kind), DB_TEXT(reference), DB_TEXT(title));

	return first_int(rows, rc, number);
}

int
entry_find_other(struct db *db, int tenant, enum entry_field f,
    const char *name, int64_t *id)
{
	static const char *const sql[ENTRY_FIELDS] = {
		[ENTRY_PATCH] = "SELECT patch_id FROM patch"
				" WHERE tenant_id=$1 AND reference=$2",
		/* In service, or the last one of that name. */
		[ENTRY_DEVICE] = "SELECT device_id FROM device"
				 " WHERE tenant_id=$1 AND name=$2"
				 " ORDER BY retired DESC NULLS FIRST LIMIT 1",
		[ENTRY_SITE] = "SELECT site_id FROM site"
			       " WHERE tenant_id=$1 AND name=$2",
		[ENTRY_SUPPLIER] = "SELECT supplier_id FROM supplier"
				   " WHERE tenant_id=$1 AND name=$2",
	};
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows, sql[f], DB_INT(tenant), DB_TEXT(name));

	return first_int(rows, rc, id);
}

int
entry_list(struct db *db, int tenant, const struct entry_filter *filter,
    const enum entry_field *wanted, int n, struct db_rows **out)
{
	int64_t at = filter->at == CLOCK_NONE ? clock_now() : filter->at;
	struct buf sql = { 0 };
	int rc;

	buf_add_str(&sql,
	    "SELECT letter||'-'||number, entry_status(closed,until,due,$3),"
	    "ended_as");
	for (int i = 0; i < n; i++)
		buf_printf(&sql, ",%s",
		    fields[wanted[i]].shown != NULL ? fields[wanted[i]].shown
						    : fields[wanted[i]].column);
	buf_add_str(&sql,
	    " FROM (SELECT DISTINCT ON(number) * FROM entry WHERE tenant_id=$1"
	    " AND kind=$2 AND made<=$3 ORDER BY number,rev DESC) e"
	    " JOIN entry_kind USING(kind) WHERE ($4=0 OR number=$4)"
	    " AND ($5 OR closed IS NULL OR closed>$3)"
	    " AND ($6::text IS NULL OR owner=$6) AND ($7::text IS NULL"
	    " OR supplier_id=(SELECT s.supplier_id FROM supplier s"
	    " WHERE s.tenant_id=e.tenant_id AND s.name=$7)) ORDER BY number");
	rc = db_query(db, out, buf_str(&sql), DB_INT(tenant),
	    DB_TEXT(filter->kind), DB_TIME(at), DB_INT(filter->number),
	    DB_BOOL(filter->closed), DB_TEXT(filter->owner),
	    DB_TEXT(filter->supplier));
	buf_free(&sql);
	return rc;
}

int
entry_history(struct db *db, int tenant, const struct entry_key *key,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT row_number() OVER (ORDER BY c.seq),c.at,c.actor,c.action,"
	    "c.reason,c.detail FROM change c JOIN entry_kind k ON k.kind=$2"
	    " WHERE c.tenant_id=$1"
	    " AND c.object=$2||'/'||k.letter||'-'||$3::bigint ORDER BY c.seq",
	    DB_INT(tenant), DB_TEXT(key->kind), DB_INT(key->number));
}
