/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/structure/structure_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"

int
structure_moment_find(struct db *db, int tenant, int device, int64_t from,
    int64_t upto, struct structure_moment *out)
{
	struct db_rows *rows = NULL;
	/* A reading in several records has its measurements at its first. */
	int rc = db_query(db, &rows,
	    "WITH r AS (SELECT at,plan FROM reading x WHERE tenant_id=$1"
	    " AND device_id=$2 AND at BETWEEN $3 AND $4"
	    " AND outcome='answered'),"
	    " m AS (SELECT at,plan FROM r WHERE plan<>'identity' AND EXISTS("
	    "SELECT FROM sample s WHERE s.at=r.at AND s.tenant_id=$1"
	    " AND s.device_id=$2) ORDER BY at DESC LIMIT 200)"
	    " SELECT (SELECT max(at) FROM (SELECT max(at) AS at FROM r"
	    " WHERE plan='identity' UNION ALL SELECT max(at) FROM m"
	    " WHERE plan='snapshot') n),(SELECT max(at) FROM m),"
	    "(SELECT max(at) FROM m WHERE plan='snapshot')",
	    DB_INT(tenant), DB_INT(device), DB_TIME(from), DB_TIME(upto));

	if (rc < 0)
		return rc;
	*out = (struct structure_moment){ 0 };
	if (!db_is_null(rows, 0, 0))
		out->named = db_time(rows, 0, 0);
	if (!db_is_null(rows, 0, 1))
		out->measured = db_time(rows, 0, 1);
	if (!db_is_null(rows, 0, 2))
		out->whole = db_time(rows, 0, 2);
	db_rows_free(rows);
	return ERR_OK;
}

int
structure_ports(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT if_index,type,admin,oper,speed_mbps,duplex"
	    " FROM interface_sample WHERE tenant_id=$1 AND device_id=$2"
	    " AND at=$3 ORDER BY if_index",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));
}

int
structure_components(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,source,component,state,good,value,unit,size"
	    " FROM component_sample WHERE tenant_id=$1 AND device_id=$2"
	    " AND at=$3 ORDER BY source,component",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));
}
