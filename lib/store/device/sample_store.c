/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/sample_store.h"

#include "lib/store/db.h"

#define LAST(column)                                                    \
	"(array_agg(" column " ORDER BY at DESC) FILTER (WHERE " column \
	" IS NOT NULL))[1],"

int
sample_store_latest(
    struct db *db, int tenant, int device, int64_t since, struct db_rows **out)
{
	static const char sql[] = "SELECT " LAST("uptime_s") LAST("cpu") LAST(
	    "memory") LAST("temperature") LAST("ports") LAST("ports_up")
	    LAST("errors") LAST("discards") LAST(
		"rtt_us") "max(at)"
			  " FROM (SELECT at,uptime_s,round(cpu::numeric,1) AS "
			  "cpu,"
			  "round(memory::numeric,1) AS memory,"
			  "round(temperature::numeric,1) AS "
			  "temperature,ports,ports_up,"
			  "errors,discards,rtt_us FROM sample WHERE "
			  "tenant_id=$1"
			  " AND device_id=$2 AND at>=$3) s HAVING count(*)>0";

	return db_query(
	    db, out, sql, DB_INT(tenant), DB_INT(device), DB_TIME(since));
}

int
sample_store_list(
    struct db *db, int tenant, int device, int64_t since, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT uptime_s,round(cpu::numeric,1),round(memory::numeric,1),"
	    "round(temperature::numeric,1),ports,ports_up,errors,discards,"
	    "rtt_us,at,skipped FROM sample WHERE tenant_id=$1 AND device_id=$2"
	    " AND at>=$3 ORDER BY at DESC",
	    DB_INT(tenant), DB_INT(device), DB_TIME(since));
}

int
sample_store_interfaces(struct db *db, int tenant, int device, int64_t since,
    bool only_last, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH s AS (SELECT * FROM interface_sample WHERE tenant_id=$1"
	    " AND device_id=$2 AND at>=$3)"
	    " SELECT at,if_index,type,"
	    "coalesce((ARRAY['up','down','testing'])[admin],admin::text),"
	    "coalesce((ARRAY['up','down','testing','unknown','dormant',"
	    "'not present','lower layer down'])[oper],oper::text),speed_mbps,"
	    "(ARRAY['unknown','half','full'])[duplex],in_octets,out_octets,"
	    "in_packets,out_packets,in_errors,out_errors,in_discards,"
	    "out_discards,last_change_cs,discontinuity_cs FROM s"
	    " WHERE NOT $4 OR at=(SELECT max(at) FROM s)"
	    " ORDER BY at DESC,if_index",
	    DB_INT(tenant), DB_INT(device), DB_TIME(since), DB_BOOL(only_last));
}

#define WITH_BEFORE(column) "," column ",lag(" column ") OVER w"

int
sample_store_pairs(struct db *db, int tenant, int device, int64_t since,
    bool only_last, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH p AS (SELECT i.at,lag(i.at) OVER w AS before,if_index,"
	    "speed_mbps" WITH_BEFORE("uptime_s") WITH_BEFORE("discontinuity_cs")
		WITH_BEFORE("in_octets") WITH_BEFORE("out_octets")
		    WITH_BEFORE("in_errors") WITH_BEFORE("out_errors")
			WITH_BEFORE("in_discards") WITH_BEFORE(
			    "out_discards") " FROM interface_sample i LEFT "
					    "JOIN sample s"
					    " USING(tenant_id,device_id,at) "
					    "WHERE tenant_id=$1"
					    " AND device_id=$2 AND i.at>=$3"
					    " WINDOW w AS (PARTITION BY "
					    "if_index ORDER BY i.at))"
					    " SELECT * FROM p WHERE before IS "
					    "NOT NULL"
					    " AND (NOT $4 OR at=(SELECT "
					    "max(at) FROM p))"
					    " ORDER BY at DESC,if_index",
	    DB_INT(tenant), DB_INT(device), DB_TIME(since), DB_BOOL(only_last));
}

int
sample_store_components(struct db *db, int tenant, int device, int64_t since,
    bool only_last, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH s AS (SELECT * FROM component_sample WHERE tenant_id=$1"
	    " AND device_id=$2 AND at>=$3)"
	    " SELECT at,kind,source,component,good,state,value,unit,size,used"
	    " FROM s WHERE NOT $4 OR at=(SELECT max(at) FROM s)"
	    " ORDER BY at DESC,kind,source,length(component),component",
	    DB_INT(tenant), DB_INT(device), DB_TIME(since), DB_BOOL(only_last));
}
