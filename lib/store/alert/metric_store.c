/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/metric_store.h"

#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/patch/late_sql.h"

#define EPOCH(column) "extract(epoch FROM " column ")::float8"

/* Of millions, those that ask: as the index deployment_asks has them. */
#define ASKS "(x.state NOT IN(" STATES_SOUND ",'withdrawn') OR x.conflicting)"

/* clang-format off */
static const char late_of_each[] =
	"SELECT t.tenant_id,coalesce(o.n,0)::float8 FROM tenant t LEFT JOIN("
	"SELECT x.tenant_id,count(*) AS n FROM deployment x"
	LATE_JOIN_ALL("x", "now()") " WHERE " ASKS " AND " IS_LATE("x", "now()")
	" GROUP BY 1) o USING(tenant_id) ORDER BY 1";
static const char conflicting_of_each[] =
	"SELECT t.tenant_id,(SELECT count(*) FROM deployment x"
	" WHERE x.tenant_id=t.tenant_id AND x.conflicting AND " ASKS ")::float8"
	" FROM tenant t ORDER BY 1";
/* clang-format on */

static const struct metric_family as_they_are[] = {
	{ "patchwacht_role_start_timestamp_seconds",
	    "When a role of the daemon began, as it told last.",
	    { "role", "host" },
	    "SELECT role,host," EPOCH(
		"max(started)") " FROM run"
				" WHERE seen>now()-interval '1 day' GROUP BY "
				"1,2 ORDER BY 1,2" },
	{ "patchwacht_role_last_seen_timestamp_seconds",
	    "When a role last told that it runs: once a minute.",
	    { "role", "host" },
	    "SELECT role,host," EPOCH(
		"max(seen)") " FROM run"
			     " WHERE seen>now()-interval '1 day' GROUP BY 1,2 "
			     "ORDER BY 1,2" },
	{ "patchwacht_poll_devices", "Devices that a worker polls.",
	    { "role", "host" },
	    "SELECT DISTINCT ON(role,host) role,host,devices::float8 FROM run"
	    " WHERE devices IS NOT NULL AND seen>now()-interval '150 s'"
	    " ORDER BY role,host,started DESC" },
	{ "patchwacht_poll_delay_p99_seconds",
	    "How late polls began in a worker's last minute: 99 of 100.",
	    { "role", "host" },
	    "SELECT DISTINCT ON(role,host) role,host,delay_p99_us/1e6 FROM run"
	    " WHERE devices IS NOT NULL AND seen>now()-interval '150 s'"
	    " ORDER BY role,host,started DESC" },
	{ "patchwacht_poll_delay_max_seconds",
	    "How late the latest poll of a worker's last minute began.",
	    { "role", "host" },
	    "SELECT DISTINCT ON(role,host) role,host,delay_max_us/1e6 FROM run"
	    " WHERE devices IS NOT NULL AND seen>now()-interval '150 s'"
	    " ORDER BY role,host,started DESC" },
	{ "patchwacht_journal_loaded_records",
	    "The number of the last record of a journal that is loaded.",
	    { "stream", "host" },
	    "SELECT stream,host,max(seq)::float8 FROM journal_pos"
	    " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_journal_waiting_bytes",
	    "What was left of a journal when records of it were loaded last.",
	    { "stream", "host" },
	    "SELECT DISTINCT ON(stream,host) stream,host,behind::float8"
	    " FROM journal_pos ORDER BY stream,host,at DESC" },
	{ "patchwacht_journal_loaded_timestamp_seconds",
	    "When a record of a journal was loaded last.", { "stream", "host" },
	    "SELECT stream,host," EPOCH(
		"max(at)") " FROM journal_pos"
			   " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_journal_damaged_segments",
	    "Segments that were kept aside as damaged.", { "stream", "host" },
	    "SELECT stream,host,sum(damaged)::float8 FROM journal_pos"
	    " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_reader_lag_records",
	    "Records that are loaded and not yet read by a role.",
	    { "reader", "stream", "host" },
	    "SELECT r.reader,j.stream,j.host,"
	    "sum(greatest(j.seq-r.seq,0))::float8 FROM reader_pos r"
	    " JOIN journal_pos j USING(journal) GROUP BY 1,2,3 ORDER BY "
	    "1,2,3" },
	{ "patchwacht_quarantined_records",
	    "Records of the last seven days that no table took.", { NULL },
	    "SELECT count(*)::float8 FROM quarantine"
	    " WHERE at>now()-interval '7 days' AND reason<>'redacted'" },
	{ "patchwacht_lost_records",
	    "Messages and records of the last hour that were not kept.",
	    { "tenant", "reason" },
	    "SELECT tenant_id,reason,sum(count)::float8 FROM loss"
	    " WHERE at>now()-interval '1 hour' AND count>0"
	    " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_verified_timestamp_seconds",
	    "When the verifier looked last, however long ago: verdicts are of "
	    "then.",
	    { NULL },
	    "SELECT " EPOCH("max(seen)") " FROM run WHERE role='verify'"
					 " HAVING max(seen) IS NOT NULL" },
	{ "patchwacht_alerts", "Alerts that hold.", { "tenant", "rule" },
	    "SELECT tenant_id,rule,count(*)::float8 FROM alert"
	    " WHERE closed IS NULL GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_alerts_unassigned",
	    "Alerts that are in no incident yet: above zero for long, nobody "
	    "decides.",
	    { NULL },
	    "SELECT count(*)::float8 FROM alert WHERE incident_id IS NULL" },
	{ "patchwacht_incidents", "Incidents that are open.",
	    { "tenant", "severity", "state" },
	    "SELECT tenant_id,severity,CASE WHEN muted THEN 'muted'"
	    " WHEN acked IS NOT NULL THEN 'acknowledged'"
	    " WHEN recovered IS NOT NULL THEN 'recovering' ELSE 'open' END,"
	    "count(*)::float8 FROM incident WHERE closed IS NULL"
	    " GROUP BY 1,2,3 ORDER BY 1,2,3" },
	{ "patchwacht_notifications_pending",
	    "Messages that wait for a channel.", { "means" },
	    "SELECT m,count(n.notification_id)::float8 FROM"
	    " unnest('{mail,program,snmp,syslog,webhook}'::text[]) m"
	    " LEFT JOIN(notification n JOIN channel c"
	    " USING(tenant_id,channel_id)) ON c.kind=m AND n.sent IS NULL"
	    " AND n.dropped IS NULL GROUP BY 1 ORDER BY 1" },
	{ "patchwacht_notifications_failing",
	    "Of these, those that were refused or could not be sent before.",
	    { "means" },
	    "SELECT m,count(n.notification_id)::float8 FROM"
	    " unnest('{mail,program,snmp,syslog,webhook}'::text[]) m"
	    " LEFT JOIN(notification n JOIN channel c"
	    " USING(tenant_id,channel_id)) ON c.kind=m AND n.sent IS NULL"
	    " AND n.dropped IS NULL AND n.last_error IS NOT NULL"
	    " GROUP BY 1 ORDER BY 1" },
	{ "patchwacht_deliveries_pending",
	    "Reports that wait to be mailed or copied.", { "kind" },
	    "SELECT k,count(d.delivery_id)::float8 FROM"
	    " unnest('{anchors,folder,mail}'::text[]) k"
	    " LEFT JOIN delivery d ON d.kind=k AND d.sent IS NULL"
	    " AND d.dropped IS NULL GROUP BY 1 ORDER BY 1" },
	{ "patchwacht_notifications_oldest_age_seconds",
	    "How long the oldest of these waits.", { NULL },
	    "SELECT coalesce(extract(epoch FROM now()-min(created)),0)::float8"
	    " FROM notification WHERE sent IS NULL AND dropped IS NULL" },
};

static const struct metric_family counts[] = {
	{ "patchwacht_devices", "Devices in the register, by what they do.",
	    { "tenant", "state" },
	    "SELECT d.tenant_id,CASE WHEN s.silent>0 THEN 'silent'"
	    " WHEN s.refused>0 THEN 'refusing' WHEN s.last_answer IS NULL"
	    " THEN 'unread' ELSE 'answering' END,count(*)::float8"
	    " FROM device d LEFT JOIN device_state s"
	    " USING(tenant_id,device_id) WHERE d.retired IS NULL"
	    " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_last_answer_timestamp_seconds",
	    "When any device answered last.", { "tenant" },
	    "SELECT tenant_id," EPOCH(
		"max(last_answer)") " FROM device_state"
				    " GROUP BY 1 HAVING max(last_answer) IS "
				    "NOT NULL ORDER BY 1" },
	{ "patchwacht_deployments",
	    "Patches on devices, by the verdict on them, as the verifier left "
	    "it.",
	    { "tenant", "state" },
	    "SELECT tenant_id,state,count(*)::float8 FROM deployment"
	    " GROUP BY 1,2 ORDER BY 1,2" },
	{ "patchwacht_deployments_overdue",
	    "Of these, past their deadline without an exception, by the clock.",
	    { "tenant" }, late_of_each },
	{ "patchwacht_deployments_conflicting",
	    "Of these, those whose sources disagree.", { "tenant" },
	    conflicting_of_each },
};

const struct metric_families metric_now = {
	as_they_are,
	sizeof(as_they_are) / sizeof(as_they_are[0]),
};
const struct metric_families metric_counted = {
	counts,
	sizeof(counts) / sizeof(counts[0]),
};

int
metric_load(struct db *db, const struct metric_family *f, struct db_rows **out)
{
	return db_query(db, out, f->sql);
}

/* Of the roles that ran within a day, those that told nothing for minutes: what
 * was moved to another host, and a worker that was taken away, is forgotten
 * after that day. Where nobody judges or loads at all, that is told for as
 * long. */
int
metric_missing(struct db *db, char **out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT string_agg(role||' on '||host,', ' ORDER BY role,host)"
	    " FROM(SELECT role,host,max(seen) AS seen,"
	    "max(max(seen)) OVER(PARTITION BY role) AS last FROM run"
	    " WHERE role IN('store','verify','alert','poll') GROUP BY 1,2) x"
	    " WHERE seen<now()-interval '5 min' AND(seen>now()-interval '1 day'"
	    " OR(seen=last AND role IN('store','verify')))");

	*out = NULL;
	if (rc == ERR_OK && !db_is_null(rows, 0, 0))
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}
