/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/verdict.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/held_sql.h"
#include "lib/store/slate.h"

static struct db_arg
met_arg(enum met m)
{
	return m == MET_UNKNOWN ? DB_NULL : DB_BOOL(m == MET_YES);
}

/* No row of that revision: the register has changed it meanwhile. */
static const struct slate_kind deployment_rows = {
	.rank = SLATE_DEPLOYMENT,
	.columns = 28,
	.all = true,
	.sql =
	    "WITH wanted AS MATERIALIZED("
	    "SELECT * FROM unnest($1::int[],$2::int[],$3::int[],$4::text[],"
	    "$5::int[],$6::bool[],$7::bool[],$8::bool[],$9::bool[],"
	    "$10::int[],$11::timestamptz[],$12::timestamptz[],"
	    "$13::timestamptz[],$14::timestamptz[],$15::bool[],"
	    "$16::timestamptz[],$17::timestamptz[],$18::timestamptz[],"
	    "$19::timestamptz[],$20::timestamptz[],$21::text[],$22::text[],"
	    "$23::text[],$24::text[],$25::text[],$26::bool[],$27::int[],"
	    "$28::timestamptz[]) AS x(tenant_id,patch_id,device_id,state,level,"
	    "overdue,excepted,conflicting,paused,attempt,claimed,last_old,seen,"
	    "confirmed,met,first_late,observe_from,observe_until,closed,"
	    "reopened,serial,running,reason,protocol,security,tested,rev,"
	    "other_since))," DEPLOYMENTS_HELD
	    "UPDATE deployment d SET state=x.state,level=x.level,"
	    "overdue=x.overdue,excepted=x.excepted,conflicting=x.conflicting,"
	    "paused=x.paused,attempt=x.attempt,claimed=x.claimed,"
	    "last_old=x.last_old,seen=x.seen,confirmed=x.confirmed,"
	    "met_deadline=x.met,first_late=x.first_late,"
	    "observe_from=x.observe_from,observe_until=x.observe_until,"
	    "closed=x.closed,reopened=x.reopened,serial=x.serial,"
	    "running=x.running,reason=x.reason,protocol=x.protocol,"
	    "security_level=x.security,profile_tested=x.tested,"
	    "other_since=x.other_since,rev=d.rev+1"
	    " FROM held x WHERE d.tenant_id=x.tenant_id"
	    " AND d.patch_id=x.patch_id AND d.device_id=x.device_id"
	    " AND d.rev=x.rev",
};

int
verdict_save(struct db *db, struct verdict *v)
{
	const struct deployment *d = &v->row;
	int rc;

	rc = slate_add(db, &deployment_rows,
	    (const struct db_arg[]){ DB_INT(v->tenant_id), DB_INT(v->patch_id),
		DB_INT(v->device_id), DB_TEXT(state_name(d->state)),
		DB_INT(d->level), DB_BOOL((d->flags & FLAG_OVERDUE) != 0),
		DB_BOOL((d->flags & FLAG_EXCEPTED) != 0),
		DB_BOOL((d->flags & FLAG_CONFLICTING) != 0),
		DB_BOOL((d->flags & FLAG_PAUSED) != 0), DB_INT(d->attempt),
		DB_TIME(d->claimed), DB_TIME(d->last_old), DB_TIME(d->seen),
		DB_TIME(d->confirmed), met_arg(d->met), DB_TIME(d->first_late),
		DB_TIME(d->observe_from), DB_TIME(d->observe_until),
		DB_TIME(d->closed), DB_TIME(d->reopened), DB_TEXT(v->serial),
		DB_TEXT(v->running), DB_TEXT(v->reason), DB_TEXT(v->protocol),
		DB_TEXT(v->security_level), DB_BOOL(v->profile_tested),
		DB_INT(v->rev), DB_TIME(d->other_since) },
	    NULL);
	if (rc == ERR_OK)
		v->rev++;
	return rc;
}

int
verdict_hold(struct db *db, const char *tenants, const char *devices)
{
	return db_query_again(db, NULL,
	    "SELECT count(*) FROM (SELECT FROM (SELECT DISTINCT * FROM"
	    " unnest($1::int[],$2::int[]) AS k(tenant_id,device_id)) k"
	    " JOIN deployment d USING(tenant_id,device_id)" DEPLOYMENTS_IN_TURN
	    ") held",
	    DB_TEXT(tenants), DB_TEXT(devices));
}

int
verdict_settle(struct db *db, const struct settled *s)
{
	int rc = slate_write(db);

	return rc < 0
	    ? rc
	    : db_query_again(db, NULL,
		  "WITH wanted AS MATERIALIZED(SELECT d.tenant_id,d.patch_id,"
		  "d.device_id,x.same FROM unnest($1::int[],$2::int[],"
		  "$3::timestamptz[],$4::timestamptz[])"
		  " AS x(tenant,device,said,same) JOIN deployment d"
		  " ON d.tenant_id=x.tenant AND d.device_id=x.device"
		  " AND d.last_old>=x.said AND "
		  "d.last_old<x.same)," DEPLOYMENTS_HELD
		  "UPDATE deployment d SET last_old=x.same"
		  " FROM held x WHERE d.tenant_id=x.tenant_id"
		  " AND d.patch_id=x.patch_id AND d.device_id=x.device_id"
		  " AND d.last_old<x.same",
		  DB_TEXT(s->tenants), DB_TEXT(s->devices), DB_TEXT(s->said),
		  DB_TEXT(s->same));
}

static void
print_ids(const int64_t *ids, size_t n, struct buf *out)
{
	buf_add_u8(out, '{');
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%lld", i > 0 ? "," : "", (long long)ids[i]);
	buf_add_u8(out, '}');
}

static const struct slate_kind transition_rows = {
	.rank = SLATE_TRANSITION,
	.columns = 14,
	.sql = "INSERT INTO transition AS t(tenant_id,transition_id,patch_id,"
	       "device_id,attempt,at,from_state,to_state,flag,cause,level,"
	       "reason,policy_version,evidence,actor)"
	       " SELECT t,i,p,d,k,a,f,s,g,c,l,r,o,e::bigint[],'patchwacht'"
	       " FROM unnest($1::int[],$2::bigint[],$3::int[],$4::int[],"
	       "$5::int[],$6::timestamptz[],$7::text[],$8::text[],$9::text[],"
	       "$10::text[],$11::int[],$12::text[],$13::int[],$14::text[])"
	       " WITH ORDINALITY AS x(t,i,p,d,k,a,f,s,g,c,l,r,o,e,n)"
	       " ORDER BY n RETURNING t.transition_id,step(t)",
};

/* Each verdict stands in the audit trail, as the row that was made. */
static int
add_step(struct db *db, const struct verdict *v,
    const struct deployment_outcome *o, int64_t id, int64_t at,
    const char *flag, const char *evidence)
{
	struct buf action = { 0 }, object = { 0 };
	int rc;

	buf_printf(
	    &action, "verdict.%s", o->flag == 0 ? state_name(o->to) : flag);
	buf_printf(&object, "deployment/%s/%s", v->reference, v->device);
	rc = slate_add(db, &transition_rows,
	    (const struct db_arg[]){ DB_INT(v->tenant_id), DB_INT(id),
		DB_INT(v->patch_id), DB_INT(v->device_id),
		DB_INT(v->row.attempt), DB_TIME(at),
		DB_TEXT(state_name(o->from)), DB_TEXT(state_name(o->to)),
		o->flag == 0 ? DB_NULL : DB_TEXT(flag), DB_TEXT(o->cause),
		DB_INT(v->row.level), DB_TEXT(o->reason),
		DB_INT(v->policy_version), DB_TEXT(evidence) },
	    &(struct slate_note){ v->tenant_id, id, buf_str(&action),
		buf_str(&object), o->reason });
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
	int64_t id;
	int rc;

	rc = db_next_id(db, v->tenant_id, "transition", &id);
	if (rc < 0)
		return rc;
	print_ids(evidence, n_evidence, &ids);
	if (o->flag != 0)
		buf_printf(&flag, "%c%s", o->raised ? '+' : '-',
		    flag_name((enum deployment_flag)o->flag));
	rc = add_step(db, v, o, id, at, buf_str(&flag), buf_str(&ids));
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
