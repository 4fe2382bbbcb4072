/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/inventory_store.h"

#include "lib/store/db.h"

int
inventory_store_list(struct db *db, int tenant,
    const struct inventory_filter *filter, bool by_site, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT st.vendor,st.model,st.profile,st.class,"
	    "CASE WHEN $6 THEN s.name END AS site,v.value,"
	    "array_to_string(v.schemes,','),v.confidence,count(*),"
	    "count(*) FILTER (WHERE st.silent>0),min(v.since),max(v.seen)"
	    " FROM device d"
	    " LEFT JOIN site s USING(tenant_id,site_id)"
	    " LEFT JOIN device_state st USING(tenant_id,device_id)"
	    " LEFT JOIN version v ON v.tenant_id=d.tenant_id"
	    " AND v.device_id=d.device_id AND v.kind='product'"
	    " AND v.component='' AND v.until IS NULL"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL"
	    " AND ($2::text IS NULL OR s.name=$2)"
	    " AND ($3::text IS NULL OR lower(st.vendor)=lower($3))"
	    " AND ($4::text IS NULL OR st.class=$4)"
	    " AND ($5::text IS NULL OR $5=ANY(d.tags))"
	    " GROUP BY 1,2,3,4,5,6,7,8"
	    " ORDER BY st.vendor NULLS LAST,st.model NULLS LAST,"
	    "site NULLS FIRST,count(*) DESC,v.value",
	    DB_INT(tenant), DB_TEXT(filter->site), DB_TEXT(filter->vendor),
	    DB_TEXT(filter->class), DB_TEXT(filter->tag), DB_BOOL(by_site));
}

int
inventory_store_history(struct db *db, int tenant, int device, bool packages,
    int most, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,component,value,serial,since,until,seen,confidence,"
	    "profile,encode(profile_sha256,'hex'),oid,raw,journal::text,seq"
	    " FROM version WHERE tenant_id=$1 AND device_id=$2"
	    " AND ($3 OR kind<>'package')"
	    " ORDER BY since DESC,kind,component LIMIT $4",
	    DB_INT(tenant), DB_INT(device), DB_BOOL(packages), DB_INT(most));
}

int
inventory_store_events(
    struct db *db, int tenant, int device, int most, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT at,kind,source,expected,detail FROM event"
	    " WHERE tenant_id=$1 AND device_id=$2"
	    " ORDER BY at DESC,event_id DESC LIMIT $3",
	    DB_INT(tenant), DB_INT(device), DB_INT(most));
}
