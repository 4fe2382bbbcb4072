/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/agent.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/snmp.h"

enum { ROOM_FOR_HEAD = 64, BULK_COLUMNS_MAX = 128 };

#define SYS_UPTIME   OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define HOST_UPTIME  OID_OF(0x2b, 6, 1, 2, 1, 25, 1, 1, 0)
#define ENGINE_BOOTS OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 2, 0)
#define ENGINE_TIME  OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 3, 0)

struct agent *
agent_new(struct in_addr address, int64_t now)
{
	struct agent *a = mem_new(1, sizeof(*a));

	a->address = address;
	a->own = snapshot_new();
	a->started = now;
	a->booted = a->restarted = INT64_MIN;
	a->message_max = SNMP_MESSAGE_MAX;
	return a;
}

void
agent_free(struct agent *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->growths; i++)
		buf_free(&a->growth[i].root);
	buf_free(&a->loop);
	buf_free(&a->broken);
	snapshot_free(a->own);
	free(a);
}

void
agent_reboot(struct agent *a, int64_t now)
{
	agent_restart(a, now);
	a->booted = now;
}

void
agent_restart(struct agent *a, int64_t now)
{
	a->restarted = now;
	a->uptime = 0;
	a->boots++;
}

void
agent_set_uptime(struct agent *a, int64_t uptime, int64_t now)
{
	a->restarted = now;
	a->uptime = uptime;
}

void
agent_set(struct agent *a, const struct varbind *vb)
{
	snapshot_set(a->own, vb);
}

static struct oid
oid_in(const struct buf *b)
{
	return (struct oid){ b->data, b->len };
}

/* 1/100 s since the agent, or its host, started; wraps after 497 days. */
static uint64_t
ticks_of(const struct agent *a, const struct varbind *vb, int64_t now)
{
	const int64_t tick = CLOCK_SECOND / 100;

	if (oid_eq(vb->oid, HOST_UPTIME)) {
		if (a->booted != INT64_MIN)
			return (uint32_t)((now - a->booted) / tick);
	} else if (a->restarted != INT64_MIN) {
		return (uint32_t)((now - a->restarted + a->uptime) / tick);
	}
	return (
	    uint32_t)(vb->value.number + (uint64_t)((now - a->started) / tick));
}

static int64_t
engine_time(const struct agent *a, int64_t recorded, int64_t now)
{
	if (a->restarted != INT64_MIN)
		return (now - a->restarted + a->uptime) / CLOCK_SECOND;
	return recorded + (now - a->started) / CLOCK_SECOND;
}

static void
grow(const struct agent *a, int64_t now, struct value *v, struct oid oid)
{
	uint64_t more;

	for (size_t i = 0; i < a->growths; i++) {
		if (!oid_is_within(oid, oid_in(&a->growth[i].root)))
			continue;
		more = (uint64_t)(a->growth[i].per_second *
		    ((now - a->started) / 1000) / 1000);
		v->number += more;
		if (v->type != VALUE_COUNTER64)
			v->number = (uint32_t)v->number;
	}
}

/* What a recorded or set value is by now. */
static void
move(const struct agent *a, int64_t now, struct varbind *vb)
{
	struct value *v = &vb->value;

	if (v->type == VALUE_TICKS &&
	    (oid_eq(vb->oid, SYS_UPTIME) || oid_eq(vb->oid, HOST_UPTIME)))
		v->number = ticks_of(a, vb, now);
	else if (v->type == VALUE_INTEGER && oid_eq(vb->oid, ENGINE_BOOTS))
		v->integer += a->boots;
	else if (v->type == VALUE_INTEGER && oid_eq(vb->oid, ENGINE_TIME))
		v->integer = engine_time(a, v->integer, now);
	else if (v->type == VALUE_COUNTER32 || v->type == VALUE_COUNTER64)
		grow(a, now, v, vb->oid);
}

static bool
find(const struct agent *a, int64_t now, struct oid oid, struct varbind *out)
{
	bool found = snapshot_get(a->own, oid, out);

	if (!found && a->recording != NULL)
		found = snapshot_get(a->recording, oid, out);
	if (!found || out->value.type == VALUE_NULL)
		return false;
	move(a, now, out);
	return true;
}

/* The nearer of two: what is set hides what is recorded. */
static bool
step(const struct agent *a, struct oid oid, struct varbind *out)
{
	struct varbind own;
	bool mine = snapshot_next(a->own, oid, &own), found = false;

	if (a->recording != NULL)
		found = snapshot_next(a->recording, oid, out);
	if (mine && (!found || oid_cmp(own.oid, out->oid) <= 0))
		*out = own;
	return mine || found;
}

static bool
find_next(const struct agent *a, int64_t now, enum snmp_version version,
    struct oid oid, struct varbind *out)
{
	if (a->loop.len > 0 && oid_eq(oid, oid_in(&a->loop)))
		return find(a, now, oid, out);
	do {
		if (!step(a, oid, out))
			return false;
		oid = out->oid;
		/* RFC 3584, 4.2.2.1: SNMPv1 has no Counter64. */
	} while (out->value.type == VALUE_NULL ||
	    (version == SNMP_V1 && out->value.type == VALUE_COUNTER64));
	move(a, now, out);
	return true;
}

/* An answer in the making. */
struct answer {
	const struct agent *agent;
	int64_t now;
	struct snmp_message m; /* the request, then the answer */
	struct buf list;
	size_t max; /* octets of list */
};

static void
fail(struct answer *r, enum snmp_error error, size_t index)
{
	if (r->m.error_status != SNMP_NO_ERROR)
		return;
	r->m.error_status = error;
	r->m.error_index = (int32_t)index;
}

/* False when no more fits. */
static bool
put(struct answer *r, const struct varbind *vb, size_t index)
{
	const struct agent *a = r->agent;
	size_t before = r->list.len;

	if (a->broken.len > 0 && oid_is_within(vb->oid, oid_in(&a->broken)))
		fail(r, SNMP_GEN_ERR, index);
	varbind_add(&r->list, vb);
	if (r->list.len <= r->max)
		return true;
	r->list.len = before;
	return false;
}

static bool
put_missing(struct answer *r, struct oid oid, enum value_type why, size_t index)
{
	const struct varbind vb = { oid, { .type = why } };

	if (r->m.version == SNMP_V1)
		fail(r, SNMP_NO_SUCH_NAME, index);
	return put(r, &vb, index);
}

static bool
put_next(struct answer *r, struct oid *oid, size_t index)
{
	struct varbind vb;

	if (!find_next(r->agent, r->now, r->m.version, *oid, &vb))
		return put_missing(r, *oid, VALUE_END, index);
	*oid = vb.oid;
	return put(r, &vb, index);
}

static void
answer_get(struct answer *r)
{
	struct ber names = r->m.varbinds;
	struct varbind vb, found;
	bool fits = true;

	for (size_t i = 1; fits && varbind_take(&names, &vb) == ERR_OK; i++) {
		if (r->m.pdu == SNMP_GETNEXT)
			fits = put_next(r, &vb.oid, i);
		else if (!find(r->agent, r->now, vb.oid, &found) ||
		    (r->m.version == SNMP_V1 &&
			found.value.type == VALUE_COUNTER64))
			fits = put_missing(r, vb.oid, VALUE_NO_INSTANCE, i);
		else
			fits = put(r, &found, i);
	}
	if (!fits)
		fail(r, SNMP_TOO_BIG, 0);
}

/* RFC 3416, 4.2.3; an answer that is full ends early, and is still good. */
static void
answer_bulk(struct answer *r)
{
	int32_t single = r->m.error_status, rows = r->m.error_index;
	struct oid names[BULK_COLUMNS_MAX];
	struct ber list = r->m.varbinds;
	struct varbind vb;
	size_t n = 0, from = single > 0 ? (size_t)single : 0;
	bool fits = true;

	r->m.error_status = SNMP_NO_ERROR;
	r->m.error_index = 0;
	while (n < BULK_COLUMNS_MAX && varbind_take(&list, &vb) == ERR_OK)
		names[n++] = vb.oid;
	for (size_t i = 0; i < n && i < from && fits; i++)
		fits = put_next(r, &names[i], i + 1);
	for (int32_t row = 0; row < rows && from < n && fits; row++) {
		for (size_t i = from; i < n && fits; i++)
			fits = put_next(r, &names[i], i + 1);
	}
	if (!fits && r->list.len == 0)
		fail(r, SNMP_TOO_BIG, 0);
}

/* RFC 3416, 4.2.1 and RFC 1157, 4.1.2: what an error carries. */
static void
close_list(struct answer *r)
{
	if (r->m.error_status == SNMP_TOO_BIG && r->m.version != SNMP_V1)
		r->m.varbinds = (struct ber){ NULL, 0 };
	else if (r->m.error_status == SNMP_NO_ERROR)
		r->m.varbinds = (struct ber){ r->list.data, r->list.len };
}

static bool
may_ask(const struct agent *a, const struct snmp_message *m)
{
	size_t len = strlen(a->community);

	if (a->silent || (a->v1_only && m->version != SNMP_V1))
		return false;
	return len == 0 ||
	    (len == m->community_len &&
		memcmp(a->community, m->community, len) == 0);
}

int
agent_answer(const struct agent *a, int64_t now, const void *request,
    size_t len, struct buf *out)
{
	struct answer r = { .agent = a, .now = now };
	int rc = ERR_NOTFOUND;

	if (snmp_message_parse(request, len, &r.m) < 0 || !may_ask(a, &r.m))
		goto out;
	r.max = a->message_max - ROOM_FOR_HEAD - r.m.community_len;
	if (a->message_max < ROOM_FOR_HEAD + r.m.community_len)
		r.max = 0;
	if (r.m.pdu == SNMP_GETBULK && r.m.version != SNMP_V1)
		answer_bulk(&r);
	else if (r.m.pdu == SNMP_GET || r.m.pdu == SNMP_GETNEXT)
		answer_get(&r);
	else
		goto out;
	close_list(&r);
	r.m.pdu = SNMP_RESPONSE;
	r.m.id += a->wrong_id;
	snmp_message_build(&r.m, out, NULL);
	rc = ERR_OK;
out:
	buf_free(&r.list);
	return rc;
}
