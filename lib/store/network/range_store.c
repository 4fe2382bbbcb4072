/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/range_store.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
take_id(int rc, struct db_rows *rows, int *id)
{
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
realm_find(struct db *db, int tenant, const char *name, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT realm_id FROM realm WHERE tenant_id=$1 AND name=$2",
	    DB_INT(tenant), DB_TEXT(name));
	return take_id(rc, rows, id);
}

int
range_find(struct db *db, int tenant, int realm, const char *block, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT range_id FROM range WHERE tenant_id=$1 AND realm_id=$2"
	    " AND block=$3::cidr AND removed IS NULL",
	    DB_INT(tenant), DB_INT(realm), DB_TEXT(block));
	return take_id(rc, rows, id);
}

/* The range with its credentials as JSON, for the chain of changes. */
static int
load_json(struct db *db, int tenant, int id, struct db_rows **rows)
{
	int rc;

	rc = db_query(db, rows,
	    "SELECT (to_jsonb(r)||jsonb_build_object('credentials',"
	    "(SELECT jsonb_agg(c.label ORDER BY x.place)"
	    " FROM range_credential x JOIN credential c"
	    " USING(tenant_id,credential_id) WHERE x.tenant_id=r.tenant_id"
	    " AND x.range_id=r.range_id)))::text,r.block::text FROM range r"
	    " WHERE tenant_id=$1 AND range_id=$2",
	    DB_INT(tenant), DB_INT(id));
	return rc == ERR_OK && db_count(*rows) == 0 ? ERR_NOTFOUND : rc;
}

static int
note(struct db *db, int tenant, int id, const char *action,
    const struct db_rows *was, const char *reason)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = load_json(db, tenant, id, &rows);

	if (rc == ERR_OK) {
		buf_printf(&object, "range/%s", db_text(rows, 0, 1));
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ action, buf_str(&object),
			was == NULL ? NULL : db_text(was, 0, 0),
			db_text(rows, 0, 0), reason });
	}
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

static int
add_credentials(struct db *db, int tenant, const struct range *r)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < r->credentials; i++)
		rc = db_query(db, NULL,
		    "INSERT INTO range_credential(tenant_id,range_id,place,"
		    "credential_id) VALUES($1,$2,$3,$4)",
		    DB_INT(tenant), DB_INT(r->id), DB_INT((int64_t)i + 1),
		    DB_INT(r->credential[i]));
	return rc;
}

int
range_add(struct db *db, int tenant, int realm, struct range *r,
    const struct range_words *words)
{
	char block[PREFIX_TEXT_MAX];
	int64_t id;
	int rc;

	rc = db_next_id(db, tenant, "range", &id);
	if (rc < 0)
		return rc;
	r->id = (int)id;
	rc = db_query(db, NULL,
	    "INSERT INTO range(tenant_id,range_id,realm_id,block,port,label,"
	    "site_id,rate,tags,medical,added,added_by)"
	    " VALUES($1,$2,$3,$4::cidr,$5,$6,$7,$8,"
	    "coalesce(string_to_array($9,','),'{}'),$10,$11,session_user)",
	    DB_INT(tenant), DB_INT(r->id), DB_INT(realm),
	    DB_TEXT(prefix_format(&r->block, block)), DB_INT(r->port),
	    DB_TEXT(words->label),
	    r->site_id == 0 ? DB_NULL : DB_INT(r->site_id), DB_INT(r->rate),
	    DB_TEXT(words->tags), DB_BOOL(r->medical), DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = add_credentials(db, tenant, r);
	if (rc == ERR_OK)
		rc = note(db, tenant, r->id, "range.add", NULL, words->reason);
	return rc;
}

int
range_approve(struct db *db, int tenant, int id, const char *reason)
{
	struct db_rows *was = NULL;
	int rc = load_json(db, tenant, id, &was);

	if (rc == ERR_OK)
		rc = db_query(db, NULL, "SELECT range_approve($1,$2,$3)",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(reason));
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "range.approve", was, reason);
	db_rows_free(was);
	return rc;
}

int
range_approval(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT medical,approved,approved_by,approval FROM range"
	    " WHERE tenant_id=$1 AND range_id=$2",
	    DB_INT(tenant), DB_INT(id));
}

int
range_remove(struct db *db, int tenant, int id, const char *reason)
{
	struct db_rows *was = NULL;
	int rc = load_json(db, tenant, id, &was);

	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE range SET removed=$3 WHERE tenant_id=$1"
		    " AND range_id=$2 AND removed IS NULL",
		    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "range.remove", was, reason);
	db_rows_free(was);
	return rc;
}

int
range_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT r.block::text,r.label,m.name,"
	    "(SELECT json_agg(c.label ORDER BY x.place)"
	    " FROM range_credential x JOIN @credential($2) c"
	    " USING(tenant_id,credential_id) WHERE x.tenant_id=r.tenant_id"
	    " AND x.range_id=r.range_id AND c.removed IS "
	    "NULL)::text,s.name,r.rate,r.port,r.medical,"
	    "r.approved,r.approved_by,r.approval,array_to_json(r.tags)::text,"
	    "r.added,r.added_by FROM @range($2) r"
	    " JOIN realm m USING(tenant_id,realm_id)"
	    " LEFT JOIN site s USING(tenant_id,site_id)"
	    " WHERE r.tenant_id=$1 AND r.added<=$2 AND r.removed IS NULL"
	    " ORDER BY m.name,r.block");
}

int
credential_kinds(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT credential_id,label,kind,"
	    "auth IS NOT NULL AND auth<>'none',"
	    "priv IS NOT NULL AND priv<>'none' FROM credential"
	    " WHERE tenant_id=$1 AND removed IS NULL ORDER BY credential_id",
	    DB_INT(tenant));
}

const char range_load_sql[] =
    "SELECT r.range_id,r.block::text,r.port,r.rate,r.site_id,"
    "r.medical,r.approved IS NOT NULL,x.credential_id FROM range r"
    " LEFT JOIN range_credential x USING(tenant_id,range_id)"
    " WHERE r.tenant_id=$1 AND r.realm_id=$2 AND r.removed IS NULL"
    " ORDER BY r.range_id,x.place";

static bool
take_row(const struct db_rows *rows, size_t i, struct range *r)
{
	*r = (struct range){ .id = (int)db_int(rows, i, 0),
		.port = (int)db_int(rows, i, 2),
		.rate = (int)db_int(rows, i, 3),
		.site_id = (int)db_int(rows, i, 4),
		.medical = db_bool(rows, i, 5),
		.approved = db_bool(rows, i, 6) };
	return prefix_parse(db_text(rows, i, 1), &r->block) == ERR_OK;
}

/* A row for each credential of a range, or one without; by range and place. */
size_t
range_take(const struct db_rows *rows, struct range **out)
{
	struct range *list = mem_new(db_count(rows) + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < db_count(rows); i++) {
		if ((n == 0 || list[n - 1].id != db_int(rows, i, 0)) &&
		    !take_row(rows, i, &list[n++]))
			n--;
		if (n > 0 && list[n - 1].id == db_int(rows, i, 0) &&
		    !db_is_null(rows, i, 7) &&
		    list[n - 1].credentials < OFFERS_MAX)
			list[n - 1].credential[list[n - 1].credentials++] =
			    (int)db_int(rows, i, 7);
	}
	*out = list;
	return n;
}

int
range_load(
    struct db *db, int tenant, int realm, struct range **out, size_t *count)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows, range_load_sql, DB_INT(tenant), DB_INT(realm));
	if (rc == ERR_OK)
		*count = range_take(rows, out);
	db_rows_free(rows);
	return rc;
}
