/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/trap_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
trap_store_list(struct db *db, int tenant, const struct trap_filter *f,
    struct db_rows **out)
{
	return past_query(db, tenant, f->named, out,
	    "SELECT * FROM (SELECT t.at,d.name,t.oid,t.protocol,t.level,"
	    "t.inform,t.uptime_cs,host(t.peer),host(t.agent),t.enterprise,"
	    "t.varbinds FROM trap t JOIN @device($2) d"
	    " ON d.tenant_id=t.tenant_id AND d.device_id=t.device_id"
	    " WHERE t.tenant_id=$1 AND t.at BETWEEN $3 AND "
	    "least($2::timestamptz,$4)"
	    " AND ($5::text IS NULL OR d.name=$5)"
	    " ORDER BY t.at DESC,t.seq DESC LIMIT $6) n ORDER BY at",
	    DB_TIME(f->since), DB_TIME(f->until), DB_TEXT(f->device),
	    DB_INT(f->last));
}

int
trap_store_senders(
    struct db *db, int tenant, int64_t at, int64_t named, struct db_rows **out)
{
	return past_query(db, tenant, named, out,
	    "SELECT CASE WHEN s.address='0.0.0.0' THEN 'others'"
	    " ELSE host(s.address) END,s.reason,d.name,"
	    "CASE WHEN s.last<=x.at THEN s.count END,s.first,"
	    "CASE WHEN s.last<=x.at THEN s.last END,"
	    "r.name FROM trap_sender s"
	    " CROSS JOIN (SELECT least($2::timestamptz,$3) AS at) x LEFT JOIN "
	    "@device($2) d"
	    " ON d.tenant_id=s.tenant_id AND d.device_id=s.device_id"
	    " LEFT JOIN realm r"
	    " ON r.tenant_id=s.tenant_id AND r.realm_id=s.realm_id"
	    " WHERE s.tenant_id=$1 AND s.first<=x.at ORDER BY s.last DESC",
	    DB_TIME(at));
}

int
trap_store_counts(struct db *db, int tenant, struct trap_counts *out)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT coalesce(sum(believed),0),coalesce(sum(refused),0),"
	    "(SELECT max(seen) FROM run WHERE role='trap') FROM trap_tally"
	    " WHERE tenant_id=$1 AND hour>now()-interval '1 d'",
	    DB_INT(tenant));
	if (rc < 0)
		return rc;
	out->believed = db_int(rows, 0, 0);
	out->refused = db_int(rows, 0, 1);
	out->seen = db_time(rows, 0, 2);
	db_rows_free(rows);
	return ERR_OK;
}
