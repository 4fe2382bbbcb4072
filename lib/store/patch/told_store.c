/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/told_store.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

static int
is_deployed(struct db *db, int tenant, int patch, int device)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT 1 FROM deployment WHERE tenant_id=$1 AND patch_id=$2"
	    " AND device_id=$3",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	return rc;
}

int
deviation_add(struct db *db, int tenant, const struct deviation *d)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = ERR_OK;

	if (d->device != 0)
		rc = is_deployed(db, tenant, d->patch, d->device);
	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "deviation", &id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO deviation(tenant_id,deviation_id,patch_id,"
		    "device_id,at,made,actor,what,why)"
		    " VALUES($1,$2,$3,$4,$5,$6,session_user,$7,$8)"
		    " RETURNING row_to_json(deviation)::text",
		    DB_INT(tenant), DB_INT(id), DB_INT(d->patch),
		    d->device == 0 ? DB_NULL : DB_INT(d->device),
		    DB_TIME(d->at), DB_TIME(clock_now()), DB_TEXT(d->what),
		    DB_TEXT(d->why));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.deviation",
			.kind = "deviation",
			.id = id,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
deviation_list(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT v.at,d.name,v.what,v.why,v.actor,v.made,v.deviation_id"
	    " FROM deviation v LEFT JOIN device d USING(tenant_id,device_id)"
	    " WHERE v.tenant_id=$1 AND v.patch_id=$2 ORDER BY v.deviation_id",
	    DB_INT(tenant), DB_INT(patch));
}

int
informed_add(struct db *db, int tenant, int patch, int64_t at, const char *who,
    const char *how)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "informed", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO informed(tenant_id,informed_id,patch_id,at,"
		    "made,actor,who,how,plan_seq)"
		    " SELECT $1,$2,$3,$4,$5,session_user,$6,$7,plan_seq"
		    " FROM patch WHERE tenant_id=$1 AND patch_id=$3"
		    " RETURNING row_to_json(informed)::text",
		    DB_INT(tenant), DB_INT(id), DB_INT(patch), DB_TIME(at),
		    DB_TIME(clock_now()), DB_TEXT(who), DB_TEXT(how));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.informed",
			.kind = "informed",
			.id = id,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
informed_list(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT i.at,i.who,i.how,i.actor,i.plan_seq=p.plan_seq,i.made,"
	    "i.informed_id FROM informed i JOIN patch p"
	    " USING(tenant_id,patch_id) WHERE i.tenant_id=$1"
	    " AND i.patch_id=$2 ORDER BY i.informed_id",
	    DB_INT(tenant), DB_INT(patch));
}
