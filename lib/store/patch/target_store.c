/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/target_store.h"

#include "lib/store/db.h"

int
target_store_open(struct db *db, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT DISTINCT t.tenant_id,t.patch_id,t.target,t.scheme,t.low,"
	    "t.high,t.all_branches,v.value FROM patch_target t"
	    " JOIN patch p USING(tenant_id,patch_id)"
	    " JOIN version v ON v.tenant_id=t.tenant_id AND v.kind='product'"
	    " AND v.component='' AND v.until IS NULL"
	    " WHERE t.scheme IS NOT NULL AND p.status='open'"
	    " AND NOT EXISTS(SELECT FROM target_version r"
	    " WHERE r.tenant_id=t.tenant_id AND r.patch_id=t.patch_id"
	    " AND r.target=t.target AND r.value=v.value)"
	    " ORDER BY 1,2,3,8 LIMIT 10000");
}

int
target_store_fixes(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT component,scheme,min_version,max_version,all_branches"
	    " FROM patch_fix WHERE tenant_id=$1 AND patch_id=$2"
	    " AND component='' ORDER BY fix",
	    DB_INT(tenant), DB_INT(patch));
}

/* Another process, or a fix set that became another, may have been first. */
int
target_store_put(struct db *db, const struct target_found *f)
{
	return db_query(db, NULL,
	    "INSERT INTO target_version(tenant_id,patch_id,target,value,joins,"
	    "stays,why) SELECT $1,$2,$3,$4,$5,$6,$7 FROM patch_target t"
	    " WHERE t.tenant_id=$1 AND t.patch_id=$2 AND t.target=$3"
	    " ON CONFLICT DO NOTHING",
	    DB_INT(f->tenant), DB_INT(f->patch), DB_INT(f->target),
	    DB_TEXT(f->value), DB_BOOL(f->joins), DB_BOOL(f->stays),
	    DB_TEXT(f->why));
}
