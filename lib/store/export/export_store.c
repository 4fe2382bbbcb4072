/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/export/export_store.h"

#include <string.h>

#include "lib/store/db.h"
#include "lib/store/export/export_said.h"
#include "lib/store/export/export_watch.h"
#include "lib/store/patch/late_sql.h"

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define TIME(t) \
	"to_char(" t " AT TIME ZONE 'UTC','YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
#define YES_NO(b) "CASE WHEN " b " THEN 'yes' ELSE 'no' END"

static const char *const site_columns[] = { "name", "supplier",
	"calendar", NULL };
static const char *const supplier_columns[] = { "name", "note", NULL };
static const char *const system_columns[] = { "source", "key", "name",
	"category", "site", "owner", "supplier", "product", "version", "state",
	"seen", NULL };

static const char *const device_columns[] = { "name", "address", "port",
	"site", "credential", "category", "owner", "supplier", "criticality",
	"internet_facing", "medical", "any_source", "tags", "poll",
	"in_service", "log_zone", NULL };

#define DEVICES                                                             \
	"SELECT d.name,host(d.address),d.port::text,s.name,c.label,"        \
	"d.category,d.owner,d.supplier,d.criticality,"                      \
	YES_NO("d.internet_facing") "," YES_NO("d.medical") ","             \
	YES_NO("d.any_source") ",array_to_string(d.tags,' '),"              \
	"d.poll_s||' s'," TIME("d.in_service") ",d.log_zone FROM device d"  \
	" LEFT JOIN site s USING(tenant_id,site_id)"                        \
	" LEFT JOIN credential c USING(tenant_id,credential_id)"            \
	" WHERE d.tenant_id=$1 AND d.retired IS NULL ORDER BY d.device_id"

/* With what they were read is of no use any more. */
static const char *const export_retired_columns[] = { "name", "address",
	"port", "site", "category", "owner", "supplier", "criticality",
	"internet_facing", "medical", "any_source", "tags", "poll",
	"in_service", "log_zone", "retired", NULL };
static const char export_retired[] =
	"SELECT d.name,host(d.address),d.port::text,s.name,d.category,d.owner,"
	"d.supplier,d.criticality," YES_NO("d.internet_facing") ","
	YES_NO("d.medical") "," YES_NO("d.any_source")
	",array_to_string(d.tags,' '),d.poll_s||' s'," TIME("d.in_service")
	",d.log_zone," TIME("d.retired") " FROM device d"
	" LEFT JOIN site s USING(tenant_id,site_id)"
	" WHERE d.tenant_id=$1 AND d.retired IS NOT NULL ORDER BY d.device_id";

static const char *const patch_columns[] = { "reference", "title", "vendor",
	"product", "vulnerabilities", "advisory", "criticality", "impact",
	"dependencies", "priority", "known_exploited", "released", "advised",
	"deadline", "test_result", "tested", "recovery_plan", "planning",
	"window_start", "window_end", "communication", "owner", "fixes",
	"devices", "profiles", "models", "tags", "sites", "versions", "withdrawn", NULL };

/* Words of a list, as list_text.h has them. */
#define WORD(x) "replace(replace(" x ",'\\','\\\\'),'|','\\|')"

/* What a patch is for, a list for each kind: "a|b". */
#define TARGETS(what, from)                                              \
	"(SELECT string_agg(" WORD("x") ",'|' ORDER BY n) FROM (SELECT " what \
	" AS x,min(t.target) AS n FROM patch_target t" from              \
	" WHERE t.tenant_id=p.tenant_id AND t.patch_id=p.patch_id AND "  \
	what " IS NOT NULL GROUP BY 1) y)"

/* As fix_text.h has it. */
#define FIXES                                                             \
	"(SELECT string_agg(" WORD("f.scheme||':'||f.component||CASE"     \
	" WHEN f.all_branches THEN '>=' WHEN f.component<>'' THEN '='"    \
	" ELSE '' END||f.min_version||coalesce('..'||f.max_version,'')") ",'|'" \
	" ORDER BY f.fix) FROM patch_fix f WHERE f.tenant_id=p.tenant_id" \
	" AND f.patch_id=p.patch_id)"

#define VERSIONS                                                          \
	"(t.scheme||':'||CASE WHEN t.all_branches THEN '>=' ELSE '' END"  \
	"||t.low||coalesce('..'||t.high,''))"

#define PATCHES                                                            \
	"SELECT p.reference,p.title,p.vendor,p.product,"                   \
	"array_to_string(p.vulnerabilities,' '),p.advisory,p.criticality," \
	"p.impact,p.dependencies,p.priority," YES_NO("p.known_exploited")  \
	"," TIME("p.released") "," TIME("p.advised") "," TIME("p.deadline") \
	",p.test_result," TIME("p.tested") ",p.recovery_plan,p.planning,"  \
	TIME("p.window_start") "," TIME("p.window_end")                    \
	",p.communication,p.owner," FIXES ","                              \
	TARGETS("d.name", " LEFT JOIN device d USING(tenant_id,device_id)") \
	"," TARGETS("t.profile", "") "," TARGETS("t.model", "") ","        \
	TARGETS("t.tag", "") ","                                           \
	TARGETS("s.name", " LEFT JOIN site s USING(tenant_id,site_id)")    \
	"," TARGETS(VERSIONS, "")                                          \
	",CASE WHEN p.status='withdrawn' THEN coalesce((SELECT c.reason"   \
	" FROM change c WHERE c.tenant_id=p.tenant_id"                     \
	" AND c.object='patch/'||p.reference AND c.action='patch.withdraw'" \
	" ORDER BY c.seq DESC LIMIT 1),p.status) END"                      \
	" FROM patch p WHERE p.tenant_id=$1 ORDER BY p.patch_id"

static const char *const deployment_columns[] = { "patch", "device", "state",
	"level", "overdue", "excepted", "conflicting", "attempt", "deadline",
	"claimed", "confirmed", "met_deadline", "closed", "running", "reason",
	NULL };

#define DEPLOYMENTS                                                        \
	"SELECT p.reference,d.name,x.state,x.level::text,"                 \
	YES_NO(IS_LATE("x", "now()")) "," YES_NO(IS_EXCEPTED("x")) ","     \
	YES_NO("x.conflicting") ",x.attempt::text," TIME("x.deadline") "," \
	TIME("x.claimed") "," TIME("x.confirmed") ",CASE x.met_deadline"   \
	" WHEN true THEN 'yes' WHEN false THEN 'no' END,"                  \
	TIME("x.closed") ",x.running,x.reason FROM deployment x"           \
	" JOIN patch p USING(tenant_id,patch_id)"                          \
	" JOIN device d USING(tenant_id,device_id)"                        \
	LATE_JOIN("x", "exception", "now()") " WHERE x.tenant_id=$1"       \
	" ORDER BY x.patch_id,x.device_id"

static const char *const claim_columns[] = { "patch", "device", "at",
	"function", "note", "made", "actor", NULL };

#define CLAIMS                                                             \
	"SELECT p.reference,d.name," TIME("c.at") ",c.by_function,c.note," \
	TIME("c.made") ",c.actor FROM claim c"                             \
	" JOIN patch p USING(tenant_id,patch_id)"                          \
	" JOIN device d USING(tenant_id,device_id) WHERE c.tenant_id=$1"   \
	" ORDER BY c.claim_id"

/* The four steps of the process, from left to right. */
static const char *const register_columns[] = { "patch", "title", "vendor",
	"product", "vulnerabilities", "registered", "criticality", "impact",
	"dependencies", "priority", "deadline", "test_result", "tested",
	"recovery_plan", "planning", "window_start", "window_end",
	"communication", "approved", "approved_by", "owner", "devices",
	"implemented", "late", "deviations", "exceptions", "exceptions_until",
	"next_deadline", "status", NULL };

#define REGISTER                                                            \
	"SELECT p.reference,p.title,p.vendor,p.product,"                    \
	"array_to_string(p.vulnerabilities,' ')," TIME("p.registered")      \
	",p.criticality,p.impact,p.dependencies,p.priority,"                \
	TIME("coalesce(p.deadline,x.first)") ",p.test_result,"              \
	TIME("p.tested") ",p.recovery_plan,p.planning,"                     \
	TIME("p.window_start") "," TIME("p.window_end") ",p.communication," \
	TIME("p.approved") ",p.approved_by,p.owner,x.n::text,"              \
	"x.proven::text,x.late::text,x.troubled::text,e.n::text,"           \
	TIME("e.until") "," TIME("x.next")                                  \
	",CASE WHEN p.status='withdrawn' THEN 'withdrawn'"                  \
	" WHEN x.n>0 AND x.proven=x.n THEN 'implemented'"                   \
	" WHEN x.late>0 THEN 'late' ELSE 'open' END FROM patch p"           \
	" CROSS JOIN LATERAL (SELECT count(*) AS n,min(deadline) AS first," \
	"count(*) FILTER(WHERE state IN(" STATES_SOUND ")) AS proven,count(*) FILTER(WHERE "           \
	IS_LATE("o", "now()") ") AS late,count(*) FILTER(WHERE state"            \
	" IN('failed','rolled_back','regressed')) AS troubled,"             \
	"min(deadline) FILTER(WHERE state NOT IN(" STATES_SOUND ")) AS next FROM deployment o"                  \
	LATE_JOIN("o", "exception", "now()")                                \
	" WHERE o.tenant_id=p.tenant_id AND o.patch_id=p.patch_id"          \
	" AND state<>'withdrawn') x CROSS JOIN LATERAL (SELECT count(*)"    \
	" AS n,max(valid_until) AS until FROM exception WHERE"              \
	" tenant_id=p.tenant_id AND patch_id=p.patch_id"                    \
	" AND approved IS NOT NULL AND declared_by IS NULL) e"              \
	" WHERE p.tenant_id=$1"                                             \
	" ORDER BY p.patch_id"

/* clang-format on */

const struct export_kind export_kinds[] = {
	{ "sites", "schools, buildings, departments", site_columns,
	    "SELECT name,supplier,calendar FROM site WHERE tenant_id=$1"
	    " ORDER BY site_id" },
	{ "suppliers", "who maintains systems", supplier_columns,
	    "SELECT name,note FROM supplier WHERE tenant_id=$1"
	    " ORDER BY supplier_id" },
	{ "systems", "of other programs, those in service", system_columns,
	    "SELECT y.source,y.key,y.name,y.category,t.name,y.owner,y.supplier,"
	    "y.product,y.version,y.state,to_char(y.seen AT TIME ZONE 'UTC',"
	    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM system y LEFT JOIN site "
	    "t"
	    " ON t.tenant_id=y.tenant_id AND t.site_id=y.site_id"
	    " WHERE y.tenant_id=$1 AND y.retired IS NULL"
	    " ORDER BY y.source,y.key" },
	{ "devices", "those in service; their credentials by label",
	    device_columns, DEVICES },
	{ "patches", "with fixes and targets, and why they are withdrawn",
	    patch_columns, PATCHES },
	{ "claims", "who said that it was installed, and when", claim_columns,
	    CLAIMS },
	{ "supplier_claims", "lists of work done, as suppliers gave them",
	    export_list_columns, export_lists },
	{ "deployments", "each patch on each device", deployment_columns,
	    DEPLOYMENTS },
	{ "ranges", "where discovery may look", export_range_columns,
	    export_ranges },
	{ "channels", "where word is brought, without secrets",
	    export_channel_columns, export_channels },
	{ "mutes", "what is not said for a while", export_mute_columns,
	    export_mutes },
	{ "holds", "what retention leaves alone", export_hold_columns,
	    export_holds },
	{ "pilots", "how patches were tested", export_pilot_columns,
	    export_pilots },
	{ "exceptions", "asked and decided on", export_exception_columns,
	    export_exceptions },
	{ "advices", "what the CISO said of them", export_advice_columns,
	    export_advices },
	{ "emergencies", "patches for which there was no time to test",
	    export_emergency_columns, export_emergencies },
	{ "windows", "when maintenance may be done", export_window_columns,
	    export_windows },
	{ "days_off", "the organisation's own days off", export_day_columns,
	    export_days },
	{ "schedules", "reports that are made by themselves",
	    export_schedule_columns, export_schedules },
	{ "policies", "the versions of its terms", export_policy_columns,
	    export_policies },
	{ "people", "who holds which function", export_person_columns,
	    export_people },
	{ "legacy_permissions", "who permits to try SNMPv1 and v2c",
	    export_permission_columns, export_permissions },
	{ "assessments", "how urgent patches were found",
	    export_assessment_columns, export_assessments },
	{ "mitigations", "measures while patches wait",
	    export_mitigation_columns, export_mitigations },
	{ "deviations", "what went otherwise", export_deviation_columns,
	    export_deviations },
	{ "informed", "who was told of patches", export_informed_columns,
	    export_informed },
	{ "support_ends", "until when makers support it",
	    export_support_columns, export_support },
	{ "advisory_sources", "where advisories are read",
	    export_source_columns, export_sources },
	{ "advisories", "and what was decided on them", export_advisory_columns,
	    export_advisories },
	{ "exploited", "the newest list of used holes",
	    export_exploited_columns, export_exploited },
	{ "frameworks", "which catalogues of controls are chosen",
	    export_framework_columns, export_frameworks },
	{ "controls", "those that were added to catalogues",
	    export_control_columns, export_controls },
	{ "applicability", "which controls do not apply",
	    export_applicability_columns, export_applicability },
	{ "retired", "devices out of service", export_retired_columns,
	    export_retired },
	{ "register", "a row for each patch, by the steps of the process",
	    register_columns, REGISTER },
	{ 0 },
};

const struct export_kind *
export_find(const char *name)
{
	for (const struct export_kind *k = export_kinds; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

int
export_rows(struct db *db, int tenant, const struct export_kind *kind,
    struct db_rows **out)
{
	return db_query(db, out, kind->sql, DB_INT(tenant));
}
