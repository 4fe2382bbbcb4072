/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/closing_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/states.h"

#define FINISHED "(" STATES_FINISHED ")"
#define ACTIVE   "(" STATES_ACTIVE ")"

int
closing_find(struct db *db, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT p.tenant_id,p.patch_id,p.reference,p.closed IS NULL"
	    " FROM patch p CROSS JOIN LATERAL (SELECT EXISTS("
	    "SELECT 1 FROM deployment x WHERE x.tenant_id=p.tenant_id"
	    " AND x.patch_id=p.patch_id AND x.state NOT IN" FINISHED
	    ") AS unfinished) u WHERE (p.closed IS NOT NULL AND u.unfinished)"
	    " OR (p.closed IS NULL AND p.status='open' AND NOT u.unfinished"
	    " AND EXISTS(SELECT 1 FROM deployment x"
	    " WHERE x.tenant_id=p.tenant_id AND x.patch_id=p.patch_id"
	    " AND x.state<>'withdrawn')) ORDER BY 1,2");
}

static int
mark(struct db *db, int tenant, int patch, bool close, int64_t at)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "UPDATE patch SET closed=$3 WHERE tenant_id=$1 AND patch_id=$2"
	    " AND (closed IS NULL)=$4 RETURNING 1",
	    DB_INT(tenant), DB_INT(patch), close ? DB_TIME(at) : DB_NULL,
	    DB_BOOL(close));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	return rc;
}

int
closing_take(struct db *db, int tenant, int patch, bool close, int64_t at,
    int policy_version)
{
	int64_t id;
	int rc = mark(db, tenant, patch, close, at);

	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "patch_step", &id);
	if (rc < 0)
		return rc;
	return db_query(db, NULL,
	    "WITH one AS(SELECT x.*,d.name FROM deployment x JOIN device d"
	    " USING(tenant_id,device_id) WHERE x.tenant_id=$1"
	    " AND x.patch_id=$2),"
	    " said AS(SELECT DISTINCT unnest(t.evidence) AS id FROM one x"
	    " CROSS JOIN LATERAL (SELECT evidence FROM transition t"
	    " WHERE t.tenant_id=x.tenant_id AND t.patch_id=x.patch_id"
	    " AND t.device_id=x.device_id AND t.flag IS NULL"
	    " ORDER BY transition_id DESC LIMIT 1) t"
	    " WHERE $4 OR x.state NOT IN" FINISHED "),"
	    " sum AS(SELECT count(*) FILTER(WHERE state<>'withdrawn') AS n,"
	    "jsonb_build_object("
	    "'stable',count(*) FILTER(WHERE state='stable'),"
	    "'already_met',count(*) FILTER(WHERE state='already_met'),"
	    "'withdrawn',count(*) FILTER(WHERE state='withdrawn'),"
	    "'unfinished',count(*) FILTER(WHERE state NOT IN" FINISHED "),"
	    "'in_time',count(*) FILTER(WHERE met_deadline"
	    " AND state<>'withdrawn'),"
	    "'late',count(*) FILTER(WHERE NOT met_deadline"
	    " AND state<>'withdrawn'),"
	    "'new_attempts',count(*) FILTER(WHERE attempt>1),"
	    "'deviations',(SELECT count(*) FROM deviation"
	    " WHERE tenant_id=$1 AND patch_id=$2),"
	    "'emergencies_not_approved',(SELECT count(*) FROM emergency"
	    " WHERE tenant_id=$1 AND patch_id=$2 AND approved IS NULL))"
	    " AS summary,"
	    "string_agg(name||' '||state,', ' ORDER BY name)"
	    " FILTER(WHERE state NOT IN" FINISHED ") AS left FROM one)"
	    " INSERT INTO patch_step(tenant_id,step_id,patch_id,at,step,actor,"
	    "reason,summary,evidence,policy_version)"
	    " SELECT $1,$3,$2,$5,CASE WHEN $4 THEN 'closed' ELSE 'reopened'"
	    " END,'patchwacht',CASE WHEN $4 THEN 'nothing is left to do on '||"
	    "n||CASE n WHEN 1 THEN ' device' ELSE ' devices' END"
	    " ELSE left(\"left\",400) END,summary,"
	    "coalesce((SELECT array_agg(id ORDER BY id) FROM said),'{}'),$6"
	    " FROM sum",
	    DB_INT(tenant), DB_INT(patch), DB_INT(id), DB_BOOL(close),
	    DB_TIME(at), DB_INT(policy_version));
}

int
vulnerability_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "WITH pair AS(SELECT v.name,x.device_id,"
	    "bool_or(x.state IN" ACTIVE ") AS closed,max(x.reopened) AS again,"
	    "min(x.deadline) AS deadline,bool_or(p.known_exploited) AS known,"
	    "array_agg(p.reference) AS patches FROM @patch($2) p"
	    " JOIN @deployment($2) x USING(tenant_id,patch_id)"
	    " CROSS JOIN LATERAL unnest(p.vulnerabilities) v(name)"
	    " WHERE p.tenant_id=$1 AND x.state<>'withdrawn'"
	    " AND p.registered<=$2 GROUP BY 1,2)"
	    " SELECT name,CASE WHEN count(*) FILTER(WHERE NOT closed)=0"
	    " THEN 'closed' WHEN max(again) FILTER(WHERE NOT closed)"
	    " IS NOT NULL THEN 'open again' ELSE 'open' END,count(*),"
	    "count(*) FILTER(WHERE NOT closed),"
	    "max(again) FILTER(WHERE NOT closed),"
	    "min(deadline) FILTER(WHERE NOT closed),bool_or(known),"
	    "(SELECT array_to_json(array_agg(DISTINCT r))::text"
	    " FROM pair q,unnest(q.patches) r WHERE q.name=pair.name)"
	    " FROM pair GROUP BY name"
	    " ORDER BY count(*) FILTER(WHERE NOT closed)=0,bool_or(known) DESC,"
	    "6,name");
}
