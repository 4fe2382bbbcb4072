/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/deployment_store.h"

#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/model/deployment.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/late_sql.h"

/* What is shown of deployments and of what they rest on. */

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define COLUMNS(last_old)                                                   \
	"SELECT x.reference,x.name,x.site,x.priority,x.state,x.level,"      \
	"concat_ws(', ',CASE WHEN x.late THEN 'overdue' END,"               \
	"CASE WHEN x.excused THEN 'excepted' END,"                          \
	"CASE WHEN x.conflicting THEN 'conflicting' END,"                   \
	"CASE WHEN x.paused THEN 'paused' END),"                            \
	"x.deadline,x.running,x.reason,x.title,x.attempt,"                  \
	"x.late,x.excused,x.conflicting,x.paused,"                          \
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
	COLUMNS(LAST_OLD)
	" FROM (SELECT x.*,p.reference,p.title,p.priority,"
	IS_LATE("x", "now()") " AS late," IS_EXCEPTED("x") " AS excused,"
	"d.name,s.name AS site"
	" FROM deployment x JOIN patch p USING(tenant_id,patch_id)"
	" JOIN device d USING(tenant_id,device_id)"
	" LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"
	LATE_JOIN("x", "exception", "now()")
	" WHERE x.tenant_id=$1 AND x.patch_id=$2 AND x.device_id=$3) x"
	STATE;

/*
 * Of a list with an end only those that are chosen are joined with all that is
 * shown of them, and wide rows are not sorted.
 */
#define RANK                                                            \
	"array_position(ARRAY['critical','high','medium','low'],"       \
	"p.priority)"
#define LISTED(first)                                                   \
	COLUMNS("CASE WHEN " LAST_OLD "<=$8 THEN " LAST_OLD " END")     \
	" FROM (SELECT x.*,p.reference,p.title,p.priority,"             \
	RANK " AS rank," IS_LATE("x", "$8") " AS late,"                 \
	IS_EXCEPTED("x") " AS excused,d.name,s.name AS site"            \
	" FROM @deployment($8) x"                                       \
	" JOIN @patch($8) p USING(tenant_id,patch_id)"                  \
	" JOIN @device($8) d USING(tenant_id,device_id)"                \
	" LEFT JOIN site s ON s.tenant_id=d.tenant_id"                  \
	" AND s.site_id=d.site_id"                                      \
	LATE_JOIN("x", "@exception($8)", "$8")                          \
	" WHERE x.tenant_id=$1"                                         \
	" AND ($2::text IS NULL OR p.reference=$2)"                     \
	" AND ($3::text IS NULL OR d.name=$3)"                          \
	" AND ($4::text IS NULL OR s.name=$4)"                          \
	" AND ($5::text IS NULL OR x.state=$5)"                         \
	" AND (NOT $6 OR x.state NOT IN(" STATES_SOUND ",'withdrawn'))" \
	" AND ($7::text<>'late' OR " IS_LATE("x", "$8") ")"             \
	" AND ($7::text<>'rest' OR NOT " IS_LATE("x", "$8") ")"         \
	" AND (x.state<>'withdrawn' OR $5 IS NOT NULL)" first ") x"     \
	STATE " ORDER BY x.late DESC,x.rank,x.deadline,x.reference,x.name"

static const char all[] = LISTED("");
static const char some[] = LISTED(
	" ORDER BY rank,x.deadline,p.reference,d.name LIMIT $9");

/* clang-format on */

enum { ARGS = 9 };

static void
set_args(int tenant, const struct deployment_filter *f, const char *which,
    struct db_arg args[ARGS])
{
	args[0] = DB_INT(tenant);
	args[1] = DB_TEXT(f->patch);
	args[2] = DB_TEXT(f->device);
	args[3] = DB_TEXT(f->site);
	args[4] = DB_TEXT(f->state);
	args[5] = DB_BOOL(f->open);
	args[6] = DB_TEXT(which);
	args[7] = DB_TIME(past_moment(f->at));
}

int
deployment_store_list(struct db *db, int tenant,
    const struct deployment_filter *f, struct db_rows **out)
{
	struct db_arg args[ARGS];
	char *sql = past_sql(all, f->at != 0);
	int rc;

	set_args(tenant, f, f->late ? "late" : "all", args);
	rc = db_run(db, out, sql, ARGS - 1, args);
	free(sql);
	return rc;
}

struct counted {
	db_take *take;
	void *arg;
	int64_t n;
};

static void
take_counted(void *arg, const struct db_rows *row)
{
	struct counted *c = arg;

	c->n++;
	c->take(c->arg, row);
}

/* Where the fix is there nothing is: it is not looked for among millions. */
static bool
may_be_late(const char *state)
{
	enum deployment_state s;

	return state == NULL || state_parse(state, &s) < 0 ||
	    !(deployment_is_active(s) || s == STATE_WITHDRAWN);
}

/* Late ones are few, and found by an index: often they are all that is shown.
 */
static int
take_some(struct db *db, int tenant, const struct deployment_filter *f,
    struct counted *c)
{
	static const char *const parts[] = { "late", "rest" };
	struct db_arg args[ARGS];
	char *sql = past_sql(some, f->at != 0);
	int rc = ERR_OK;

	for (int i = 0; rc == ERR_OK && i < (f->late ? 1 : 2); i++) {
		if (c->n == f->first)
			break;
		if (i == 0 && !may_be_late(f->state))
			continue;
		set_args(tenant, f, parts[i], args);
		args[ARGS - 1] = DB_INT(f->first - c->n);
		rc = db_each(db, sql, ARGS, args, take_counted, c);
	}
	free(sql);
	return rc;
}

/* Of one moment: none stands in both parts, and none in neither. */
static int
take_first(struct db *db, int tenant, const struct deployment_filter *f,
    struct counted *c)
{
	int rc;

	if (db_in_transaction(db))
		return take_some(db, tenant, f, c);
	rc = db_begin_snapshot(db);
	if (rc == ERR_OK)
		rc = take_some(db, tenant, f, c);
	db_rollback(db);
	return rc;
}

int
deployment_store_each(struct db *db, int tenant,
    const struct deployment_filter *f, db_take *take, void *arg)
{
	struct db_arg args[ARGS];
	char *sql;
	int rc;

	if (f->first != 0)
		return take_first(db, tenant, f,
		    &(struct counted){ .take = take, .arg = arg });
	sql = past_sql(all, f->at != 0);
	set_args(tenant, f, f->late ? "late" : "all", args);
	rc = db_each(db, sql, ARGS - 1, args, take, arg);
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
