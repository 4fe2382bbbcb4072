/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/deployment_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/late_sql.h"

/* What is shown of deployments and of what they rest on. */

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define COLUMNS(last_old, at)                                               \
	"SELECT p.reference,d.name,s.name,p.priority,x.state,x.level,"      \
	"concat_ws(', ',CASE WHEN " IS_LATE("x", at) " THEN 'overdue' END," \
	"CASE WHEN " IS_EXCEPTED("x") " THEN 'excepted' END,"               \
	"CASE WHEN x.conflicting THEN 'conflicting' END,"                   \
	"CASE WHEN x.paused THEN 'paused' END),"                            \
	"x.deadline,x.running,x.reason,p.title,x.attempt,"                  \
	IS_LATE("x", at) "," IS_EXCEPTED("x") ",x.conflicting,x.paused,"    \
	"x.created,x.clock_start,x.clock_basis,x.window_start,"             \
	"x.window_end,x.claimed,x.claimed_by," last_old ",x.seen,"          \
	"x.confirmed,x.met_deadline,x.first_late,x.observe_from,"           \
	"x.observe_until,x.closed,x.reopened,x.protocol,x.security_level,"  \
	"x.profile_tested,x.policy_version"

/*
 * The last reading of an old version moves without being kept: of an earlier
 * moment, one that came later is not known.
 */
#define LAST_OLD "still(x.last_old,z.said_at,z.same_at)"
#define STATE                                                  \
	" LEFT JOIN device_state z ON z.tenant_id=x.tenant_id" \
	" AND z.device_id=x.device_id"

static const char shown[] =
	COLUMNS(LAST_OLD, "now()")
	" FROM deployment x JOIN patch p USING(tenant_id,patch_id)"
	" JOIN device d USING(tenant_id,device_id)"
	" LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"
	STATE LATE_JOIN("x", "exception", "now()")
	" WHERE x.tenant_id=$1 AND x.patch_id=$2 AND x.device_id=$3";

static const char listed[] =
	COLUMNS("CASE WHEN " LAST_OLD "<=$8 THEN " LAST_OLD " END", "$8")
	" FROM @deployment($8) x JOIN @patch($8) p USING(tenant_id,patch_id)"
	" JOIN @device($8) d USING(tenant_id,device_id)"
	" LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"
	STATE LATE_JOIN("x", "@exception($8)", "$8")
	" WHERE x.tenant_id=$1"
	" AND ($2::text IS NULL OR p.reference=$2)"
	" AND ($3::text IS NULL OR d.name=$3)"
	" AND ($4::text IS NULL OR s.name=$4)"
	" AND ($5::text IS NULL OR x.state=$5)"
	" AND (NOT $6 OR x.state NOT IN(" STATES_SOUND ",'withdrawn'))"
	" AND (NOT $7 OR " IS_LATE("x", "$8") ")"
	" AND (x.state<>'withdrawn' OR $5 IS NOT NULL)"
	" ORDER BY " IS_LATE("x", "$8") " DESC,"
	"array_position(ARRAY['critical','high','medium','low'],p.priority),"
	"x.deadline,p.reference,d.name";

/* clang-format on */

int
deployment_store_list(struct db *db, int tenant,
    const struct deployment_filter *f, struct db_rows **out)
{
	char *sql = past_sql(listed, f->at != 0);
	int rc = db_query(db, out, sql, DB_INT(tenant), DB_TEXT(f->patch),
	    DB_TEXT(f->device), DB_TEXT(f->site), DB_TEXT(f->state),
	    DB_BOOL(f->open), DB_BOOL(f->late),
	    DB_TIME(f->at != 0 ? f->at : clock_now()));

	free(sql);
	return rc;
}

int
deployment_store_show(
    struct db *db, int tenant, int patch, int device, struct db_rows **out)
{
	return db_query(
	    db, out, shown, DB_INT(tenant), DB_INT(patch), DB_INT(device));
}

int
deployment_store_transitions(
    struct db *db, int tenant, int patch, int device, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT at,from_state,to_state,flag,level,cause,reason,"
	    "array_to_json(evidence::text[])::text,actor,attempt,"
	    "policy_version,transition_id FROM transition WHERE tenant_id=$1"
	    " AND patch_id=$2 AND device_id=$3 ORDER BY transition_id",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device));
}

/*
 * A line for the product and for each of its parts that was looked at. What
 * people said and what only the clock said stands where a raw value would.
 */
#define LINES                                                           \
	"(SELECT '' AS part,e.content->>'value' AS value,"              \
	"e.content->>'oid' AS oid,coalesce(e.content->>'raw',"          \
	"e.content->>'note',e.content->>'cause') AS raw UNION ALL"      \
	" SELECT concat_ws(':',c->>'kind',nullif(c->>'component',''))," \
	"c->>'value',c->>'oid',c->>'raw' FROM"                          \
	" jsonb_array_elements(e.content->'components') c) l"

/* Whether a line is of what the patch fixes, or there is no line to choose. */
#define OF_PATCH                                                  \
	"(NOT e.content ? 'components' OR EXISTS(SELECT 1 FROM"   \
	" patch_fix f WHERE f.tenant_id=$1 AND f.patch_id=$2 AND" \
	" (f.component=l.part OR (f.component<>'' AND"            \
	" starts_with(l.part,f.component||':')))))"

int
deployment_store_evidence(
    struct db *db, int tenant, int patch, int device, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT e.evidence_id,e.kind,e.at,l.part,l.value,l.oid,l.raw,"
	    "coalesce(e.content->>'profile',e.content->>'actor')"
	    " FROM evidence e CROSS JOIN LATERAL " LINES
	    " WHERE e.tenant_id=$1 AND (e.evidence_id IN("
	    "SELECT unnest(evidence) FROM transition WHERE tenant_id=$1"
	    " AND patch_id=$2 AND device_id=$3) OR (e.kind='claim'"
	    " AND e.device_id=$3 AND (e.content->>'patch_id')::integer=$2))"
	    " AND " OF_PATCH " ORDER BY e.evidence_id,l.part",
	    DB_INT(tenant), DB_INT(patch), DB_INT(device));
}

int
evidence_store_show(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT e.evidence_id,e.kind,e.at,d.name,"
	    "coalesce(e.content->>'profile',e.content->>'actor'),"
	    "e.content->>'protocol',e.content->>'level',"
	    "e.content->>'address',e.content->>'function',"
	    "e.content->>'note',e.kept,e.journal::text,e.seq,"
	    "encode(e.sha256,'hex'),octet_length(e.bytes),"
	    "sha256(e.bytes)=e.sha256,e.content::text,encode(e.bytes,'hex')"
	    " FROM evidence e LEFT JOIN device d ON d.tenant_id=e.tenant_id"
	    " AND d.device_id=e.device_id WHERE e.tenant_id=$1"
	    " AND e.evidence_id=$2",
	    DB_INT(tenant), DB_INT(id));
}

int
evidence_store_lines(
    struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT l.part,l.value,l.oid,l.raw FROM evidence e"
	    " CROSS JOIN LATERAL " LINES " WHERE e.tenant_id=$1"
	    " AND e.evidence_id=$2 AND l.raw IS NOT NULL ORDER BY l.part",
	    DB_INT(tenant), DB_INT(id));
}
