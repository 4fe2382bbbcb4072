/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/notice.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/trap.h"
#include "lib/wire/usm.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/agent.h"
#include "tests/fleet/name.h"
#include "tests/fleet/secure.h"

#define TRY_AGAIN CLOCK_SECOND

/* Of an inform the receiver is authoritative: its engine is asked first. */
struct receiver {
	uint8_t id[SNMP3_ENGINE_MAX];
	size_t id_len;
	int32_t boots, time;
	int64_t at;
	struct usm_keys keys;
};

struct notice {
	struct notice *next;
	struct agent *agent;
	struct address to;
	bool inform;
	enum snmp_version version;
	const struct usm_user *user;
	struct buf message; /* of SNMPv1 and v2c whole, of SNMPv3 the PDU */
	int32_t id;         /* request-id, and msgID before its last octet */
	int tries;
	int64_t due;
	struct receiver receiver;
};

struct notices {
	struct notice *first;
	int32_t id;
	uint64_t traps, informs, acknowledged, given_up;
};

struct notices *
notices_new(void)
{
	struct notices *n = mem_new(1, sizeof(*n));

	n->id = 1 << 16;
	return n;
}

static void
take_out(struct notice **at)
{
	struct notice *t = *at;

	*at = t->next;
	buf_free(&t->message);
	free(t);
}

void
notices_free(struct notices *n)
{
	if (n == NULL)
		return;
	while (n->first != NULL)
		take_out(&n->first);
	free(n);
}

void
notices_count(const struct notices *n, struct buf *out)
{
	buf_printf(out,
	    "traps %llu informs %llu acknowledged %llu given-up %llu",
	    (unsigned long long)n->traps, (unsigned long long)n->informs,
	    (unsigned long long)n->acknowledged,
	    (unsigned long long)n->given_up);
}

int64_t
notices_next(const struct notices *n)
{
	int64_t due = INT64_MAX;

	for (const struct notice *t = n->first; t != NULL; t = t->next)
		due = t->due < due ? t->due : due;
	return due;
}

/* RFC 3416, 4.2.6: when, what, and then the rest. */
static void
add_v2_pdu(const struct agent *a, const struct notice_order *o, int64_t now,
    int32_t id, struct buf *out)
{
	const struct varbind when = { NAME_SYS_UPTIME,
		value_of_uint(VALUE_TICKS, agent_uptime(a, now)) };
	const struct varbind what = { NAME_TRAP_OID,
		value_of_data(VALUE_OID, o->name.data, o->name.len) };
	struct buf list = { 0 };
	struct snmp_message m = { .version = o->version,
		.pdu = o->inform ? SNMP_INFORM : SNMP_TRAP,
		.id = id };

	varbind_add(&list, &when);
	varbind_add(&list, &what);
	buf_add(&list, o->varbinds.data, o->varbinds.len);
	m.varbinds = (struct ber){ list.data, list.len };
	snmp_message_add_pdu(&m, out, NULL);
	buf_free(&list);
}

/* RFC 3584, 3.2: the name in the terms of SNMPv1. */
static void
add_v1_name(struct oid name, const struct agent *a, struct buf *out)
{
	uint32_t parts[OID_PARTS_MAX];
	size_t n = oid_parts(name, parts, OID_PARTS_MAX);
	uint32_t last = parts[n - 1];
	bool standard =
	    oid_is_within(name, NAME_TRAPS) && last > 0 && last <= 6;
	struct oid enterprise = name;
	struct buf shorter = { 0 };

	oid_add_part(&shorter, parts[0] * 40 + parts[1]);
	n -= !standard && parts[n - 2] == 0 ? 2 : 1;
	for (size_t i = 2; i < n; i++)
		oid_add_part(&shorter, parts[i]);
	enterprise = (struct oid){ shorter.data, shorter.len };
	ber_add(out, BER_OID, enterprise.data, enterprise.len);
	ber_add(out, VALUE_IP, a->address.bytes, 4);
	ber_add_int(out, BER_INTEGER, standard ? last - 1 : 6);
	ber_add_int(out, BER_INTEGER, standard ? 0 : last);
	buf_free(&shorter);
}

static void
add_v1_pdu(const struct agent *a, const struct notice_order *o, int64_t now,
    struct buf *out)
{
	size_t pdu = ber_begin(out, TRAP_PDU_V1);

	add_v1_name(o->name, a, out);
	ber_add_uint(out, VALUE_TICKS, agent_uptime(a, now));
	ber_add(out, BER_SEQUENCE, o->varbinds.data, o->varbinds.len);
	ber_end(out, pdu);
}

static void
add_message(const struct agent *a, const struct notice_order *o, int64_t now,
    int32_t id, struct buf *out)
{
	size_t message;

	if (o->version == SNMP_V3) {
		add_v2_pdu(a, o, now, id, out);
		return;
	}
	message = ber_begin(out, BER_SEQUENCE);
	ber_add_int(out, BER_INTEGER, o->version);
	ber_add(out, BER_STRING, o->community, strlen(o->community));
	if (o->version == SNMP_V1)
		add_v1_pdu(a, o, now, out);
	else
		add_v2_pdu(a, o, now, id, out);
	ber_end(out, message);
}

void
notices_add(struct notices *n, struct agent *a,
    const struct notice_order *order, int64_t now)
{
	struct notice *t = mem_new(1, sizeof(*t)), **at = &n->first;

	*t = (struct notice){ .agent = a,
		.to = order->to,
		.inform = order->inform,
		.version = order->version,
		.user = order->user,
		.id = n->id += 1 << 8,
		.due = now };
	add_message(a, order, now, t->id, &t->message);
	while (*at != NULL)
		at = &(*at)->next;
	*at = t;
	n->informs += order->inform;
	n->traps += !order->inform;
}

static int
build(const struct notice *t, const struct snmp3_message *head,
    const struct usm_keys *keys, struct ber engine, struct buf *out)
{
	struct buf scoped = { 0 };
	int rc;

	snmp3_build_scoped(engine, (struct ber){ NULL, 0 },
	    (struct ber){ t->message.data, t->message.len }, &scoped);
	rc = usm_build(head, t->user, keys, secure_salt(t->agent->secure),
	    (struct ber){ scoped.data, scoped.len }, out);
	buf_free(&scoped);
	return rc;
}

/* RFC 3414, 4: who are you? An empty GET that is answered by a Report. */
static int
build_discovery(const struct notice *t, struct buf *out)
{
	static const struct usm_user nobody;
	const struct snmp_message m = {
		.version = SNMP_V3, .pdu = SNMP_GET, .id = t->id
	};
	const struct snmp3_message head = { .id = t->id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = SNMP3_REPORTABLE };
	struct buf pdu = { 0 }, scoped = { 0 };
	int rc;

	snmp_message_add_pdu(&m, &pdu, NULL);
	snmp3_build_scoped((struct ber){ NULL, 0 }, (struct ber){ NULL, 0 },
	    (struct ber){ pdu.data, pdu.len }, &scoped);
	rc = usm_build(&head, &nobody, NULL, 0,
	    (struct ber){ scoped.data, scoped.len }, out);
	buf_free(&pdu);
	buf_free(&scoped);
	return rc;
}

static int
build_v3(const struct notice *t, int64_t now, struct buf *out)
{
	const struct receiver *r = &t->receiver;
	struct snmp3_message head = { .id = t->id + t->tries,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = usm_level(t->user),
		.user = {
		    (const uint8_t *)t->user->name, strlen(t->user->name) } };
	struct ber own = secure_engine(t->agent->secure);

	if (!t->inform) {
		head.engine_id = own;
		head.boots = agent_engine_boots(t->agent);
		head.time = agent_engine_time(t->agent, now);
		return build(
		    t, &head, secure_keys(t->agent->secure, t->user), own, out);
	}
	if (r->id_len == 0)
		return build_discovery(t, out);
	head.flags |= SNMP3_REPORTABLE;
	head.engine_id = (struct ber){ r->id, r->id_len };
	head.boots = r->boots;
	head.time = r->time + (int32_t)((now - r->at) / CLOCK_SECOND);
	/* RFC 3413, 3.4: the contextEngineID stays that of the sender. */
	return build(t, &head, &r->keys, own, out);
}

static void
transmit(const struct notice *t, int64_t now, notice_send *send, void *arg)
{
	struct buf out = { 0 };

	if (t->version != SNMP_V3)
		buf_add(&out, t->message.data, t->message.len);
	else if (build_v3(t, now, &out) < 0)
		buf_clear(&out);
	if (out.len > 0)
		send(arg, t->agent, &t->to, out.data, out.len);
	buf_free(&out);
}

void
notices_due(struct notices *n, int64_t now, notice_send *send, void *arg)
{
	struct notice **at = &n->first, *t;

	while ((t = *at) != NULL) {
		if (t->due > now) {
			at = &t->next;
			continue;
		}
		if (t->tries == NOTICE_TRIES) {
			n->given_up++;
			take_out(at);
			continue;
		}
		t->tries++;
		transmit(t, now, send, arg);
		t->due = now + TRY_AGAIN;
		if (t->inform)
			at = &t->next;
		else
			take_out(at);
	}
}

static struct notice **
place_of(struct notices *n, const struct agent *a, int32_t id)
{
	struct notice **at = &n->first;

	while (*at != NULL &&
	    ((*at)->agent != a || !(*at)->inform || (*at)->id >> 8 != id >> 8))
		at = &(*at)->next;
	return at;
}

static bool
acknowledge(struct notices *n, struct notice **at)
{
	if (*at == NULL)
		return false;
	n->acknowledged++;
	take_out(at);
	return true;
}

/* A Report tells who the receiver is, and what its clock says. */
static void
learn(struct notice *t, const struct snmp3_message *m, int64_t now)
{
	struct receiver *r = &t->receiver;

	if (m->engine_id.len == 0 || m->engine_id.len > sizeof(r->id))
		return;
	memcpy(r->id, m->engine_id.data, m->engine_id.len);
	r->id_len = m->engine_id.len;
	r->boots = m->boots;
	r->time = m->time;
	r->at = now;
	(void)usm_localise(t->user, m->engine_id, &r->keys);
	t->due = now;
}

static bool
receive_v3(struct notices *n, const struct agent *a, int64_t now,
    const struct snmp3_message *m)
{
	struct notice **at = place_of(n, a, m->id), *t = *at;
	struct buf plain = { 0 };
	struct snmp3_scoped scoped;
	bool ours = false;

	if (t == NULL || t->version != SNMP_V3 ||
	    ((m->flags & SNMP3_AUTH) != 0 &&
		usm_check(m, t->user->auth, &t->receiver.keys) < 0) ||
	    usm_read(m, t->user->priv, &t->receiver.keys, &plain, &scoped) < 0)
		goto out;
	ours = true;
	if (scoped.pdu.pdu == SNMP_REPORT)
		learn(t, m, now);
	else if (scoped.pdu.pdu == SNMP_RESPONSE &&
	    (m->flags & SNMP3_LEVEL) == usm_level(t->user))
		(void)acknowledge(n, at);
out:
	buf_free(&plain);
	return ours;
}

bool
notices_receive(struct notices *n, const struct agent *a, int64_t now,
    const void *data, size_t len)
{
	struct snmp3_message m3;
	struct snmp_message m;

	if (n->first == NULL)
		return false;
	if (snmp_message_parse(data, len, &m) == ERR_OK)
		return m.pdu == SNMP_RESPONSE &&
		    acknowledge(n, place_of(n, a, m.id));
	return snmp3_parse(data, len, &m3) == ERR_OK &&
	    receive_v3(n, a, now, &m3);
}
