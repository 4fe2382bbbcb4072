/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/sender_store.h"

#include "lib/store/db.h"

/* Of relayed messages the host is who it is; of others, one of its claims. */
int
sender_store_unknown(struct db *db, int tenant, int64_t since, int64_t until,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT host(m.peer),"
	    "(array_agg(m.host ORDER BY m.rcvd DESC))[1],"
	    "m.certificate,m.relayed,m.transport,count(*),"
	    "count(*) FILTER (WHERE m.severity<=3),min(m.rcvd),max(m.rcvd),"
	    "r.name FROM (SELECT *,'relayed'=ANY(flags) AS relayed"
	    " FROM message WHERE tenant_id=$1 AND device_id IS NULL"
	    " AND rcvd>=$2 AND rcvd<=$3) m LEFT JOIN realm r"
	    " ON r.tenant_id=m.tenant_id AND r.realm_id=m.realm_id"
	    " GROUP BY m.peer,CASE WHEN m.relayed THEN m.host END,"
	    "m.certificate,m.relayed,m.transport,r.name"
	    " ORDER BY max(m.rcvd) DESC",
	    DB_INT(tenant), DB_TIME(since), DB_TIME(until));
}

int
sender_store_find(struct db *db, int tenant, int64_t since, const char *word,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT m.text,m.transport,m.rcvd,d.name,m.certificate,"
	    "'masked'=ANY(m.flags),'relayed'=ANY(m.flags)"
	    " FROM message m LEFT JOIN device d"
	    " ON d.tenant_id=m.tenant_id AND d.device_id=m.device_id"
	    " WHERE m.tenant_id=$1 AND m.rcvd>=$2"
	    " AND position($3 IN m.text)>0",
	    DB_INT(tenant), DB_TIME(since), DB_TEXT(word));
}
