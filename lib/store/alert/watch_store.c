/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/watch_store.h"

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/late_sql.h"

/*
 * $1 is now, $2 the classes that sleep; each is planned with both.
 */

/* Half of its term has passed, and it is not shown; past it is another rule. By
 * the clock and the exceptions that there are, as todo has it. */
/* clang-format off */
static const char deadline_nears[] =
    "SELECT d.tenant_id,d.device_id,d.patch_id,'',json_strip_nulls("
    "json_build_object('device',v.name,'site',s.name,'patch',p.reference,"
    "'title',p.title,'priority',p.priority,'state',d.state,"
    "'seen',d.running,'deadline',d.deadline,'_term_from',d.clock_start))::text"
    " FROM deployment d JOIN device v USING(tenant_id,device_id)"
    " JOIN patch p USING(tenant_id,patch_id)"
    " LEFT JOIN site s ON s.tenant_id=v.tenant_id AND s.site_id=v.site_id"
    LATE_JOIN_ALL("d", "$1")
    " WHERE d.closed IS NULL AND d.seen IS NULL AND NOT " IS_EXCEPTED("d")
    " AND v.retired IS NULL AND d.state IN('planned',"
    "'in_window','reported','failed','undeterminable','rolled_back')"
    " AND d.deadline>$1 AND "
    "$1::timestamptz>=d.clock_start+(d.deadline-d.clock_start)/2"
    " AND $2::text[] IS NOT NULL";
/* clang-format on */

/*
 * By the polls that were made: in a gap of our own nothing is concluded. What
 * sleeps is missed after three days. What the work in a window explains has its
 * own rule, as deployment_has_not_returned has it: until then nothing is told.
 * Of a patch that is proven there is no work left. The two hours are
 * DEPLOYMENT_WORK.
 */
static const char silent[] =
    "SELECT x.tenant_id,x.device_id,0,'',json_strip_nulls(json_build_object("
    "'device',d.name,'address',host(d.address),'site',s.name,"
    "'silent_since',x.silent_since,'last_answer',x.last_answer))::text"
    " FROM device_state x JOIN device d USING(tenant_id,device_id)"
    " LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"
    " WHERE x.silent>0 AND d.retired IS NULL AND x.silent_since IS NOT NULL"
    " AND CASE WHEN x.class=ANY($2::text[])"
    " THEN x.silent_since<$1::timestamptz-interval '3 days' AND "
    "x.last_try>$1::timestamptz-interval "
    "'1 day' ELSE x.silent>=coalesce((SELECT p.silent_polls FROM policy p"
    " WHERE p.tenant_id=x.tenant_id AND p.effective<=$1"
    " ORDER BY p.version DESC LIMIT 1),3) END"
    " AND NOT EXISTS(SELECT FROM alert a WHERE a.tenant_id=x.tenant_id"
    " AND a.device_id=x.device_id AND a.rule='not_returned'"
    " AND a.closed IS NULL)"
    " AND NOT EXISTS(SELECT FROM deployment w JOIN policy o"
    " ON o.tenant_id=w.tenant_id AND o.version=w.policy_version"
    " WHERE w.tenant_id=x.tenant_id AND w.device_id=x.device_id"
    " AND w.state IN('planned','in_window','reported','seen')"
    " AND x.silent_since BETWEEN w.window_start AND w.window_end"
    " AND x.last_try<least(w.window_end,x.silent_since+interval '2 hours')"
    "+make_interval(secs=>o.return_s))";

static const char unknown_device[] =
    "SELECT p.tenant_id,0,0,host(p.address),json_strip_nulls("
    "json_build_object('address',host(p.address),'vendor',p.vendor,"
    "'model',p.model,'name',p.sys_name,'first_seen',p.first_seen,"
    "'last_seen',p.last_seen))::text FROM proposal p WHERE p.state='new'"
    " AND p.last_seen>$1::timestamptz-interval '30 days' AND $2::text[] IS NOT "
    "NULL";

static const char engine_changed[] =
    "SELECT DISTINCT ON(e.tenant_id,e.device_id) e.tenant_id,e.device_id,0,"
    "'',json_strip_nulls(json_build_object('device',d.name,'address',"
    "host(d.address),'site',s.name,'since',e.at,'what',e.detail))::text"
    " FROM event e JOIN device d USING(tenant_id,device_id)"
    " LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id"
    " WHERE e.at>$1::timestamptz-interval '7 days' AND e.kind='engine'"
    " AND d.retired IS NULL AND $2::text[] IS NOT NULL"
    " ORDER BY e.tenant_id,e.device_id,e.at DESC";

/* What a rule of privacy dropped, or a limit refused, is not lost; damage has a
 * rule of its own. */
static const char records_lost[] =
    "SELECT tenant_id,0,0,listener||' '||reason,json_build_object('listener',"
    "listener,'cause',reason,'count',sum(count),'since',min(at))::text"
    " FROM loss WHERE at>$1::timestamptz-interval '1 hour' AND count>0"
    " AND reason IN('socket','journal') AND tenant_id IN(SELECT"
    " tenant_id FROM tenant) AND $2::text[] IS NOT NULL"
    " GROUP BY tenant_id,listener,reason";

/* With its unit where the number alone would say nothing, as loss_print has. */
#define ROOM(n)                                                  \
	"CASE WHEN d.kind<>'smaller' THEN " n "::text"           \
	" WHEN d.part<>'storage' THEN " n "||' W'"               \
	" WHEN " n ">=100000000000 THEN " n "/1000000000||' GB'" \
	" WHEN " n ">=10000000 THEN " n "/1000000||' MB'"        \
	" ELSE " n "||' B' END"

/* What is not sure is shown, and nobody is called for it. */
static const char lost[] =
    "SELECT d.tenant_id,d.device_id,0,d.kind||' '||d.source||' '||d.key,"
    "json_build_object('device',v.name,'site',s.name,'lost',d.kind,'_part',"
    "d.part,'_label',coalesce(nullif(d.label,''),d.key),'_peer',d.peer,"
    "'_other',d.other,'_were'," ROOM("d.were") ",'_are'," ROOM(
	"d.are") ","
		 "'_source',d.source,"
		 "'since',d.seen)::text FROM difference d JOIN device v"
		 " USING(tenant_id,device_id) LEFT JOIN site s"
		 " ON s.tenant_id=v.tenant_id AND s.site_id=v.site_id"
		 " WHERE d.told IS NOT NULL AND d.over IS NULL AND d.sure"
		 " AND v.retired IS NULL AND $1::timestamptz IS NOT NULL"
		 " AND $2::text[] IS NOT NULL";

/*
 * Of a patch: devices of later rings that wait, from when, and what is left of
 * the earliest of their terms: each hour of the pause is one of it. Withdrawn
 * ones wait for nothing.
 */
static const char ring_paused[] =
    "SELECT d.tenant_id,0,d.patch_id,'',json_strip_nulls(json_build_object("
    "'patch',p.reference,'title',p.title,'priority',p.priority,"
    "'devices',count(*),'rings',string_agg(DISTINCT "
    "(ARRAY['pilot','few','some','rest'])[r.ring+1],', '),"
    "'since',min(t.at),'deadline',min(d.deadline),'hours',greatest(0,floor("
    "extract(epoch FROM min(d.deadline)-$1)/3600))::bigint,"
    "'_term_from',min(d.clock_start)))::text"
    " FROM deployment d JOIN patch p USING(tenant_id,patch_id)"
    " LEFT JOIN ring r ON r.tenant_id=d.tenant_id AND r.patch_id=d.patch_id"
    " AND r.device_id=d.device_id"
    " LEFT JOIN LATERAL (SELECT max(t.at) AS at FROM transition t"
    " WHERE t.tenant_id=d.tenant_id AND t.patch_id=d.patch_id"
    " AND t.device_id=d.device_id AND t.flag='+paused') t ON true"
    " WHERE d.paused AND d.state<>'withdrawn' AND $2::text[] IS NOT NULL"
    " GROUP BY d.tenant_id,d.patch_id,p.reference,p.title,p.priority";

static const struct {
	enum alert_rule rule;
	const char *sql;
} statements[] = {
	{ ALERT_DEADLINE_NEARS, deadline_nears },
	{ ALERT_SILENT, silent },
	{ ALERT_UNKNOWN_DEVICE, unknown_device },
	{ ALERT_ENGINE_CHANGED, engine_changed },
	{ ALERT_RECORDS_LOST, records_lost },
	{ ALERT_LOST, lost },
	{ ALERT_RING_PAUSED, ring_paused },
};

const enum alert_rule watch_rules[] = { ALERT_DEADLINE_NEARS, ALERT_SILENT,
	ALERT_UNKNOWN_DEVICE, ALERT_ENGINE_CHANGED, ALERT_RECORDS_LOST,
	ALERT_LOST, ALERT_RING_PAUSED };
const size_t watch_count = sizeof(watch_rules) / sizeof(watch_rules[0]);

int
watch_load(struct db *db, enum alert_rule rule, int64_t now,
    const char *sleepers, struct db_rows **out)
{
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]);
	     i++) {
		if (statements[i].rule == rule)
			return db_query(db, out, statements[i].sql,
			    DB_TIME(now), DB_TEXT(sleepers));
	}
	return ERR_NOTFOUND;
}

int
watch_keep_sleepers(struct db *db, const char *sleepers)
{
	int rc = db_query(db, NULL,
	    "DELETE FROM sleeping_class WHERE class<>'printer'"
	    " AND class<>ALL($1::text[])",
	    DB_TEXT(sleepers));

	return rc < 0 ? rc
		      : db_query(db, NULL,
			    "INSERT INTO sleeping_class(class)"
			    " SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
			    DB_TEXT(sleepers));
}
