/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/trial.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/wire/oid.h"
#include "lib/wire/varbind.h"

#define SLOW CLOCK_SECOND

enum { LONG_ROWS = 10 }; /* of eight columns: some 1,300 octets */

/* SNMPv2-MIB, RFC 3418 */
#define SYS_DESCR     OID_OF(0x2b, 6, 1, 2, 1, 1, 1, 0)
#define SYS_OBJECT_ID OID_OF(0x2b, 6, 1, 2, 1, 1, 2, 0)
#define SYS_UPTIME    OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define SYS_NAME      OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0)
/* ifEntry of IF-MIB, RFC 2863; entPhysicalDescr of ENTITY-MIB, RFC 6933 */
#define IF_COLUMN(n) OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, n)
#define ENT_PHYSICAL OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 2)

struct trial {
	struct engine *engine;
	struct engine_peer peer;
	char community[256];
	struct usm_user user;
	int retries;
	uint32_t ticket;
	bool is_open; /* the ticket */
	bool has_begun;
	struct buf names;
	struct trial_result result;
	trial_done *done;
	void *arg;
};

static void on_contact(void *arg, const struct engine_end *end);
static void on_interfaces(void *arg, const struct engine_end *end);
static void on_parts(void *arg, const struct engine_end *end);
static void on_long(void *arg, const struct engine_end *end);
static void on_engine(void *arg, const struct engine_end *end);
static void on_lower(void *arg, const struct engine_end *end);
static void on_plain_context(void *arg, const struct engine_end *end);

bool
trial_found(const struct trial_result *r, enum finding f)
{
	return (r->findings >> f & 1) != 0;
}

static void
find(struct trial *t, enum finding f)
{
	t->result.findings |= UINT64_C(1) << f;
}

void
trial_free(struct trial *t)
{
	if (t == NULL)
		return;
	if (t->is_open)
		engine_cancel(t->engine, t->ticket);
	security_free(t->peer.security);
	box_wipe(t->community, sizeof(t->community));
	box_wipe(&t->user, sizeof(t->user));
	buf_free(&t->names);
	free(t);
}

static void
finish(struct trial *t)
{
	if (t->peer.security != NULL && t->result.answers)
		(void)security_engine(t->peer.security, &t->result.engine);
	t->done(t->arg, &t->result);
}

/* Of the names in t->names, which are dropped. */
static void
ask(struct trial *t, uint8_t pdu, int rows, engine_done *done)
{
	const struct engine_question q = { .pdu = pdu,
		.max_repetitions = rows,
		.varbinds = { t->names.data, t->names.len },
		.retries = t->retries };

	t->is_open =
	    engine_ask(t->engine, &t->peer, &q, done, t, &t->ticket) == 0;
	buf_clear(&t->names);
	if (!t->is_open && t->has_begun) {
		find(t, FINDING_STOPPED);
		finish(t);
	}
}

static void
ask_contact(struct trial *t, engine_done *done)
{
	varbind_add_name(&t->names, SYS_DESCR);
	varbind_add_name(&t->names, SYS_OBJECT_ID);
	varbind_add_name(&t->names, SYS_UPTIME);
	varbind_add_name(&t->names, SYS_NAME);
	ask(t, SNMP_GET, 0, done);
}

static void
ask_as(struct trial *t, const struct usm_user *user, engine_done *done)
{
	security_free(t->peer.security);
	t->peer.security = security_new(user);
	t->peer.version = SNMP_V3;
	ask_contact(t, done);
}

/*
 * It answers
 */

static void
take_text(const struct varbind *vb, char out[TRIAL_TEXT_MAX])
{
	struct buf text = { 0 };
	size_t len;

	value_print(&vb->value, &text);
	len = text.len < TRIAL_TEXT_MAX ? text.len : TRIAL_TEXT_MAX - 1;
	memcpy(out, text.data, len);
	out[len] = '\0';
	buf_free(&text);
}

static void
read_contact(struct trial *t, struct ber list)
{
	struct trial_result *r = &t->result;
	struct varbind vb;

	while (varbind_take(&list, &vb) == 0) {
		if (!value_is_real(&vb.value))
			continue;
		if (oid_eq(vb.oid, SYS_DESCR))
			take_text(&vb, r->sys_descr);
		else if (oid_eq(vb.oid, SYS_OBJECT_ID))
			take_text(&vb, r->sys_object_id);
		else if (oid_eq(vb.oid, SYS_NAME))
			take_text(&vb, r->sys_name);
	}
	if (r->sys_object_id[0] == '\0')
		find(t, FINDING_VIEW_SYSTEM);
}

/* RFC 3415, 3.2: a group without access at this level, and one without a view,
 * are told of by the same error. */
static bool
may_lack_level(const struct trial *t)
{
	return t->peer.version == SNMP_V3 && t->user.priv == USM_PRIV_NONE;
}

static void
judge_error(struct trial *t, int32_t status)
{
	switch (status) {
	case SNMP_NO_SUCH_NAME:
		find(t, FINDING_VIEW_SYSTEM);
		break;
	case SNMP_NO_ACCESS:
	case SNMP_AUTHORIZATION:
		find(t,
		    may_lack_level(t) ? FINDING_LEVEL_OR_VIEW
				      : FINDING_REFUSED);
		break;
	case SNMP_TOO_BIG:
		find(t, FINDING_TOO_BIG);
		break;
	default:
		find(t, FINDING_ERROR);
		break;
	}
}

static void
take_contact(struct trial *t, const struct engine_end *end)
{
	t->result.answers = true;
	t->result.rtt = end->rtt;
	if (end->rtt > SLOW)
		find(t, FINDING_SLOW);
	if (end->answer->error_status == SNMP_NO_ERROR)
		read_contact(t, end->answer->varbinds);
	else
		judge_error(t, end->answer->error_status);
	if (trial_found(&t->result, FINDING_REFUSED) ||
	    trial_found(&t->result, FINDING_LEVEL_OR_VIEW) ||
	    trial_found(&t->result, FINDING_ERROR)) {
		finish(t);
		return;
	}
	varbind_add_name(&t->names, IF_COLUMN(1));
	ask(t, SNMP_GETNEXT, 0, on_interfaces);
}

/* Is the first name that is told below root? */
static bool
is_below(const struct snmp_message *m, struct oid root)
{
	struct ber list = m->varbinds;
	struct varbind vb;

	return m->error_status == SNMP_NO_ERROR &&
	    varbind_take(&list, &vb) == 0 && oid_is_within(vb.oid, root) &&
	    value_is_real(&vb.value);
}

/* What it said before, it says no more. */
static bool
has_stopped(struct trial *t, const struct engine_end *end, enum finding f)
{
	t->is_open = false;
	if (end->answer != NULL)
		return false;
	find(t, f);
	finish(t);
	return true;
}

static void
on_interfaces(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;

	if (has_stopped(t, end, FINDING_STOPPED))
		return;
	if (!is_below(end->answer, IF_COLUMN(1)))
		find(t, FINDING_VIEW_INTERFACES);
	varbind_add_name(&t->names, ENT_PHYSICAL);
	ask(t, SNMP_GETNEXT, 0, on_parts);
}

static void
on_parts(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;

	if (has_stopped(t, end, FINDING_STOPPED))
		return;
	if (!is_below(end->answer, ENT_PHYSICAL))
		find(t, FINDING_NO_ENTITY);
	if (t->peer.version == SNMP_V1 ||
	    trial_found(&t->result, FINDING_VIEW_INTERFACES)) {
		finish(t);
		return;
	}
	for (uint8_t column = 2; column < 10; column++)
		varbind_add_name(&t->names, IF_COLUMN(column));
	ask(t, SNMP_GETBULK, LONG_ROWS, on_long);
}

static void
on_long(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;

	if (has_stopped(t, end, FINDING_LOST_LONG))
		return;
	if (end->answer->error_status == SNMP_TOO_BIG)
		find(t, FINDING_TOO_BIG);
	finish(t);
}

/*
 * It does not
 */

/* What the network said, or who answered instead. */
static bool
is_elsewhere(struct trial *t, const struct engine_end *end)
{
	t->result.other = end->other;
	if (end->other.family != 0)
		find(t, FINDING_OTHER_SOURCE);
	else if (end->icmp == ENGINE_PORT_CLOSED)
		find(t, FINDING_PORT_CLOSED);
	else if (end->icmp == ENGINE_UNREACHABLE)
		find(t, FINDING_UNREACHABLE);
	else
		return false;
	finish(t);
	return true;
}

/* Is an engine of SNMPv3 there? No secret is needed to find out. */
static void
look_for_engine(struct trial *t)
{
	const struct usm_user nobody = { 0 };

	ask_as(t, &nobody, on_engine);
}

static void
on_engine(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;
	bool there =
	    end->answer != NULL || end->told || end->report != USM_REPORT_NONE;

	t->is_open = false;
	if (!there && is_elsewhere(t, end))
		return;
	find(t, there ? FINDING_COMMUNITY : FINDING_SILENT);
	finish(t);
}

static enum finding
finding_of(enum usm_report report)
{
	switch (report) {
	case USM_REPORT_USER:
		return FINDING_USER;
	case USM_REPORT_LEVEL:
		return FINDING_LEVEL;
	case USM_REPORT_DIGEST:
		return FINDING_AUTH_KEY;
	case USM_REPORT_DECRYPT:
		return FINDING_PRIV_KEY;
	case USM_REPORT_WINDOW:
		return FINDING_TIME_WINDOW;
	case USM_REPORT_ENGINE:
		return FINDING_ENGINE_UNSTEADY;
	case USM_REPORT_MODEL:
		return FINDING_MODEL;
	case USM_REPORT_CONTEXT:
	case USM_REPORT_CONTEXT_AWAY:
		return FINDING_CONTEXT;
	default:
		return FINDING_OTHER_REPORT;
	}
}

/* An engine that falls silent has not understood what we encrypted, or has no
 * such context: each is left out in turn. */
static void
leave_out(struct trial *t)
{
	struct usm_user lower = t->user;

	if (t->user.priv != USM_PRIV_NONE) {
		lower.priv = USM_PRIV_NONE;
		memset(lower.priv_ku, 0, sizeof(lower.priv_ku));
		ask_as(t, &lower, on_lower);
	} else if (t->user.context[0] != '\0') {
		memset(lower.context, 0, sizeof(lower.context));
		ask_as(t, &lower, on_plain_context);
	} else {
		find(t, FINDING_STOPPED);
		finish(t);
	}
	box_wipe(&lower, sizeof(lower));
}

static void
on_lower(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;
	struct usm_user plain = t->user;
	bool heard = end->answer != NULL || end->report == USM_REPORT_LEVEL;

	t->is_open = false;
	if (!heard && end->report != USM_REPORT_NONE) {
		find(t, finding_of(end->report));
	} else if (heard || t->user.context[0] == '\0') {
		find(t, heard ? FINDING_PRIV_KEY : FINDING_PRIV_OR_CONTEXT);
	} else {
		memset(plain.context, 0, sizeof(plain.context));
		ask_as(t, &plain, on_plain_context);
		box_wipe(&plain, sizeof(plain));
		return;
	}
	box_wipe(&plain, sizeof(plain));
	finish(t);
}

static void
on_plain_context(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;

	t->is_open = false;
	find(t,
	    end->answer != NULL                 ? FINDING_CONTEXT
		: t->user.priv != USM_PRIV_NONE ? FINDING_PRIV_OR_CONTEXT
						: FINDING_STOPPED);
	finish(t);
}

static void
explain(struct trial *t, const struct engine_end *end)
{
	if (t->peer.version != SNMP_V3) {
		if (!is_elsewhere(t, end))
			look_for_engine(t);
		return;
	}
	if (end->report != USM_REPORT_NONE) {
		find(t, finding_of(end->report));
	} else if (end->bad_mac) {
		find(t, FINDING_AUTH_KEY);
	} else if (end->untimely) {
		find(t, FINDING_TIME_WINDOW);
	} else if (is_elsewhere(t, end)) {
		return;
	} else if (end->told) {
		leave_out(t);
		return;
	} else {
		find(t, FINDING_SILENT_V3);
	}
	finish(t);
}

static void
on_contact(void *arg, const struct engine_end *end)
{
	struct trial *t = arg;

	t->is_open = false;
	if (end->answer != NULL)
		take_contact(t, end);
	else
		explain(t, end);
}

/*
 * The trial
 */

static bool
is_weak(const struct trial_way *way)
{
	const struct usm_user *u = way->user;

	return way->version != SNMP_V3 || u->auth == USM_AUTH_NONE ||
	    u->auth == USM_AUTH_MD5 || u->priv == USM_PRIV_NONE ||
	    u->priv == USM_PRIV_DES;
}

static void
begin(struct trial *t, const struct trial_way *way)
{
	if (way->version == SNMP_V3) {
		t->user = *way->user;
		ask_as(t, &t->user, on_contact);
		return;
	}
	t->peer.version = way->version;
	t->peer.community_len = strnlen(way->community, sizeof(t->community));
	memcpy(t->community, way->community, t->peer.community_len);
	t->peer.community = t->community;
	ask_contact(t, on_contact);
}

struct trial *
trial_start(
    struct engine *e, const struct trial_way *way, trial_done *done, void *arg)
{
	struct trial *t = mem_new(1, sizeof(*t));

	t->engine = e;
	t->retries = way->retries;
	t->done = done;
	t->arg = arg;
	t->peer.address = way->address;
	t->peer.any_source = way->any_source;
	if (is_weak(way))
		find(t, FINDING_WEAK);
	begin(t, way);
	t->has_begun = t->is_open;
	if (t->has_begun)
		return t;
	trial_free(t);
	return NULL;
}
