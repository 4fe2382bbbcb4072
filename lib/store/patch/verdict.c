/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/patch/states.h"

enum column {
	TENANT,
	PATCH,
	DEVICE,
	REFERENCE,
	TITLE,
	DEVICE_NAME,
	SITE,
	PRIORITY,
	OUT_OF_SCOPE,
	APPROVED,
	VALID_UNTIL,
	SERIAL,
	RUNNING,
	CLAIMED_BY,
	POLICY,
	REV,
	STATE,
	OVERDUE,
	EXCEPTED,
	CONFLICTING,
	PAUSED,
	ATTEMPT,
	LEVEL,
	ENTERED,
	DEADLINE,
	WINDOW_START,
	WINDOW_END,
	CLAIMED,
	LAST_OLD,
	SEEN,
	CONFIRMED,
	MET,
	FIRST_LATE,
	OBSERVE_FROM,
	OBSERVE_UNTIL,
	CLOSED,
	REOPENED,
	REASON,
	PROTOCOL,
	SECURITY,
	TESTED,
	LAST_TRY,
	SILENT,
	SILENT_SINCE,
	BOOT_AT,
	ADDRESS,
	TARGET,
	SLEEPS,
	OTHER_SINCE,
	SCOPE_WHY,
	PASSED,
	WORSE_AT,
	WORSE,
	WORSE_EVIDENCE,
	REBOOTS,
	DISMISSED,
	DISMISSAL,
	WAITS
};

/*
 * Of the exceptions that were approved in time, the one that lasts longest,
 * counted from the first that it extends; none that was decided on paper only;
 * the state was entered when its last transition was made.
 */
#define LEFT                                             \
	"(p.status='withdrawn' OR v.retired IS NOT NULL" \
	" OR (d.unmatched IS NOT NULL AND d.state"       \
	" NOT IN(" STATES_ACTIVE ")))"
/*
 * How it did since it is observed; nothing up to a dismissal counts. Asked only
 * where it decides something.
 */
#define WATCHED "d.state IN('observing','regressed')"
#define COMPARED                                                           \
	" LEFT JOIN LATERAL (SELECT y.at,y.reason FROM dismissal y"        \
	" WHERE " WATCHED " AND y.tenant_id=d.tenant_id"                   \
	" AND y.patch_id=d.patch_id AND y.device_id=d.device_id"           \
	" AND y.at>=d.observe_from ORDER BY y.at DESC LIMIT 1) y ON true"  \
	" LEFT JOIN LATERAL (SELECT c.at,c.words,c.evidence_id"            \
	" FROM comparison c WHERE " WATCHED " AND c.tenant_id=d.tenant_id" \
	" AND c.patch_id=d.patch_id AND c.device_id=d.device_id"           \
	" AND c.at>=d.observe_from AND c.outcome='failed'"                 \
	" ORDER BY c.at DESC LIMIT 1) w ON true"                           \
	" LEFT JOIN LATERAL (SELECT c.outcome='passed'"                    \
	" OR (c.outcome='failed' AND c.at<y.at) AS passed"                 \
	" FROM comparison c WHERE d.state='observing'"                     \
	" AND c.tenant_id=d.tenant_id"                                     \
	" AND c.patch_id=d.patch_id AND c.device_id=d.device_id"           \
	" AND c.day>0 AND c.at>=d.observe_until"                           \
	" ORDER BY c.at DESC LIMIT 1) q ON true"                           \
	" LEFT JOIN LATERAL (SELECT count(*) AS n FROM event e"            \
	" JOIN policy o ON o.tenant_id=d.tenant_id"                        \
	" AND o.version=d.policy_version WHERE d.state='observing'"        \
	" AND e.tenant_id=d.tenant_id AND e.device_id=d.device_id"         \
	" AND e.kind='boot' AND NOT e.expected AND e.source='snmp'"        \
	" AND e.at>greatest(d.observe_from,y.at)"                          \
	" AND e.at>now()-make_interval(secs=>o.reboot_window_s)) r"        \
	" ON true "
#define LOAD                                                               \
	"SELECT d.tenant_id,d.patch_id,d.device_id,p.reference,p.title,"   \
	"v.name,s.name,p.priority," LEFT ",x.first_approved,"              \
	"x.valid_until,d.serial,d.running,d.claimed_by,d.policy_version,"  \
	"d.rev,d.state,d.overdue,d.excepted,d.conflicting,d.paused,"       \
	"d.attempt,d.level,coalesce(t.at,d.created),d.deadline,"           \
	"d.window_start,d.window_end,d.claimed,d.last_old,d.seen,"         \
	"d.confirmed,d.met_deadline,d.first_late,d.observe_from,"          \
	"d.observe_until,d.closed,d.reopened,d.reason,d.protocol,"         \
	"d.security_level,d.profile_tested,z.last_try,"                    \
	"coalesce(z.silent,0),z.silent_since,z.boot_at,host(v.address),"   \
	"f.target,"                                                        \
	"coalesce(z.class='printer',false),d.other_since,"                 \
	"CASE WHEN p.status='withdrawn' THEN 'the patch is withdrawn'"     \
	" WHEN v.retired IS NOT NULL THEN 'the device is retired'"         \
	" ELSE d.unmatched_why END,coalesce(q.passed,false),w.at,w.words," \
	"w.evidence_id,coalesce(r.n,0),y.at,y.reason,"                     \
	"CASE WHEN " WATCHED " OR d.state IN('stable','already_met',"      \
	"'confirmed','withdrawn') THEN false"                              \
	" ELSE ring_waits(d.tenant_id,d.patch_id,d.device_id) END"         \
	" FROM deployment d JOIN patch p USING(tenant_id,patch_id)"        \
	" JOIN device v ON v.tenant_id=d.tenant_id"                        \
	" AND v.device_id=d.device_id"                                     \
	" LEFT JOIN site s ON s.tenant_id=v.tenant_id"                     \
	" AND s.site_id=v.site_id"                                         \
	" LEFT JOIN device_state z ON z.tenant_id=d.tenant_id"             \
	" AND z.device_id=d.device_id"                                     \
	" LEFT JOIN LATERAL (SELECT string_agg(concat_ws(' ',"             \
	"nullif(f.component,''),f.min_version),', ' ORDER BY f.fix)"       \
	" AS target FROM patch_fix f WHERE f.tenant_id=d.tenant_id"        \
	" AND f.patch_id=d.patch_id) f ON true"
#define OF_EXCEPTION(asked)                                         \
	" LEFT JOIN LATERAL (SELECT e.first_approved,e.valid_until" \
	" FROM exception e WHERE " asked "e.declared_by IS NULL"    \
	" AND e.tenant_id=d.tenant_id AND e.patch_id=d.patch_id"    \
	" AND coalesce(e.device_id,0) IN(0,d.device_id)"            \
	" AND e.first_approved<=d.deadline"                         \
	" ORDER BY e.valid_until DESC LIMIT 1)"                     \
	" x ON true"
#define OF_STEPS                                                       \
	" LEFT JOIN LATERAL (SELECT max(t.at) AS at FROM transition t" \
	" WHERE t.tenant_id=d.tenant_id AND t.patch_id=d.patch_id"     \
	" AND t.device_id=d.device_id AND t.flag IS NULL) t ON true" COMPARED

/* Of one device; of thousands most have no exception, which one look at all of
 * them tells. */
#define EXCEPTED(name, device)                                                \
	" LEFT JOIN (SELECT DISTINCT tenant_id,patch_id,"                     \
	"coalesce(device_id,0) AS device_id FROM exception"                   \
	" WHERE declared_by IS NULL AND first_approved IS NOT NULL) " name    \
	" ON " name ".tenant_id=d.tenant_id AND " name ".patch_id=d.patch_id" \
	" AND " name ".device_id=" device
#define LOAD_FEW LOAD OF_EXCEPTION("") OF_STEPS
#define LOAD_MANY                                                   \
	LOAD EXCEPTED("own", "d.device_id") EXCEPTED("common", "0") \
	    OF_EXCEPTION("coalesce(own.patch_id,common.patch_id)"   \
			 " IS NOT NULL AND ") OF_STEPS

/*
 * Of those that are not done: planned with time left, or proven and watched on
 * a device that answers, and nobody was told anything. Neither clock nor people
 * have moved them, which is most of what is open.
 */
#define AT_REST                                                          \
	"(((d.state='observing' AND z.silent_since IS NULL"              \
	" AND w.at IS NULL AND coalesce(r.n,0)=0)"                       \
	" OR (d.state='planned' AND d.deadline>$1 AND d.claimed IS NULL" \
	" AND NOT d.paused"                                              \
	" AND NOT ring_waits(d.tenant_id,d.patch_id,d.device_id)"        \
	" AND (d.window_start IS NULL OR d.window_start>$1)))"           \
	" AND (d.tenant_id,d.patch_id,d.device_id) NOT IN("              \
	"SELECT tenant_id,coalesce(patch_id,0),coalesce(device_id,0)"    \
	" FROM alert WHERE closed IS NULL))"

static const char *
text(const struct db_rows *rows, size_t i, enum column c)
{
	return db_is_null(rows, i, c) ? NULL : db_text(rows, i, c);
}

static unsigned
flags_of(const struct db_rows *rows, size_t i)
{
	return (db_bool(rows, i, OVERDUE) ? FLAG_OVERDUE : 0U) |
	    (db_bool(rows, i, EXCEPTED) ? FLAG_EXCEPTED : 0U) |
	    (db_bool(rows, i, CONFLICTING) ? FLAG_CONFLICTING : 0U) |
	    (db_bool(rows, i, PAUSED) ? FLAG_PAUSED : 0U);
}

static enum met
met_of(const struct db_rows *rows, size_t i)
{
	if (db_is_null(rows, i, MET))
		return MET_UNKNOWN;
	return db_bool(rows, i, MET) ? MET_YES : MET_NO;
}

static void
take_row(const struct db_rows *rows, size_t i, struct deployment *d)
{
	/* The table's own checks hold names that are known. */
	if (state_parse(db_text(rows, i, STATE), &d->state) < 0)
		fatalx("deployment state %s", db_text(rows, i, STATE));
	d->flags = flags_of(rows, i);
	d->attempt = (int)db_int(rows, i, ATTEMPT);
	d->level = (enum evidence_level)db_int(rows, i, LEVEL);
	d->entered = db_time(rows, i, ENTERED);
	d->deadline = db_time(rows, i, DEADLINE);
	d->window_start = db_time(rows, i, WINDOW_START);
	d->window_end = db_time(rows, i, WINDOW_END);
	d->claimed = db_time(rows, i, CLAIMED);
	d->last_old = db_time(rows, i, LAST_OLD);
	d->seen = db_time(rows, i, SEEN);
	d->confirmed = db_time(rows, i, CONFIRMED);
	d->met = met_of(rows, i);
	d->first_late = db_time(rows, i, FIRST_LATE);
	d->observe_from = db_time(rows, i, OBSERVE_FROM);
	d->observe_until = db_time(rows, i, OBSERVE_UNTIL);
	d->closed = db_time(rows, i, CLOSED);
	d->reopened = db_time(rows, i, REOPENED);
	d->other_since = db_time(rows, i, OTHER_SINCE);
}

static void
take_verdict(const struct db_rows *rows, size_t i, struct verdict *v)
{
	*v = (struct verdict){
		.tenant_id = (int)db_int(rows, i, TENANT),
		.patch_id = (int)db_int(rows, i, PATCH),
		.device_id = (int)db_int(rows, i, DEVICE),
		.reference = db_text(rows, i, REFERENCE),
		.title = db_text(rows, i, TITLE),
		.device = db_text(rows, i, DEVICE_NAME),
		.address = db_text(rows, i, ADDRESS),
		.target = text(rows, i, TARGET),
		.site = text(rows, i, SITE),
		.out_of_scope = db_bool(rows, i, OUT_OF_SCOPE),
		.scope_why = text(rows, i, SCOPE_WHY),
		.exception_approved = db_time(rows, i, APPROVED),
		.exception_until = db_time(rows, i, VALID_UNTIL),
		.serial = text(rows, i, SERIAL),
		.running = text(rows, i, RUNNING),
		.claimed_by = text(rows, i, CLAIMED_BY),
		.policy_version = (int)db_int(rows, i, POLICY),
		.rev = (int)db_int(rows, i, REV),
		.reason = text(rows, i, REASON),
		.protocol = text(rows, i, PROTOCOL),
		.security_level = text(rows, i, SECURITY),
		.profile_tested = db_bool(rows, i, TESTED),
		.last_try = db_time(rows, i, LAST_TRY),
		.sleeps = db_bool(rows, i, SLEEPS),
		.silent_polls = (int)db_int(rows, i, SILENT),
		.silent_since = db_time(rows, i, SILENT_SINCE),
		.boot_at = db_time(rows, i, BOOT_AT),
		.compared = {
			.passed = db_bool(rows, i, PASSED),
			.worse_at = db_time(rows, i, WORSE_AT),
			.worse = text(rows, i, WORSE),
			.reboots = (int)db_int(rows, i, REBOOTS),
			.dismissed = db_time(rows, i, DISMISSED),
			.dismissal = text(rows, i, DISMISSAL),
		},
		.waits = db_bool(rows, i, WAITS),
		.worse_evidence = db_is_null(rows, i, WORSE_EVIDENCE)
		    ? 0
		    : db_int(rows, i, WORSE_EVIDENCE),
	};
	if (priority_parse(db_text(rows, i, PRIORITY), &v->priority) < 0)
		fatalx("patch priority %s", db_text(rows, i, PRIORITY));
	take_row(rows, i, &v->row);
}

static void
take_verdicts(struct verdict_list *out)
{
	out->n = db_count(out->rows);
	out->verdict = mem_new(out->n + 1, sizeof(*out->verdict));
	for (size_t i = 0; i < out->n; i++)
		take_verdict(out->rows, i, &out->verdict[i]);
}

/* Rows are in order of patch, as the verdicts are. */
static void
share_fixes(struct verdict_list *list)
{
	const struct db_rows *rows = list->fix_rows;
	size_t n = db_count(rows), at = 0;

	list->fix = mem_new(n + 1, sizeof(*list->fix));
	for (size_t i = 0; i < n; i++)
		list->fix[i] = (struct verdict_fix){
			.component = db_text(rows, i, 1),
			.scheme = db_text(rows, i, 2),
			.min = db_text(rows, i, 3),
			.max =
			    db_is_null(rows, i, 4) ? NULL : db_text(rows, i, 4),
			.all = db_bool(rows, i, 5),
		};
	for (size_t i = 0; i < list->n; i++) {
		struct verdict *v = &list->verdict[i];

		v->fix = &list->fix[at];
		while (at < n && db_int(rows, at, 0) == v->patch_id) {
			at++;
			v->n_fixes++;
		}
	}
}

/* Asked for each reading: planning it took longer than running it. */
int
verdict_load_device(
    struct db *db, int tenant, int device, struct verdict_list *out)
{
	static const char load[] = LOAD_FEW
	    "WHERE d.tenant_id=$1 AND d.device_id=$2 ORDER BY d.patch_id";
	static const char fixes[] =
	    "SELECT f.patch_id,f.component,f.scheme,f.min_version,"
	    "f.max_version,f.all_branches FROM patch_fix f"
	    " JOIN deployment d USING(tenant_id,patch_id)"
	    " WHERE d.tenant_id=$1 AND d.device_id=$2"
	    " ORDER BY f.patch_id,f.component COLLATE \"C\",f.fix";
	const struct db_arg args[] = { DB_INT(tenant), DB_INT(device) };
	int rc;

	*out = (struct verdict_list){ 0 };
	rc = db_run_again(db, &out->rows, load, 2, args);
	if (rc < 0)
		return rc;
	take_verdicts(out);
	rc = db_run_again(db, &out->fix_rows, fixes, 2, args);
	if (rc < 0)
		verdict_list_free(out);
	else
		share_fixes(out);
	return rc;
}

int
verdict_load_restless(struct db *db, int64_t now, struct verdict_list *out)
{
	int rc;

	*out = (struct verdict_list){ 0 };
	rc = db_query(db, &out->rows,
	    LOAD_MANY "WHERE (d.state NOT IN(" STATES_FINISHED
		      ") AND NOT " AT_REST ")"
		      " OR " LEFT "<>(d.state='withdrawn')"
		      " OR d.conflicting OR d.overdue"
		      " OR d.excepted<>(x.valid_until IS NOT NULL"
		      " AND x.valid_until>$1)"
		      " ORDER BY d.tenant_id,d.device_id,d.patch_id",
	    DB_TIME(now));
	if (rc == ERR_OK)
		take_verdicts(out);
	return rc;
}

int
verdict_load_span(
    struct db *db, int tenant, int first, int last, struct verdict_list *out)
{
	int rc;

	*out = (struct verdict_list){ 0 };
	rc = db_query(db, &out->rows,
	    LOAD_MANY "WHERE d.tenant_id=$1 AND d.device_id BETWEEN $2 AND $3"
		      " ORDER BY d.device_id,d.patch_id",
	    DB_INT(tenant), DB_INT(first), DB_INT(last));
	if (rc == ERR_OK)
		take_verdicts(out);
	return rc;
}

void
verdict_list_free(struct verdict_list *list)
{
	free(list->verdict);
	free(list->fix);
	db_rows_free(list->rows);
	db_rows_free(list->fix_rows);
	*list = (struct verdict_list){ 0 };
}

static struct db_arg
met_arg(enum met m)
{
	return m == MET_UNKNOWN ? DB_NULL : DB_BOOL(m == MET_YES);
}

int
verdict_save(struct db *db, struct verdict *v)
{
	const struct deployment *d = &v->row;
	struct db_rows *rows = NULL;
	size_t changed;
	int rc;

	rc = db_query_again(db, &rows,
	    "UPDATE deployment SET state=$4,level=$5,overdue=$6,excepted=$7,"
	    "conflicting=$8,paused=$9,attempt=$10,claimed=$11,last_old=$12,"
	    "seen=$13,confirmed=$14,met_deadline=$15,first_late=$16,"
	    "observe_from=$17,observe_until=$18,closed=$19,reopened=$20,"
	    "serial=$21,running=$22,reason=$23,protocol=$24,"
	    "security_level=$25,profile_tested=$26,other_since=$28,rev=rev+1"
	    " WHERE tenant_id=$1 AND patch_id=$2 AND device_id=$3 AND rev=$27",
	    DB_INT(v->tenant_id), DB_INT(v->patch_id), DB_INT(v->device_id),
	    DB_TEXT(state_name(d->state)), DB_INT(d->level),
	    DB_BOOL((d->flags & FLAG_OVERDUE) != 0),
	    DB_BOOL((d->flags & FLAG_EXCEPTED) != 0),
	    DB_BOOL((d->flags & FLAG_CONFLICTING) != 0),
	    DB_BOOL((d->flags & FLAG_PAUSED) != 0), DB_INT(d->attempt),
	    DB_TIME(d->claimed), DB_TIME(d->last_old), DB_TIME(d->seen),
	    DB_TIME(d->confirmed), met_arg(d->met), DB_TIME(d->first_late),
	    DB_TIME(d->observe_from), DB_TIME(d->observe_until),
	    DB_TIME(d->closed), DB_TIME(d->reopened), DB_TEXT(v->serial),
	    DB_TEXT(v->running), DB_TEXT(v->reason), DB_TEXT(v->protocol),
	    DB_TEXT(v->security_level), DB_BOOL(v->profile_tested),
	    DB_INT(v->rev), db_arg_time(d->other_since));
	if (rc < 0)
		return rc;
	changed = db_affected(rows);
	db_rows_free(rows);
	if (changed == 0)
		return ERR_NOTFOUND;
	v->rev++;
	return ERR_OK;
}

int
verdict_settle(
    struct db *db, int tenant, int device, int64_t said, int64_t same)
{
	return db_query_again(db, NULL,
	    "UPDATE deployment SET last_old=$4 WHERE tenant_id=$1"
	    " AND device_id=$2 AND last_old>=$3 AND last_old<$4",
	    DB_INT(tenant), DB_INT(device), DB_TIME(said), DB_TIME(same));
}

static void
print_ids(const int64_t *ids, size_t n, struct buf *out)
{
	buf_add_u8(out, '{');
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%lld", i > 0 ? "," : "", (long long)ids[i]);
	buf_add_u8(out, '}');
}

/* Each verdict stands in the audit trail, as the row that was made. */
static int
note_step(struct db *db, const struct verdict *v,
    const struct deployment_outcome *o, const char *flag, const char *step)
{
	struct buf action = { 0 }, object = { 0 };
	int rc;

	buf_printf(
	    &action, "verdict.%s", o->flag == 0 ? state_name(o->to) : flag);
	buf_printf(&object, "deployment/%s/%s", v->reference, v->device);
	rc = change_add(db, v->tenant_id,
	    &(struct change){
		buf_str(&action), buf_str(&object), step, o->reason });
	buf_free(&action);
	buf_free(&object);
	return rc;
}

int
verdict_add_transition(struct db *db, const struct verdict *v,
    const struct deployment_outcome *o, int64_t at, const int64_t *evidence,
    size_t n_evidence)
{
	struct buf ids = { 0 }, flag = { 0 };
	struct db_rows *made = NULL;
	int64_t id;
	int rc;

	rc = db_next_id(db, v->tenant_id, "transition", &id);
	if (rc < 0)
		return rc;
	print_ids(evidence, n_evidence, &ids);
	if (o->flag != 0)
		buf_printf(&flag, "%c%s", o->raised ? '+' : '-',
		    flag_name((enum deployment_flag)o->flag));
	rc = db_query_again(db, &made,
	    "INSERT INTO transition AS "
	    "t(tenant_id,transition_id,patch_id,device_id,"
	    "attempt,at,from_state,to_state,flag,cause,level,actor,reason,"
	    "policy_version,evidence) "
	    "VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,"
	    "'patchwacht',$12,$13,$14) RETURNING step(t)",
	    DB_INT(v->tenant_id), DB_INT(id), DB_INT(v->patch_id),
	    DB_INT(v->device_id), DB_INT(v->row.attempt), DB_TIME(at),
	    DB_TEXT(state_name(o->from)), DB_TEXT(state_name(o->to)),
	    o->flag == 0 ? DB_NULL : DB_TEXT(buf_str(&flag)), DB_TEXT(o->cause),
	    DB_INT(v->row.level), DB_TEXT(o->reason), DB_INT(v->policy_version),
	    DB_TEXT(buf_str(&ids)));
	if (rc == ERR_OK)
		rc = note_step(db, v, o, buf_str(&flag), db_text(made, 0, 0));
	db_rows_free(made);
	buf_free(&ids);
	buf_free(&flag);
	return rc;
}

int
verdict_last_evidence(struct db *db, const struct verdict *v, int64_t *evidence,
    size_t max, size_t *n)
{
	struct db_rows *rows = NULL;
	int rc;

	*n = 0;
	rc = db_query_again(db, &rows,
	    "SELECT unnest(evidence) FROM (SELECT evidence FROM transition"
	    " WHERE tenant_id=$1 AND patch_id=$2 AND device_id=$3"
	    " ORDER BY transition_id DESC LIMIT 1) t LIMIT $4",
	    DB_INT(v->tenant_id), DB_INT(v->patch_id), DB_INT(v->device_id),
	    DB_INT((int64_t)max));
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++)
		evidence[(*n)++] = db_int(rows, i, 0);
	db_rows_free(rows);
	return ERR_OK;
}

int
verdict_watched(struct db *db, const struct verdict *v, int64_t since,
    int64_t gap, int64_t *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT coalesce(sum(span),0) FROM (SELECT extract(epoch FROM"
	    " at-lag(at) OVER (ORDER BY at))*1000000 AS span FROM reading"
	    " WHERE tenant_id=$1 AND device_id=$2 AND at>=$3"
	    " AND outcome='answered') r WHERE span<=$4",
	    DB_INT(v->tenant_id), DB_INT(v->device_id), DB_TIME(since),
	    DB_INT(gap));

	if (rc < 0)
		return rc;
	*out = (int64_t)db_real(rows, 0, 0);
	db_rows_free(rows);
	return ERR_OK;
}
