/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/change_strays.h"

#include "lib/base/clock.h"
#include "lib/store/db.h"

/*
 * The first that the trail has of each kind: what is older was there before the
 * trail had verdicts.
 */
#define STEPS                                                           \
	"noted AS(SELECT detail::jsonb AS d,object FROM change"         \
	" WHERE tenant_id=$1 AND starts_with(action,'verdict.')),"      \
	"step AS(SELECT step(t) AS d FROM transition t"                 \
	" WHERE tenant_id=$1 AND transition_id>=(SELECT"                \
	" min((d->>'step')::bigint) FROM noted)),"                      \
	"lost AS(SELECT (n.d->>'step')::bigint AS id,n.object FROM"     \
	" noted n WHERE NOT EXISTS(SELECT FROM step s WHERE s.d=n.d))," \
	"other AS(SELECT (s.d->>'step')::bigint AS id FROM step s"      \
	" WHERE NOT EXISTS(SELECT FROM noted n WHERE n.d=s.d)),"

#define PROOFS                                                            \
	"kept AS(SELECT detail::jsonb AS d,object,at FROM change"         \
	" WHERE tenant_id=$1 AND action='evidence.keep'),"                \
	"proof AS(SELECT proof(e) AS d FROM evidence e"                   \
	" WHERE tenant_id=$1 AND evidence_id>=(SELECT"                    \
	" min((d->>'evidence')::bigint) FROM kept)),"                     \
	"gone AS(SELECT (k.d->>'evidence')::bigint AS id,k.object,"       \
	"k.at>$3::timestamptz-(SELECT keep FROM retention WHERE "         \
	"kind='evidence')+interval '1 day'"                               \
	" AS early FROM"                                                  \
	" kept k WHERE NOT EXISTS(SELECT FROM proof p WHERE p.d=k.d)),"   \
	"strange AS(SELECT (p.d->>'evidence')::bigint AS id FROM proof p" \
	" WHERE NOT EXISTS(SELECT FROM kept k WHERE k.d=p.d))"

/*
 * Of a patch, what its own edits say: not what follows from other entries, as
 * it does that a deadline by hand ends once the policy's is earlier.
 */
#define WATCHED                                                      \
	"(l.what<>'patch' OR l.key IN('priority','known_exploited'," \
	"'released','advised','registered','deadline','status',"     \
	"'title','owner') AND NOT(l.key='deadline' AND "             \
	"s.held->'deadline'='null'))"                                \
	" AND s.held?l.key"

/*
 * What the trail says last of each value of a row, since the row was added
 * under the name that it has and until another was: the trail names rows, and a
 * name may be another's before and after. Of a row that was renamed, or whose
 * name was given to another, it does not say which is meant: it is left out.
 */
#define SAID                                                              \
	"said AS MATERIALIZED(SELECT seq,action,object,"                  \
	"detail::jsonb->'new' AS new FROM change"                         \
	" WHERE tenant_id=$1"                                             \
	" AND action IN('device.add','device.edit','device.retire',"      \
	"'patch.add','patch.edit','patch.withdraw','patch.reopen',"       \
	"'patch.approve','exception.request','exception.extend',"         \
	"'exception.approve','exception.refuse','policy.set')),"          \
	"stands AS(SELECT 'device' AS what,device_id::bigint AS id,"      \
	"'device/'||name AS object,to_jsonb(d) AS held FROM device d"     \
	" WHERE tenant_id=$1"                                             \
	" UNION ALL SELECT 'patch',patch_id,'patch/'||reference,"         \
	"to_jsonb(p) FROM patch p WHERE tenant_id=$1"                     \
	" UNION ALL SELECT 'exception',exception_id,"                     \
	"'exception/'||exception_id,to_jsonb(x) FROM exception x"         \
	" WHERE tenant_id=$1),"                                           \
	"added AS(SELECT object,seq,"                                     \
	"(new->>(split_part(object,'/',1)||'_id'))::bigint AS id,"        \
	"lead(seq) OVER(PARTITION BY object ORDER BY seq) AS next"        \
	" FROM said WHERE action IN('device.add','patch.add',"            \
	"'exception.request','exception.extend')),"                       \
	"renamed AS(SELECT seq,object,split_part(object,'/',1)||'/'||"    \
	"coalesce(new->>'name',new->>'reference') AS became FROM said"    \
	" WHERE action='device.edit' AND new?'name'"                      \
	" OR action='patch.edit' AND new?'reference'),"                   \
	"begun AS(SELECT DISTINCT ON(s.what,s.id,s.object) s.what,s.id,"  \
	"s.object,a.seq,a.next FROM stands s JOIN added a"                \
	" USING(object,id) WHERE NOT EXISTS(SELECT FROM renamed r"        \
	" WHERE r.seq>a.seq AND (a.next IS NULL OR r.seq<a.next)"         \
	" AND s.object IN(r.object,r.became))"                            \
	" ORDER BY s.what,s.id,s.object,a.seq DESC),"                     \
	"latest AS(SELECT DISTINCT ON(b.what,b.id,v.key) b.what,b.id,"    \
	"v.key,v.value FROM begun b JOIN said a ON a.object=b.object"     \
	" AND a.seq>=b.seq AND (b.next IS NULL OR "                       \
	"a.seq<b.next),jsonb_each(a.new) v"                               \
	" ORDER BY b.what,b.id,v.key,a.seq DESC),"                        \
	"edited AS(SELECT DISTINCT what,id,s.object FROM latest l"        \
	" JOIN stands s USING(what,id) WHERE " WATCHED                    \
	" AND s.held->l.key IS DISTINCT FROM l.value"                     \
	" UNION SELECT b.what,b.id,b.object FROM begun b"                 \
	" JOIN stands s USING(what,id) CROSS JOIN"                        \
	" (VALUES('approved'),('refused')) k(key) WHERE what='exception'" \
	" AND s.held->>k.key IS NOT NULL AND NOT EXISTS(SELECT FROM"      \
	" latest l WHERE l.what=b.what AND l.id=b.id AND l.key=k.key)),"

/* A version of the policy is what it changes, on top of those before it. */
#define TERMS                                                           \
	"terms AS(SELECT DISTINCT ON(p.version,v.key) p.version,v.key," \
	"v.value,to_jsonb(p) AS held FROM policy p"                     \
	" JOIN said a ON a.action='policy.set'"                         \
	" AND (a.new->>'version')::int<=p.version,jsonb_each(a.new) v"  \
	" WHERE p.tenant_id=$1"                                         \
	" ORDER BY p.version,v.key,(a.new->>'version')::int DESC),"     \
	"moved AS(SELECT DISTINCT version FROM terms WHERE held?key"    \
	" AND held->key IS DISTINCT FROM value),"

/* The last step says how an installation stands. */
#define STANDING                                                    \
	"stood AS(SELECT DISTINCT ON(patch_id,device_id) patch_id," \
	"device_id,to_state FROM transition WHERE tenant_id=$1"     \
	" ORDER BY patch_id,device_id,transition_id DESC),"         \
	"strayed AS(SELECT x.device_id,p.reference,e.name FROM"     \
	" deployment x JOIN stood s USING(patch_id,device_id)"      \
	" JOIN patch p USING(tenant_id,patch_id)"                   \
	" JOIN device e USING(tenant_id,device_id)"                 \
	" WHERE x.tenant_id=$1 AND x.state<>s.to_state),"

/* A report is what was issued as it; the first ones had no version. */
#define ISSUED                                                                 \
	"issued AS(SELECT object,coalesce(d->>'version',d->>'pdf_sha256') AS " \
	"version,"                                                             \
	"d->>'pdf_sha256' AS pdf,d->>'evidence_sha256' AS evidence"            \
	" FROM(SELECT object,detail::jsonb AS d FROM change"                   \
	" WHERE tenant_id=$1 AND action='report.issue') c),"                   \
	"report_row AS(SELECT report_id,"                                      \
	"'report/'||number||'.'||language AS object,"                          \
	"coalesce(version,encode(pdf_sha256,'hex')) AS version,"               \
	"encode(pdf_sha256,'hex') AS pdf,"                                     \
	"encode(evidence_sha256,'hex') AS evidence"                            \
	" FROM report WHERE tenant_id=$1),"                                    \
	"document AS(SELECT r.report_id AS id,coalesce(r.object,i.object)"     \
	" AS object,CASE WHEN i.object IS NULL THEN 'unknown'"                 \
	" WHEN r.object IS NULL THEN 'missing' ELSE 'changed' END"             \
	" AS fault FROM report_row r FULL JOIN issued i"                       \
	" ON i.object=r.object AND i.version=r.version"                        \
	" WHERE i.object IS NULL OR r.object IS NULL"                          \
	" OR (i.pdf,i.evidence) IS DISTINCT FROM (r.pdf,r.evidence))"

int
change_strays(struct db *db, int tenant, int64_t most, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH " STEPS PROOFS "," SAID TERMS STANDING ISSUED
	    " SELECT * FROM(SELECT 'verdict' AS what,coalesce(l.id,o.id) AS id,"
	    "l.object,CASE WHEN l.id IS NULL THEN 'unknown'"
	    " WHEN o.id IS NULL THEN 'missing' ELSE 'changed' END AS fault"
	    " FROM lost l FULL JOIN other o ON o.id=l.id"
	    " UNION ALL SELECT 'evidence',coalesce(g.id,s.id),g.object,"
	    "CASE WHEN g.id IS NULL THEN 'unknown'"
	    " WHEN s.id IS NULL THEN 'missing' ELSE 'changed' END"
	    " FROM gone g FULL JOIN strange s ON s.id=g.id"
	    /* Old evidence is removed when its time is over: no fault. */
	    " WHERE s.id IS NOT NULL OR g.early"
	    " UNION ALL SELECT what,id,object,'changed' FROM edited"
	    " UNION ALL SELECT 'policy',version,'policy','changed' FROM moved"
	    " UNION ALL SELECT 'deployment',device_id,"
	    "'deployment/'||reference||'/'||name,'changed' FROM strayed"
	    " UNION ALL SELECT 'report',id,object,fault FROM document"
	    ") x ORDER BY what,id LIMIT $2",
	    DB_INT(tenant), DB_INT(most), DB_TIME(clock_now()));
}
