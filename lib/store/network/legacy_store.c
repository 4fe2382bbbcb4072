/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/legacy_store.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

static int
note(struct db *db, int tenant, int64_t id, const char *action,
    const char *old_row, const struct db_rows *rows, const char *reason)
{
	char object[48];

	snprintf(
	    object, sizeof(object), "legacy_permission/%lld", (long long)id);
	return change_rows_add(db, tenant,
	    &(struct change_rows){
		action, object, old_row, db_text(rows, 0, 0), reason });
}

int
legacy_permit(
    struct db *db, int tenant, const struct legacy_permission *p, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_next_id(db, tenant, "legacy_permission", id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO legacy_permission(tenant_id,permission_id,"
		    "granted_by,document,document_sha256,site_id,valid_from,"
		    "valid_until,made,actor) VALUES($1,$2,$3,$4,$5,$6,$7,$8,"
		    "now(),session_user)"
		    " RETURNING row_to_json(legacy_permission)::text",
		    DB_INT(tenant), DB_INT(*id), DB_TEXT(p->granted_by),
		    DB_TEXT(p->document), DB_BYTES(p->sha256, DIGEST_LEN),
		    p->site_id == 0 ? DB_NULL : DB_INT(p->site_id),
		    DB_TIME(p->from), DB_TIME(p->until));
	if (rc == ERR_OK)
		rc = note(
		    db, tenant, *id, "legacy.permit", NULL, rows, p->document);
	db_rows_free(rows);
	return rc;
}

int
legacy_is_permitted(struct db *db, int tenant,
    const struct legacy_permission *p, bool *is_there)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM legacy_permission WHERE tenant_id=$1"
	    " AND granted_by=$2 AND document=$3 AND document_sha256=$4"
	    " AND site_id IS NOT DISTINCT FROM $5 AND valid_until=$6"
	    " AND ended IS NULL",
	    DB_INT(tenant), DB_TEXT(p->granted_by), DB_TEXT(p->document),
	    DB_BYTES(p->sha256, DIGEST_LEN),
	    p->site_id == 0 ? DB_NULL : DB_INT(p->site_id), DB_TIME(p->until));

	return db_has_rows(rc, rows, is_there);
}

static int
read_open(struct db *db, int tenant, int64_t id, char **out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT row_to_json(p)::text FROM legacy_permission p"
	    " WHERE tenant_id=$1 AND permission_id=$2 AND ended IS NULL",
	    DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
legacy_end(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *rows = NULL;
	char *old_row = NULL;
	int rc = read_open(db, tenant, id, &old_row);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE legacy_permission SET ended=now(),"
		    "ended_by=session_user,ended_why=$3 WHERE tenant_id=$1"
		    " AND permission_id=$2 AND ended IS NULL"
		    " RETURNING row_to_json(legacy_permission)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(reason));
	if (rc == ERR_OK && db_count(rows) != 1)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "legacy.end", old_row, rows, reason);
	db_rows_free(rows);
	free(old_row);
	return rc;
}

int
legacy_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT p.permission_id,p.granted_by,p.document,"
	    "coalesce(s.name,'') AS site,p.valid_from,p.valid_until,p.actor,"
	    "CASE WHEN p.ended<=$3 THEN p.ended END,"
	    "CASE WHEN p.ended<=$3 THEN p.ended_by END,"
	    "CASE WHEN p.ended<=$3 THEN p.ended_why END,"
	    "encode(p.document_sha256,'hex'),"
	    "p.made,(SELECT count(*) FROM legacy_test t"
	    " WHERE t.tenant_id=p.tenant_id"
	    " AND t.permission_id=p.permission_id AND t.at<=$3)"
	    " FROM legacy_permission p LEFT JOIN site s "
	    "USING(tenant_id,site_id)"
	    " WHERE p.tenant_id=$1 AND p.made<=$3 AND ($2 OR (p.valid_until>$3"
	    " AND (p.ended IS NULL OR p.ended>$3)))"
	    " ORDER BY p.permission_id",
	    DB_INT(tenant), DB_BOOL(all), DB_TIME(at));
}

int
legacy_results(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT * FROM (SELECT DISTINCT ON(t.device_id) v.name,t.answers,"
	    "array_to_string(t.tried,', '),t.at,t.asked_by,t.permission_id"
	    " FROM legacy_test t JOIN device v USING(tenant_id,device_id)"
	    " WHERE t.tenant_id=$1 AND $2 IN(0,t.device_id) AND t.at<=$3"
	    " ORDER BY t.device_id,t.at DESC) x"
	    " ORDER BY answers='silent',name",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));
}

int
legacy_covered(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.device_id,d.name FROM device d"
	    " CROSS JOIN LATERAL (SELECT legacy_permitted(d.tenant_id,"
	    "d.device_id,now()) AS permission) p"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL"
	    " AND p.permission IS NOT NULL"
	    " AND NOT EXISTS(SELECT FROM legacy_test t"
	    " WHERE t.tenant_id=$1 AND t.device_id=d.device_id"
	    " AND t.permission_id=p.permission) ORDER BY d.name",
	    DB_INT(tenant));
}
