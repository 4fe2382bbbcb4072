/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/export/export_watch.h"

#include <stddef.h>

/* SQL of SQL, which the formatter would push off the page. */
/* clang-format off */

#define TIME(t) \
	"to_char(" t " AT TIME ZONE 'UTC','YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
#define YES_NO(b) "CASE WHEN " b " THEN 'yes' ELSE 'no' END"

/* Words of a list, as list_text.h of the register has them. */
#define WORD(x) "replace(replace(" x ",'\\','\\\\'),'|','\\|')"

/* The first realm has the name of its organisation, and needs none. */
const char *const export_range_columns[] = { "range", "realm", "label", "site",
	"credentials", "rate", "port", "medical", "tags", "approved",
	"approved_by", "approval", "added", "added_by", NULL };
const char export_ranges[] =
	"SELECT r.block::text,CASE WHEN r.realm_id<>1 THEN m.name END,r.label,"
	"s.name,(SELECT string_agg(" WORD("c.label") ",'|' ORDER BY x.place)"
	" FROM range_credential x JOIN credential c"
	" USING(tenant_id,credential_id) WHERE x.tenant_id=r.tenant_id"
	" AND x.range_id=r.range_id AND c.removed IS NULL),r.rate::text,"
	"r.port::text," YES_NO("r.medical") ",array_to_string(r.tags,' '),"
	TIME("r.approved") ",r.approved_by,r.approval," TIME("r.added")
	",r.added_by FROM range r JOIN realm m USING(tenant_id,realm_id)"
	" LEFT JOIN site s USING(tenant_id,site_id) WHERE r.tenant_id=$1"
	" AND r.removed IS NULL ORDER BY m.realm_id,r.block";

/* Of the secret, which nobody here can read, that there is one. */
const char *const export_channel_columns[] = { "name", "means", "target",
	"function", "to", "least", "rules", "digest", "language", "form",
	"topic", "ca_file", "version", "user", "auth", "priv", "secret", NULL };
const char export_channels[] =
	"SELECT coalesce(name,target),kind,target,function,"
	"CASE WHEN functions='{}' THEN 'all'"
	" ELSE array_to_string(functions,'|') END,least,"
	"array_to_string(rules,'|'),digest,language,settings->>'form',"
	"settings->>'topic',settings->>'ca_file',settings->>'version',"
	"settings->>'user',settings->>'auth',settings->>'priv',"
	YES_NO("channel_id=ANY((SELECT channels_sealed($1))::integer[])")
	" FROM channel WHERE tenant_id=$1 AND removed IS NULL"
	" ORDER BY channel_id";

const char *const export_mute_columns[] = { "rule", "site", "device", "since",
	"until", "reason", "made", "made_by", NULL };
const char export_mutes[] =
	"SELECT m.rule,s.name,d.name," TIME("m.since") "," TIME("m.until")
	",m.reason," TIME("m.made") ",m.made_by FROM mute m"
	" LEFT JOIN site s USING(tenant_id,site_id) LEFT JOIN device d"
	" ON d.tenant_id=m.tenant_id AND d.device_id=m.device_id"
	" WHERE m.tenant_id=$1 AND m.ended IS NULL AND m.until>now()"
	" ORDER BY m.mute_id";

const char *const export_hold_columns[] = { "since", "until", "reason",
	"owner", "set_at", "set_by", NULL };
const char export_holds[] =
	"SELECT " TIME("since") "," TIME("until") ",reason,owner,"
	TIME("set_at") ",set_by FROM hold WHERE tenant_id=$1"
	" AND released_at IS NULL AND until>now() ORDER BY hold_id";

const char *const export_pilot_columns[] = { "patch", "device", "place", "at",
	"function", "function_note", "compatibility", "compatibility_note",
	"performance", "performance_note", "made", "actor", NULL };
const char export_pilots[] =
	"SELECT p.reference,d.name,t.place," TIME("t.at") ",t.function,"
	"t.function_note,t.compatibility,t.compatibility_note,t.performance,"
	"t.performance_note," TIME("t.made") ",t.actor FROM pilot t"
	" JOIN patch p USING(tenant_id,patch_id) LEFT JOIN device d"
	" ON d.tenant_id=t.tenant_id AND d.device_id=t.device_id"
	" WHERE t.tenant_id=$1 ORDER BY t.pilot_id";

const char *const export_exception_columns[] = { "id", "patch", "device",
	"kind", "reason", "measure", "owner", "until", "extends", "safety",
	"safety_by", "safety_note", "requested", "requested_by", "approved",
	"approved_by", "declared", "declared_of", "declared_by", "document",
	"sha256", "refused", "refused_by", "decided_as", "decision", NULL };

/* What was decided on paper, and entered by somebody, is told as such. */
#define APPROVED(column, declared)                                    \
	"CASE WHEN e.approved IS NOT NULL AND e.declared_by IS " declared \
	"NULL THEN " column " END"
const char export_exceptions[] =
	"SELECT e.exception_id::text,p.reference,d.name,e.kind,"
	"e.reason,e.measure,e.owner," TIME("e.valid_until")
	",e.extends::text,e.safety,e.safety_by,e.safety_note,"
	TIME("e.requested") ",e.requested_by,"
	APPROVED(TIME("e.approved"), "") ","
	APPROVED("e.approved_by", "") ","
	APPROVED(TIME("e.approved"), "NOT ") ","
	APPROVED("e.approved_by", "NOT ") ",e.declared_by,e.document,"
	"encode(e.document_sha256,'hex')," TIME("e.refused")
	",e.refused_by,e.decided_as,e.decision"
	" FROM exception e JOIN patch p USING(tenant_id,patch_id)"
	" LEFT JOIN device d ON d.tenant_id=e.tenant_id"
	" AND d.device_id=e.device_id WHERE e.tenant_id=$1"
	" ORDER BY e.exception_id";

const char *const export_advice_columns[] = { "exception", "patch", "device",
	"at", "verdict", "reason", "actor", "adviser", "document", "sha256",
	NULL };
const char export_advices[] =
	"SELECT a.exception_id::text,p.reference,d.name," TIME("a.at")
	",a.verdict,a.reason,a.actor,a.adviser,a.document,"
	"encode(a.document_sha256,'hex') FROM advice a"
	" JOIN exception e USING(tenant_id,exception_id)"
	" JOIN patch p USING(tenant_id,patch_id) LEFT JOIN device d"
	" ON d.tenant_id=e.tenant_id AND d.device_id=e.device_id"
	" WHERE a.tenant_id=$1 ORDER BY a.advice_id";

const char *const export_emergency_columns[] = { "patch", "at", "actor",
	"reason", "due", "approved", "approved_by", NULL };
const char export_emergencies[] =
	"SELECT p.reference," TIME("x.at") ",x.actor,x.reason," TIME("x.due")
	"," TIME("x.approved") ",x.approved_by FROM emergency x"
	" JOIN patch p USING(tenant_id,patch_id) WHERE x.tenant_id=$1"
	" ORDER BY x.emergency_id";

const char *const export_list_columns[] = { "supplier", "patch", "device",
	"at", "note", "made", "actor", NULL };
const char export_lists[] =
	"SELECT s.name,c.patch,c.device," TIME("c.at") ",c.note," TIME("c.made")
	",c.actor FROM supplier_claim c JOIN supplier s"
	" USING(tenant_id,supplier_id) WHERE c.tenant_id=$1"
	" ORDER BY c.supplier_claim_id";

/* clang-format on */
