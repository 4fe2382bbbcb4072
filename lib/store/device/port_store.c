/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/port_store.h"

#include "lib/store/db.h"
#include "lib/store/past.h"

int
port_note(struct db *db, int tenant, int device, int64_t at, const char *listed)
{
	return db_query(db, NULL, "SELECT ports_note($1,$2,$3,$4::jsonb)",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at), DB_TEXT(listed));
}

int
port_list(struct db *db, int tenant, int device, int64_t since, int64_t at,
    bool is_then, struct db_rows **out)
{
	const struct db_arg args[] = { DB_INT(tenant), DB_TIME(at),
		DB_INT(device), DB_TIME(since) };

	return past_run(db, is_then ? at : 0, out,
	    "SELECT v.name,x.label,x.what,x.enabled,x.dark_since,x.dark_days,"
	    "x.linked,x.if_index FROM ("
	    "SELECT device_id,if_index,label,'unused' AS what,true AS enabled,"
	    "dark_since,dark_days,NULL::timestamptz AS linked"
	    " FROM ports_unused($1,$2) UNION ALL"
	    " SELECT device_id,if_index,label,'linked',enabled,dark_since,"
	    "dark_days,linked FROM ports_linked($1,$4,$2)) x"
	    " JOIN @device($2) v ON v.tenant_id=$1"
	    " AND v.device_id=x.device_id WHERE $3 IN(0,x.device_id)"
	    " ORDER BY x.what DESC,v.name,x.if_index,x.linked",
	    sizeof(args) / sizeof(args[0]), args);
}

int
capacity_list(struct db *db, int tenant, int device, int64_t since, int64_t at,
    bool is_then, struct db_rows **out)
{
	const struct db_arg args[] = { DB_INT(tenant), DB_TIME(at),
		DB_INT(device), DB_TIME(since) };

	return past_run(db, is_then ? at : 0, out,
	    "SELECT v.name,c.what,c.hours,c.over,"
	    "round(100.0*c.over/"
	    "c.hours,1),round(c.high::numeric,1),c.threshold,"
	    "c.too_long FROM capacity_of($1,$4,$2) c"
	    " JOIN @device($2) v ON v.tenant_id=$1"
	    " AND v.device_id=c.device_id WHERE $3 IN(0,c.device_id)"
	    " ORDER BY c.too_long DESC,c.over DESC,v.name,c.what",
	    sizeof(args) / sizeof(args[0]), args);
}
