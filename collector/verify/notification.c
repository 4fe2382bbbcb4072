/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/notification.h"

#include <string.h>

#include "collector/verify/context.h"
#include "collector/verify/proof.h"
#include "collector/verify/redact.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/profile/trap_rules.h"
#include "lib/store/follow.h"
#include "lib/store/patch/evidence.h"
#include "lib/wire/varbind.h"

#define FLAPS      (10 * CLOCK_MINUTE)

#define SYS_UPTIME OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define TRAP_OID   OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0)

enum { DETAIL_MAX = 400 };

static const char *event_kind(enum trap_class class)
{
	switch (class) {
	case TRAP_OTHER:
	case TRAP_CHANGE: /* the poll that it makes due tells what it is */
		return NULL;
	case TRAP_UPGRADE:
		return "upgrade_told";
	default:
		return trap_class_name(class);
	}
}

static bool flaps(enum trap_class class)
{
	return class == TRAP_LINK_DOWN || class == TRAP_LINK_UP ||
	    class == TRAP_AUTH_FAILURE;
}

static const struct trap_rule *
find_rule(const struct verify *v, const struct stored_trap *t)
{
	const struct trap_rule *rule;
	struct buf oid = { 0 };

	if (oid_parse(t->oid, &oid) < 0)
		return NULL;
	rule = trap_rules_find(v->traps, (struct oid){ oid.data, oid.len });
	buf_free(&oid);
	return rule;
}

static void
describe(const char *name, const struct stored_trap *t, struct buf *out)
{
	struct ber list = { t->varbinds, t->varbinds_len };
	char oid[OID_TEXT_MAX];
	struct varbind vb;

	buf_add_str(out, name);
	while (out->len < DETAIL_MAX && varbind_take(&list, &vb) == ERR_OK) {
		if (oid_eq(vb.oid, SYS_UPTIME) || oid_eq(vb.oid, TRAP_OID) ||
		    !oid_is_valid(vb.oid) || !value_is_real(&vb.value) ||
		    vb.value.len > DETAIL_MAX)
			continue;
		buf_printf(out, "; %s=", oid_print(vb.oid, oid));
		value_print(&vb.value, out);
	}
}

static int
conclude(
    struct verify *v, const struct stored_trap *t, const struct trap_rule *rule)
{
	struct redacted as = { 0 };
	struct buf detail = { 0 };
	int64_t evidence;
	int rc;

	describe(rule->name, t, &detail);
	redact_trap(v, t, buf_str(&detail), &as);
	rc = proof_of_trap(v, t, &as, rule->name, &evidence);
	if (rc == ERR_OK)
		rc = device_event_add(v->db,
		    &(struct device_event){
			.tenant_id = t->tenant_id,
			.device_id = t->device_id,
			.at = t->at,
			.kind = event_kind(rule->class),
			.source = "trap",
			.detail = buf_str(&as.text),
			.evidence_id = evidence,
		    });
	buf_free(&detail);
	redacted_free(&as);
	return rc;
}

int
notification_take(struct verify *v, const struct stored_trap *t)
{
	const struct trap_rule *rule = find_rule(v, t);
	bool recent = false;
	int rc = ERR_OK;

	if (rule == NULL || event_kind(rule->class) == NULL)
		return ERR_OK;
	if (flaps(rule->class))
		rc = device_event_is_recent(v->db, t->tenant_id, t->device_id,
		    event_kind(rule->class), t->at - FLAPS, &recent);
	return rc < 0 || recent ? rc : conclude(v, t, rule);
}
