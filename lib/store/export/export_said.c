/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/export/export_said.h"

#include <stddef.h>

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define TIME(t) \
	"to_char(" t " AT TIME ZONE 'UTC','YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
#define YES_NO(b) "CASE WHEN " b " THEN 'yes' ELSE 'no' END"
#define SPAN(s) "(" s ")||' s'"
#define SCORE(s) "to_char(" s "/10.0,'FM990.0')"

const char *const export_window_columns[] = { "name", "when", "site",
	"calendar", NULL };
const char export_windows[] =
	"SELECT w.name,w.rule,s.name,w.calendar FROM window_rule w"
	" LEFT JOIN site s USING(tenant_id,site_id) WHERE w.tenant_id=$1"
	" AND w.removed IS NULL ORDER BY w.name";

const char *const export_day_columns[] = { "day", "name", NULL };
const char export_days[] =
	"SELECT day::text,name FROM day_off WHERE tenant_id=$1 ORDER BY day";

const char *const export_schedule_columns[] = { "name", "kind", "every",
	"languages", "days", "site", "each_site", "recipients", "folder",
	"bundle", "readers", "since", NULL };
const char export_schedules[] =
	"SELECT s.name,s.kind,s.every,array_to_string(s.languages,'|'),"
	"s.days::text,i.name," YES_NO("s.each_site") ","
	"array_to_string(s.recipients,'|'),s.folder," YES_NO("s.bundle") ","
	"s.readers," TIME("s.since")
	" FROM schedule s LEFT JOIN site i USING(tenant_id,site_id)"
	" WHERE s.tenant_id=$1 AND s.removed IS NULL ORDER BY s.name";

/* The keys of a policy file, patchwacht-policy(5). */
const char *const export_policy_columns[] = { "version", "name", "critical",
	"high", "medium", "low", "confirm_gap", "reported",
	"reported_critical", "window_grace", "return", "settle", "observe",
	"observe_active", "observe_max", "reboot_window", "silent_polls",
	"reboot_limit", "gap_percent", "within_percent", "partly_percent",
	"unused_days", "uplink_percent", "cpu_percent", "memory_percent",
	"volume_percent", "busy_percent", "follow_critical", "follow", "decide",
	"assess", "report", "skew", "log_silence", "answered_percent",
	"exploited", "mitigate", "afterwards", "score_critical", "score_high",
	"score_medium", "unknown_class", "patient_class", "exploited_class",
	"internet_raises", "thresholds", "reason", "effective", "actor", NULL };
const char export_policies[] =
	"SELECT version::text,name," SPAN("critical_s") "," SPAN("high_s") ","
	SPAN("medium_s") "," SPAN("low_s") "," SPAN("confirm_gap_s") ","
	SPAN("reported_s") "," SPAN("reported_critical_s") ","
	SPAN("window_grace_s") "," SPAN("return_s") "," SPAN("settle_s") ","
	SPAN("observe_s") "," SPAN("observe_active_s") ","
	SPAN("observe_max_s") "," SPAN("reboot_window_s") ","
	"silent_polls::text,reboot_limit::text,gap_percent::text,"
	"within_percent::text,partly_percent::text,"
	"unused_days::text,uplink_percent::text,cpu_percent::text,"
	"memory_percent::text,volume_percent::text,busy_percent::text,"
	SPAN("follow_critical_s") "," SPAN("follow_s") "," SPAN("decide_s") ","
	SPAN("assess_s") "," SPAN("report_s") "," SPAN("skew_s") ","
	SPAN("log_silence_s") ",answered_percent::text,"
	SPAN("nullif(exploited_s,0)") "," SPAN("mitigate_s") ","
	SPAN("afterwards_s") "," SCORE("score_critical") ","
	SCORE("score_high") "," SCORE("score_medium") ",unknown_class,"
	"patient_class,exploited_class,internet_raises::text,"
	"nullif(thresholds,''),reason,"
	TIME("effective") ",actor FROM policy WHERE tenant_id=$1"
	" ORDER BY version";

const char *const export_person_columns[] = { "login", "name", "function",
	"sites", "supplier", "mandate", "mandate_sha256", "until", "since",
	"granted_by", NULL };
const char export_people[] =
	"SELECT h.login,h.name,h.function,(SELECT string_agg(s.name,'|'"
	" ORDER BY s.name) FROM site s WHERE s.tenant_id=h.tenant_id"
	" AND s.site_id=ANY(h.site_ids)),h.party,h.mandate,"
	"encode(h.mandate_sha256,'hex')," TIME("h.until") "," TIME("h.since")
	",h.granted_by FROM holder h WHERE h.tenant_id=$1"
	" AND (h.until IS NULL OR h.until>now())"
	" ORDER BY h.login,h.function,h.holder_id";

const char *const export_permission_columns[] = { "document", "sha256", "site",
	"until", "granted_by", "made", "actor", NULL };
const char export_permissions[] =
	"SELECT p.document,encode(p.document_sha256,'hex'),s.name,"
	TIME("p.valid_until") ",p.granted_by," TIME("p.made") ",p.actor"
	" FROM legacy_permission p LEFT JOIN site s USING(tenant_id,site_id)"
	" WHERE p.tenant_id=$1 AND p.ended IS NULL AND p.valid_until>now()"
	" ORDER BY p.permission_id";

const char *const export_mitigation_columns[] = { "patch", "device", "at",
	"measure", "evidence", "ended_why", "made", "actor", "ended",
	"ended_by", NULL };
const char export_mitigations[] =
	"SELECT p.reference,d.name," TIME("m.at") ",m.measure,m.evidence,"
	"m.ended_why," TIME("m.made") ",m.actor," TIME("m.ended")
	",m.ended_by FROM mitigation m JOIN patch p USING(tenant_id,patch_id)"
	" LEFT JOIN device d ON d.tenant_id=m.tenant_id"
	" AND d.device_id=m.device_id WHERE m.tenant_id=$1"
	" ORDER BY m.mitigation_id";

const char *const export_deviation_columns[] = { "patch", "device", "at",
	"what", "why", "made", "actor", NULL };
const char export_deviations[] =
	"SELECT p.reference,d.name," TIME("v.at") ",v.what,v.why,"
	TIME("v.made") ",v.actor FROM deviation v JOIN patch p"
	" USING(tenant_id,patch_id) LEFT JOIN device d"
	" ON d.tenant_id=v.tenant_id AND d.device_id=v.device_id"
	" WHERE v.tenant_id=$1 ORDER BY v.deviation_id";

const char *const export_informed_columns[] = { "patch", "at", "who", "how",
	"made", "actor", NULL };
const char export_informed[] =
	"SELECT p.reference," TIME("i.at") ",i.who,i.how," TIME("i.made")
	",i.actor FROM informed i JOIN patch p USING(tenant_id,patch_id)"
	" WHERE i.tenant_id=$1 ORDER BY i.informed_id";

const char *const export_support_columns[] = { "vendor", "model", "device",
	"ends", "source", "made", "actor", NULL };
const char export_support[] =
	"SELECT e.vendor,e.model,d.name," TIME("e.ends") ",e.source,"
	TIME("e.made") ",e.actor FROM support_end e LEFT JOIN device d"
	" USING(tenant_id,device_id) WHERE e.tenant_id=$1"
	" AND e.removed IS NULL ORDER BY e.support_id";

const char *const export_source_columns[] = { "name", "vendor", "class",
	"owner", "url", "made", "actor", NULL };
const char export_sources[] =
	"SELECT name,vendor,class,owner,url," TIME("made") ",actor"
	" FROM advisory_source WHERE tenant_id=$1 AND removed IS NULL"
	" ORDER BY source_id";

const char *const export_advisory_columns[] = { "reference", "title",
	"published", "source", "vendor", "product", "vulnerabilities", "made",
	"actor", "decided", "decided_by", "decision", "reason", NULL };
const char export_advisories[] =
	"SELECT reference,title," TIME("published") ",source,vendor,product,"
	"array_to_string(vulnerabilities,' ')," TIME("made") ",actor,"
	TIME("decided") ",decided_by,decision,reason FROM advisory"
	" WHERE tenant_id=$1 ORDER BY advisory_id";

const char *const export_exploited_columns[] = { "vulnerability", "listed",
	"due", "source", "dated", NULL };
const char export_exploited[] =
	"SELECT e.vulnerability," TIME("e.listed") "," TIME("e.due")
	",l.source," TIME("l.dated") " FROM (SELECT * FROM exploited_list"
	" WHERE tenant_id=$1 ORDER BY dated DESC,list_id DESC LIMIT 1) l"
	" JOIN exploited e USING(tenant_id,list_id) ORDER BY e.vulnerability";

const char *const export_assessment_columns[] = { "patch", "score",
	"known_exploited", "internet_facing", "patient_safety", "criticality",
	"impact", "dependencies", "priority", "reason", "proposed", "was",
	"at", "actor", "approved", "approved_by", NULL };
const char export_assessments[] =
	"SELECT p.reference," SCORE("a.score") ","
	YES_NO("a.known_exploited") "," YES_NO("a.internet_facing") ","
	YES_NO("a.patient_safety") ",a.criticality,a.impact,a.dependencies,"
	"a.priority,a.reason,a.proposed,a.was," TIME("a.at") ",a.actor,"
	TIME("a.approved") ",a.approved_by FROM assessment a JOIN patch p"
	" USING(tenant_id,patch_id) WHERE a.tenant_id=$1"
	" ORDER BY a.assessment_id";

/* The newest revision of each. */
const char *const export_framework_columns[] = { "name", "used", "unverified",
	"reason", "made", "actor", NULL };
const char export_frameworks[] =
	"SELECT DISTINCT ON(name) name," YES_NO("used") "," YES_NO("unverified")
	",reason," TIME("made") ",actor FROM framework_choice"
	" WHERE tenant_id=$1 ORDER BY name,rev DESC";

/* As `framework export` gives them. */
const char *const export_control_columns[] = { "framework", "id", "title_nl",
	"title_en", "required", "supporting", "source", NULL };
const char export_controls[] =
	"SELECT framework,control,title_nl,title_en,"
	"array_to_string(required,' '),array_to_string(supporting,' '),source"
	" FROM (SELECT DISTINCT ON(framework,control) * FROM framework_control"
	" WHERE tenant_id=$1 ORDER BY framework,control,rev DESC) x"
	" WHERE NOT removed ORDER BY framework,control";

const char *const export_applicability_columns[] = { "framework", "control",
	"applicable", "reason", "decided_by", "decided", "sha256", "made",
	"actor", NULL };
const char export_applicability[] =
	"SELECT DISTINCT ON(framework,control) framework,control,"
	YES_NO("applicable") ",reason,decided_by,decided::text,"
	"encode(sha256,'hex')," TIME("made") ",actor FROM applicability"
	" WHERE tenant_id=$1 ORDER BY framework,control,rev DESC";

/* clang-format on */
