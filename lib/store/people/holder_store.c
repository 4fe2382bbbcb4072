/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/people/holder_store.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/refused.h"

static int
note(struct db *db, int tenant, const char *action, const char *login,
    const char *old_row, const char *new_row, const char *reason)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "user/%s", login);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){
		action, buf_str(&object), old_row, new_row, reason });
	buf_free(&object);
	return rc;
}

/* "{1,2}", or NULL for the whole organisation. */
static const char *
site_array(const struct holder *h, struct buf *out)
{
	if (h->sites == NULL)
		return NULL;
	buf_add_u8(out, '{');
	for (size_t i = 0; i < h->n_sites; i++)
		buf_printf(out, "%s%d", i > 0 ? "," : "", h->sites[i]);
	buf_add_u8(out, '}');
	return buf_str(out);
}

/* ERR_EXISTS: the same, from now on and for as long. */
static int
is_held(struct db *db, int tenant, const struct holder *h)
{
	struct db_rows *rows = NULL;
	struct buf sites = { 0 };
	int rc;

	if (h->since != DB_NO_TIME)
		return ERR_OK;
	rc = db_query(db, &rows,
	    "SELECT FROM holder WHERE tenant_id=$1 AND login=$2 AND function=$3"
	    " AND name=$4 AND site_ids IS NOT DISTINCT FROM $5::integer[]"
	    " AND party IS NOT DISTINCT FROM $6"
	    " AND mandate IS NOT DISTINCT FROM $7 AND since<=now()"
	    " AND (until IS NULL OR until>now())"
	    " AND until IS NOT DISTINCT FROM $8::timestamptz",
	    DB_INT(tenant), DB_TEXT(h->login),
	    DB_TEXT(function_name(h->function)), DB_TEXT(h->name),
	    DB_TEXT(site_array(h, &sites)), DB_TEXT(h->party),
	    DB_TEXT(h->mandate), DB_TIME(h->until));
	if (rc == ERR_OK && db_count(rows) > 0)
		rc = ERR_EXISTS;
	db_rows_free(rows);
	buf_free(&sites);
	return rc;
}

int
holder_grant(
    struct db *db, int tenant, const struct holder *h, const char *reason)
{
	struct db_rows *rows = NULL;
	struct buf sites = { 0 };
	int64_t id;
	int rc = is_held(db, tenant, h);

	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "holder", &id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO holder(tenant_id,holder_id,login,name,"
		    "function,site_ids,party,mandate,mandate_sha256,since,"
		    "until) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,"
		    "coalesce($10,now()),$11)"
		    " RETURNING row_to_json(holder)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(h->login),
		    DB_TEXT(h->name), DB_TEXT(function_name(h->function)),
		    DB_TEXT(site_array(h, &sites)), DB_TEXT(h->party),
		    DB_TEXT(h->mandate),
		    h->mandate == NULL
			? DB_NULL
			: DB_BYTES(h->mandate_sha256, DIGEST_LEN),
		    DB_TIME(h->since), DB_TIME(h->until));
	if (rc == ERR_OK)
		rc = note(db, tenant, "user.grant", h->login, NULL,
		    db_text(rows, 0, 0), reason);
	db_rows_free(rows);
	buf_free(&sites);
	return rc;
}

int
holder_revoke(struct db *db, int tenant, const char *login,
    enum function function, const char *reason)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "WITH was AS(SELECT holder_id,row_to_json(holder)::text AS old"
	    " FROM holder WHERE tenant_id=$1 AND login=$2 AND function=$3)"
	    " UPDATE holder h SET until=now(),ended_by=session_user FROM was"
	    " WHERE h.tenant_id=$1 AND h.holder_id=was.holder_id"
	    " AND (h.until IS NULL OR h.until>now())"
	    " RETURNING was.old,row_to_json(h)::text",
	    DB_INT(tenant), DB_TEXT(login), DB_TEXT(function_name(function)));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = note(db, tenant, "user.revoke", login, db_text(rows, i, 0),
		    db_text(rows, i, 1), reason);
	db_rows_free(rows);
	return rc;
}

int
holder_list(struct db *db, int tenant, const char *login, int64_t as_of,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT h.login,h.name,h.function,"
	    "(SELECT json_agg(s.name ORDER BY s.name)::text FROM site s"
	    " WHERE s.tenant_id=h.tenant_id AND s.site_id=ANY(h.site_ids)),"
	    "h.party,h.mandate,encode(h.mandate_sha256,'hex'),h.since,h.until,"
	    "h.granted,h.granted_by,h.ended_by,"
	    "CASE WHEN h.since>coalesce($3,now()) THEN 'to come'"
	    " WHEN h.until<=coalesce($3,now()) THEN 'ended' ELSE 'holds' END"
	    " FROM holder h WHERE h.tenant_id=$1"
	    " AND ($2::text IS NULL OR h.login=$2)"
	    " AND ($3::timestamptz IS NULL OR (h.since<=$3"
	    " AND (h.until IS NULL OR h.until>$3)))"
	    " ORDER BY h.login,h.since,h.holder_id",
	    DB_INT(tenant), DB_TEXT(login), DB_TIME(as_of));
}

int
holder_note_founder(struct db *db, int tenant)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT login,row_to_json(holder)::text FROM holder"
	    " WHERE tenant_id=$1 ORDER BY holder_id",
	    DB_INT(tenant));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = note(db, tenant, "user.grant", db_text(rows, i, 0), NULL,
		    db_text(rows, i, 1), "set up the organisation");
	db_rows_free(rows);
	return rc;
}

int
holder_now(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT DISTINCT h.function,coalesce(h.party,"
	    "(SELECT string_agg(s.name,', ' ORDER BY s.name) FROM site s"
	    " WHERE s.tenant_id=h.tenant_id AND s.site_id=ANY(h.site_ids)))"
	    " FROM held() h WHERE h.tenant_id=$1 ORDER BY 1,2",
	    DB_INT(tenant));
}

#define NAMES "'board|system_owner|it_staff|process_owner|ciso|supplier'"

int
holder_may_write(
    struct db *db, int tenant, const struct refused *r, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT coalesce((SELECT string_agg(DISTINCT m.name[1],',')"
	    " FROM pg_policies p,regexp_matches("
	    "coalesce(p.with_check,p.qual)," NAMES
	    ",'g') AS m(name) WHERE p.schemaname='patchwacht'"
	    " AND p.tablename=$2"
	    " AND p.policyname=coalesce($3::text,'guard_insert')),''),"
	    "coalesce((SELECT string_agg(DISTINCT h.function,',')"
	    " FROM holder h WHERE h.tenant_id=$1 AND h.login=session_user"
	    " AND h.since<=now() AND (h.until IS NULL OR h.until>now())),''),"
	    "session_user::text",
	    DB_INT(tenant), DB_TEXT(r->table), DB_TEXT(r->policy));
}

int
holder_is_kept_out(
    struct db *db, int tenant, const struct refused *r, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "WITH p AS(SELECT coalesce(with_check,qual) AS rule FROM"
	    " pg_policies WHERE schemaname='patchwacht' AND tablename=$2"
	    " AND policyname=$3),"
	    "may AS(SELECT m.name[1] AS function,"
	    "rule ~ 'sites_as|holds_for|tenants_near' AS by_site"
	    " FROM p,regexp_matches(rule," NAMES ",'g') AS m(name))"
	    " SELECT is_person(session_user) AND EXISTS(SELECT FROM may)"
	    " AND NOT EXISTS(SELECT FROM held() h JOIN may USING(function)"
	    " WHERE h.tenant_id=$1 AND (h.site_ids IS NULL OR by_site))",
	    DB_INT(tenant), DB_TEXT(r->table), DB_TEXT(r->policy));

	if (rc == ERR_OK)
		*out = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}
