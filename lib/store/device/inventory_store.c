/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/inventory_store.h"

#include "lib/store/db.h"
#include "lib/store/past.h"

#define SEEN "still(v.seen,st.said_at,st.same_at)"

int
inventory_store_list(struct db *db, int tenant,
    const struct inventory_filter *f, bool by_site, int64_t at,
    struct db_rows **out)
{
	/* Who was silent then is not kept. */
	return past_query(db, tenant, at, out,
	    "SELECT st.vendor,st.model,st.profile,st.class,"
	    "CASE WHEN $7 THEN s.name END AS site,v.value,"
	    "array_to_string(v.schemes,','),v.confidence,count(*),"
	    "CASE WHEN $8 THEN count(*) FILTER (WHERE st.silent>0) END,"
	    "min(v.since),max(" SEEN ") FILTER (WHERE " SEEN "<=$2)"
	    " FROM @device($2) d"
	    " LEFT JOIN site s USING(tenant_id,site_id)"
	    " LEFT JOIN @device_state($2) st USING(tenant_id,device_id)"
	    " LEFT JOIN version v ON v.tenant_id=d.tenant_id"
	    " AND v.device_id=d.device_id AND v.kind='product'"
	    " AND v.component='' AND v.since<=$2"
	    " AND (v.until IS NULL OR v.until>$2)"
	    " WHERE d.tenant_id=$1 AND d.retired IS NULL"
	    " AND ($3::text IS NULL OR s.name=$3)"
	    " AND ($4::text IS NULL OR lower(st.vendor)=lower($4))"
	    " AND ($5::text IS NULL OR st.class=$5)"
	    " AND ($6::text IS NULL OR $6=ANY(d.tags))"
	    " GROUP BY 1,2,3,4,5,6,7,8"
	    " ORDER BY st.vendor NULLS LAST,st.model NULLS LAST,"
	    "site NULLS FIRST,count(*) DESC,v.value",
	    DB_TEXT(f->site), DB_TEXT(f->vendor), DB_TEXT(f->class),
	    DB_TEXT(f->tag), DB_BOOL(by_site), DB_BOOL(at == 0));
}

int
inventory_store_history(struct db *db, int tenant, int device, bool packages,
    int most, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,component,value,v.serial,v.since,until,"
	    "CASE WHEN until IS NULL"
	    " THEN still(seen,z.said_at,z.same_at) ELSE seen END,confidence,"
	    "v.profile,encode(profile_sha256,'hex'),oid,raw,journal::text,seq"
	    " FROM version v LEFT JOIN device_state z"
	    " USING(tenant_id,device_id) WHERE tenant_id=$1 AND device_id=$2"
	    " AND ($3 OR kind<>'package')"
	    " ORDER BY v.since DESC,kind,component LIMIT $4",
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
