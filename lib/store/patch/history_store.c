/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/history_store.h"

#include "lib/store/db.h"

/* Each part gives at, step, what, actor, evidence. */

#define REGISTERED                                                          \
	"SELECT p.released,'released','by the vendor',NULL,NULL::bigint[]"  \
	" FROM p WHERE p.released IS NOT NULL"                              \
	" UNION ALL SELECT p.advised,'advised',concat_ws(' ','by a CSIRT'," \
	"p.advisory),NULL,NULL FROM p WHERE p.advised IS NOT NULL"          \
	" UNION ALL SELECT p.registered,'registered',p.title,c.actor,NULL"  \
	" FROM p LEFT JOIN LATERAL (SELECT actor FROM change c"             \
	" WHERE c.tenant_id=p.tenant_id AND c.object='patch/'||p.reference" \
	" AND c.action='patch.add' ORDER BY seq LIMIT 1) c ON true"

#define ASSESSED                                                              \
	" UNION ALL SELECT a.at,'assessed',a.priority||CASE"                  \
	" WHEN a.priority<>a.proposed THEN ' (the policy proposes '||"        \
	"a.proposed||'; '||a.reason||')' ELSE '' END||': '||a.rule||CASE"     \
	" WHEN a.lowers THEN '; stays '||a.was||' until somebody agrees'"     \
	" ELSE '' END,a.actor,NULL FROM assessment a JOIN p"                  \
	" USING(tenant_id,patch_id)"                                          \
	" UNION ALL SELECT a.approved,'agreed','to '||a.priority,"            \
	"a.approved_by,NULL FROM assessment a JOIN p"                         \
	" USING(tenant_id,patch_id) WHERE a.approved IS NOT NULL"             \
	" UNION ALL SELECT m.at,'mitigated',concat_ws(': ',d.name,m.measure)" \
	",m.actor,NULL FROM mitigation m JOIN p USING(tenant_id,patch_id)"    \
	" LEFT JOIN device d ON d.tenant_id=m.tenant_id"                      \
	" AND d.device_id=m.device_id"                                        \
	" UNION ALL SELECT m.ended,'mitigation ended',m.ended_why,m.ended_by" \
	",NULL FROM mitigation m JOIN p USING(tenant_id,patch_id)"            \
	" WHERE m.ended IS NOT NULL"

#define TESTED                                                               \
	" UNION ALL SELECT t.at,'tested',coalesce(d.name,t.place)||': "      \
	"function '||t.function||', compatibility '||t.compatibility||', "   \
	"performance '||t.performance,t.actor,NULL FROM pilot t JOIN p"      \
	" USING(tenant_id,patch_id) LEFT JOIN device d"                      \
	" ON d.tenant_id=t.tenant_id AND d.device_id=t.device_id"            \
	" UNION ALL SELECT e.at,'emergency',e.reason,e.actor,NULL"           \
	" FROM emergency e JOIN p USING(tenant_id,patch_id)"                 \
	" UNION ALL SELECT e.approved,'emergency approved',CASE"             \
	" WHEN e.approved>e.due THEN 'too late' END,e.approved_by,NULL"      \
	" FROM emergency e JOIN p USING(tenant_id,patch_id)"                 \
	" WHERE e.approved IS NOT NULL"                                      \
	" UNION ALL SELECT e.due,'overdue','nobody approved the emergency'," \
	"NULL,NULL FROM emergency e JOIN p USING(tenant_id,patch_id)"        \
	" WHERE e.due<now() AND coalesce(e.approved>e.due,true)"

#define PLANNED                                                                \
	" UNION ALL SELECT c.at,'planned',coalesce('from '||to_char("          \
	"(c.d->'new'->>'window_start')::timestamptz AT TIME ZONE p.zone,"      \
	"'YYYY-MM-DD HH24:MI')||coalesce(' on '||json_array_length("           \
	"c.d->'new'->'devices')||' of its devices',''),'no window')"           \
	",c.actor,NULL FROM p JOIN LATERAL (SELECT c.at,c.actor,"              \
	"c.detail::json AS d FROM change c WHERE c.tenant_id=p.tenant_id"      \
	" AND c.object='patch/'||p.reference"                                  \
	" AND c.action IN('patch.add','patch.edit','patch.plan')) c ON"        \
	" (c.d->'new')::jsonb ? 'window_start'"                                \
	" AND (c.d->'new'->>'window_start' IS NOT NULL"                        \
	" OR c.d->'old'->>'window_start' IS NOT NULL)"                         \
	" UNION ALL SELECT c.at,CASE c.action WHEN 'patch.approve' THEN"       \
	" 'approved' WHEN 'patch.withdraw' THEN 'withdrawn'"                   \
	" ELSE 'asked again' END,c.reason,c.actor,NULL FROM change c JOIN p"   \
	" ON c.tenant_id=p.tenant_id AND c.object='patch/'||p.reference"       \
	" AND c.action IN('patch.approve','patch.withdraw','patch.reopen')"    \
	" UNION ALL SELECT i.at,'told',i.who||', '||i.how,i.actor,NULL"        \
	" FROM informed i JOIN p USING(tenant_id,patch_id)"                    \
	" UNION ALL SELECT v.at,'deviation',concat_ws(': ',d.name,v.what)||"   \
	"' ('||v.why||')',v.actor,NULL FROM deviation v JOIN p"                \
	" USING(tenant_id,patch_id) LEFT JOIN device d"                        \
	" ON d.tenant_id=v.tenant_id AND d.device_id=v.device_id"              \
	" UNION ALL SELECT x.requested,'exception asked',x.reason,"            \
	"x.requested_by,NULL FROM exception x JOIN p"                          \
	" USING(tenant_id,patch_id)"                                           \
	" UNION ALL SELECT x.approved,'excepted',x.measure,x.approved_by,NULL" \
	" FROM exception x JOIN p USING(tenant_id,patch_id)"                   \
	" WHERE x.approved IS NOT NULL"

/* In the words of doc/STATES.md, a flag with its sign taken apart. */
#define STEP                                                       \
	"CASE WHEN t.flag LIKE '-%' THEN 'no longer '||"           \
	"substr(t.flag,2) WHEN t.flag IS NOT NULL THEN "           \
	"substr(t.flag,2) WHEN t.cause='registered' THEN 'joined'" \
	" ELSE replace(t.to_state,'_',' ') END"

#define DONE                                                                  \
	" UNION ALL SELECT min(t.at),t.step,CASE WHEN count(DISTINCT "        \
	"d.device_id)>5 THEN"                                                 \
	" count(DISTINCT d.device_id)||' devices' ELSE string_agg(DISTINCT "  \
	"d.name,', ')"                                                        \
	" END||': '||min(t.reason),min(t.actor),"                             \
	"(SELECT array_agg(DISTINCT e ORDER BY e) FROM"                       \
	" unnest(string_to_array(string_agg(nullif(array_to_string("          \
	"t.evidence,','),''),','),',')::bigint[]) e)"                         \
	" FROM (SELECT t.*," STEP " AS step,CASE WHEN t.cause IN('withdrawn'" \
	",'registered') OR t.flag IS NOT NULL THEN t.reason ELSE t.cause"     \
	" END AS alike FROM transition t JOIN p USING(tenant_id,patch_id)) t" \
	" JOIN device d ON d.tenant_id=t.tenant_id"                           \
	" AND d.device_id=t.device_id"                                        \
	" GROUP BY t.step,t.alike,date_trunc('minute',t.at)"                  \
	" UNION ALL SELECT min(c.at),'claimed',CASE WHEN count(DISTINCT "     \
	"d.device_id)>5 THEN"                                                 \
	" count(DISTINCT d.device_id)||' devices' ELSE string_agg(DISTINCT "  \
	"d.name,', ')"                                                        \
	" END||coalesce(': '||min(c.note),''),c.actor,NULL FROM claim c"      \
	" JOIN p USING(tenant_id,patch_id) JOIN device d"                     \
	" ON d.tenant_id=c.tenant_id AND d.device_id=c.device_id"             \
	" GROUP BY c.actor,date_trunc('minute',c.at)"                         \
	" UNION ALL SELECT s.at,s.step,s.reason,s.actor,s.evidence"           \
	" FROM patch_step s JOIN p USING(tenant_id,patch_id)"

int
history_of_patch(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH p AS(SELECT p.*,t.zone FROM patch p JOIN tenant t"
	    " USING(tenant_id) WHERE p.tenant_id=$1 AND p.patch_id=$2)"
	    " SELECT at,step,what,actor,"
	    "array_to_json(evidence::text[])::text FROM (" REGISTERED ASSESSED
		TESTED PLANNED DONE
	    ") h(at,step,what,actor,evidence) ORDER BY at,step,what",
	    DB_INT(tenant), DB_INT(patch));
}
