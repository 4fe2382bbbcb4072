/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/observation.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

/*
 * All numbers big-endian:
 *
 *	version:8 kind:8 tenant:32 realm:32 at:64, then by kind
 *	READING  poll:64 device:32 started:64 ended:64 outcome:8 plan:8 rtt:32
 *	         address protocol:8 level:8 len:8 profile len:32 varbinds
 *	MESSAGE  address transport:8 flags:16 listener:16 len:8 name
 *	         len:32 bytes
 *	LOSS     reason:8 count:64 first:64 last:64 address len:32 what
 *	MARK     kind:8 len:32 what
 *	TRAP     device:32 address agent:address protocol:8 level:8 flags:8
 *	         listener:16 uptime:32 len:16 oid len:16 enterprise len:8
 *	         engine len:32 varbinds
 *
 * An address is family:8 port:16 and 0, 4 or 16 bytes. In version 1 a reading
 * did not tell its plan: there was but one. Up to version 2 a message had no
 *name.
 */
enum { FORMAT_FIRST = 1, FORMAT_UNNAMED = 2, FORMAT = 3 };

struct input {
	const uint8_t *at;
	size_t left;
	uint8_t format;
	bool bad;
};

/* Inline: of how many bytes is known where it is called. */
static inline uint64_t
take(struct input *in, size_t bytes)
{
	uint64_t v = 0;

	if (in->bad || in->left < bytes) {
		in->bad = true;
		return 0;
	}
	/* The last of the eight are what it is of; the rest is 0. */
	memcpy((uint8_t *)&v + sizeof(v) - bytes, in->at, bytes);
	in->at += bytes;
	in->left -= bytes;
	return be64toh(v);
}

static uint8_t
take_within(struct input *in, uint8_t min, uint8_t max)
{
	uint8_t v = (uint8_t)take(in, 1);

	if (v < min || v > max)
		in->bad = true;
	return v;
}

static int64_t
take_time(struct input *in)
{
	return (int64_t)take(in, 8);
}

static size_t
address_len(uint8_t family)
{
	return family == 4 ? 4 : family == 6 ? 16 : 0;
}

static void
take_address(struct input *in, struct address *out)
{
	uint8_t family = (uint8_t)take(in, 1);
	size_t len = address_len(family);

	*out = (struct address){ .family = family };
	out->port = (uint16_t)take(in, 2);
	if (in->bad || (family != 0 && len == 0) || in->left < len) {
		in->bad = true;
		return;
	}
	memcpy(out->bytes, in->at, len);
	in->at += len;
	in->left -= len;
}

static const char *
take_text(struct input *in, size_t len)
{
	const uint8_t *text = in->at;

	if (in->bad || in->left < len) {
		in->bad = true;
		return NULL;
	}
	in->at += len;
	in->left -= len;
	return (const char *)text;
}

/* What is left, if it is as long as it says. */
static const uint8_t *
take_rest(struct input *in, size_t max, size_t *len)
{
	*len = (size_t)take(in, 4);
	if (in->bad || *len != in->left || *len > max) {
		in->bad = true;
		*len = 0;
	}
	return in->at;
}

static void
take_reading(struct input *in, struct reading *r)
{
	r->poll_id = take(in, 8);
	r->device_id = (int32_t)take(in, 4);
	r->started = take_time(in);
	r->ended = take_time(in);
	r->outcome = take_within(in, READING_ANSWERED, READING_REFUSED);
	if (in->format > FORMAT_FIRST)
		r->plan = take_within(in, READING_IDENTITY, READING_SNAPSHOT);
	r->rtt_us = (uint32_t)take(in, 4);
	take_address(in, &r->address);
	r->protocol = take_within(in, 1, 3);
	r->level = take_within(in, READING_NONE, READING_PRIV);
	r->profile_len = take(in, 1);
	r->profile = take_text(in, r->profile_len);
	r->varbinds = take_rest(in, OBSERVATION_BODY_MAX, &r->varbinds_len);
}

static void
take_message(struct input *in, struct message *m)
{
	take_address(in, &m->from);
	m->transport = take_within(in, MESSAGE_UDP, MESSAGE_RELP_TLS);
	m->flags = (uint16_t)take(in, 2);
	m->listener = (uint16_t)take(in, 2);
	if (in->format > FORMAT_UNNAMED) {
		m->name_len = take(in, 1);
		m->name = take_text(in, m->name_len);
	}
	m->bytes = take_rest(in, OBSERVATION_BODY_MAX, &m->len);
}

static void
take_loss(struct input *in, struct loss *l)
{
	l->reason = take_within(in, LOSS_SOCKET, LOSS_REFUSED);
	l->count = take(in, 8);
	l->first = take_time(in);
	l->last = take_time(in);
	take_address(in, &l->from);
	l->what =
	    (const char *)take_rest(in, OBSERVATION_TEXT_MAX, &l->what_len);
}

static void
take_mark(struct input *in, struct mark *m)
{
	m->kind = take_within(in, MARK_START, MARK_SENDERS);
	m->what =
	    (const char *)take_rest(in, OBSERVATION_TEXT_MAX, &m->what_len);
}

static const uint8_t *
take_short(struct input *in, size_t prefix, size_t max, size_t *len)
{
	*len = (size_t)take(in, prefix);
	if (*len > max)
		in->bad = true;
	return (const uint8_t *)take_text(in, *len);
}

static void
take_trap(struct input *in, struct trap *t)
{
	t->device_id = (int32_t)take(in, 4);
	take_address(in, &t->from);
	take_address(in, &t->agent);
	t->protocol = take_within(in, 1, 3);
	t->level = take_within(in, READING_NONE, READING_PRIV);
	t->flags = take_within(in, 0, TRAP_INFORM | TRAP_UPTIME);
	t->listener = (uint16_t)take(in, 2);
	t->uptime_cs = (uint32_t)take(in, 4);
	t->oid = take_short(in, 2, TRAP_OID_MAX, &t->oid_len);
	t->enterprise = take_short(in, 2, TRAP_OID_MAX, &t->enterprise_len);
	t->engine_id = take_short(in, 1, TRAP_ENGINE_MAX, &t->engine_id_len);
	t->varbinds = take_rest(in, OBSERVATION_BODY_MAX, &t->varbinds_len);
}

int
observation_decode(const uint8_t *data, size_t len, struct observation *out)
{
	struct input in = { .at = data, .left = len };
	struct observation obs = { 0 };

	in.format = take_within(&in, FORMAT_FIRST, FORMAT);
	obs.kind = take_within(&in, OBSERVATION_READING, OBSERVATION_TRAP);
	obs.tenant_id = (int32_t)take(&in, 4);
	obs.realm_id = (int32_t)take(&in, 4);
	obs.at = take_time(&in);
	if (in.bad)
		return ERR_PARSE;
	switch (obs.kind) {
	case OBSERVATION_READING:
		take_reading(&in, &obs.reading);
		break;
	case OBSERVATION_MESSAGE:
		take_message(&in, &obs.message);
		break;
	case OBSERVATION_LOSS:
		take_loss(&in, &obs.loss);
		break;
	case OBSERVATION_MARK:
		take_mark(&in, &obs.mark);
		break;
	case OBSERVATION_TRAP:
		take_trap(&in, &obs.trap);
		break;
	}
	if (in.bad)
		return ERR_PARSE;
	*out = obs;
	return ERR_OK;
}

static void
add_address(struct buf *out, const struct address *a)
{
	size_t len = address_len(a->family);

	buf_add_u8(out, len == 0 ? 0 : a->family);
	buf_add_be16(out, a->port);
	buf_add(out, a->bytes, len);
}

static void
add_rest(struct buf *out, const void *data, size_t len)
{
	buf_add_be32(out, (uint32_t)len);
	buf_add(out, data, len);
}

static void
add_reading(struct buf *out, const struct reading *r)
{
	buf_add_be64(out, r->poll_id);
	buf_add_be32(out, (uint32_t)r->device_id);
	buf_add_be64(out, (uint64_t)r->started);
	buf_add_be64(out, (uint64_t)r->ended);
	buf_add_u8(out, (uint8_t)r->outcome);
	buf_add_u8(out, (uint8_t)r->plan);
	buf_add_be32(out, r->rtt_us);
	add_address(out, &r->address);
	buf_add_u8(out, r->protocol);
	buf_add_u8(out, (uint8_t)r->level);
	buf_add_u8(out, (uint8_t)r->profile_len);
	buf_add(out, r->profile, r->profile_len);
	add_rest(out, r->varbinds, r->varbinds_len);
}

static void
add_message(struct buf *out, const struct message *m)
{
	add_address(out, &m->from);
	buf_add_u8(out, (uint8_t)m->transport);
	buf_add_be16(out, m->flags);
	buf_add_be16(out, m->listener);
	buf_add_u8(out, (uint8_t)m->name_len);
	buf_add(out, m->name, m->name_len);
	add_rest(out, m->bytes, m->len);
}

static void
add_loss(struct buf *out, const struct loss *l)
{
	buf_add_u8(out, (uint8_t)l->reason);
	buf_add_be64(out, l->count);
	buf_add_be64(out, (uint64_t)l->first);
	buf_add_be64(out, (uint64_t)l->last);
	add_address(out, &l->from);
	add_rest(out, l->what, l->what_len);
}

static void
add_mark(struct buf *out, const struct mark *m)
{
	buf_add_u8(out, (uint8_t)m->kind);
	add_rest(out, m->what, m->what_len);
}

static void
add_trap(struct buf *out, const struct trap *t)
{
	buf_add_be32(out, (uint32_t)t->device_id);
	add_address(out, &t->from);
	add_address(out, &t->agent);
	buf_add_u8(out, t->protocol);
	buf_add_u8(out, (uint8_t)t->level);
	buf_add_u8(out, t->flags);
	buf_add_be16(out, t->listener);
	buf_add_be32(out, t->uptime_cs);
	buf_add_be16(out, (uint16_t)t->oid_len);
	buf_add(out, t->oid, t->oid_len);
	buf_add_be16(out, (uint16_t)t->enterprise_len);
	buf_add(out, t->enterprise, t->enterprise_len);
	buf_add_u8(out, (uint8_t)t->engine_id_len);
	buf_add(out, t->engine_id, t->engine_id_len);
	add_rest(out, t->varbinds, t->varbinds_len);
}

static bool
is_within_limits(const struct observation *obs)
{
	switch (obs->kind) {
	case OBSERVATION_READING:
		return obs->reading.varbinds_len <= OBSERVATION_BODY_MAX &&
		    obs->reading.profile_len <= OBSERVATION_TEXT_MAX;
	case OBSERVATION_MESSAGE:
		return obs->message.len <= OBSERVATION_BODY_MAX &&
		    obs->message.name_len <= OBSERVATION_TEXT_MAX;
	case OBSERVATION_LOSS:
		return obs->loss.what_len <= OBSERVATION_TEXT_MAX;
	case OBSERVATION_MARK:
		return obs->mark.what_len <= OBSERVATION_TEXT_MAX;
	case OBSERVATION_TRAP:
		return obs->trap.oid_len <= TRAP_OID_MAX &&
		    obs->trap.enterprise_len <= TRAP_OID_MAX &&
		    obs->trap.engine_id_len <= TRAP_ENGINE_MAX &&
		    obs->trap.varbinds_len <= OBSERVATION_BODY_MAX;
	}
	return false;
}

int
observation_encode(const struct observation *obs, struct buf *out)
{
	if (!is_within_limits(obs))
		return ERR_RANGE;
	buf_add_u8(out, FORMAT);
	buf_add_u8(out, (uint8_t)obs->kind);
	buf_add_be32(out, (uint32_t)obs->tenant_id);
	buf_add_be32(out, (uint32_t)obs->realm_id);
	buf_add_be64(out, (uint64_t)obs->at);
	switch (obs->kind) {
	case OBSERVATION_READING:
		add_reading(out, &obs->reading);
		break;
	case OBSERVATION_MESSAGE:
		add_message(out, &obs->message);
		break;
	case OBSERVATION_LOSS:
		add_loss(out, &obs->loss);
		break;
	case OBSERVATION_MARK:
		add_mark(out, &obs->mark);
		break;
	case OBSERVATION_TRAP:
		add_trap(out, &obs->trap);
		break;
	}
	return ERR_OK;
}

static const char *
name_at(const char *const *names, size_t count, unsigned i)
{
	return i < count && names[i] != NULL ? names[i] : "unknown";
}

#define NAME_AT(names, i) \
	name_at((names), sizeof(names) / sizeof((names)[0]), (unsigned)(i))

const char *
reading_outcome_name(enum reading_outcome outcome)
{
	static const char *const names[] = {
		[READING_ANSWERED] = "answered",
		[READING_PARTIAL] = "partial",
		[READING_SILENT] = "silent",
		[READING_REFUSED] = "refused",
	};

	return NAME_AT(names, outcome);
}

const char *
reading_plan_name(enum reading_plan plan)
{
	static const char *const names[] = {
		[READING_IDENTITY] = "identity",
		[READING_STABILITY] = "stability",
		[READING_SNAPSHOT] = "snapshot",
	};

	return NAME_AT(names, plan);
}

const char *
reading_level_name(enum reading_level level)
{
	static const char *const names[] = {
		[READING_NONE] = "none",
		[READING_AUTH] = "auth",
		[READING_PRIV] = "priv",
	};

	return NAME_AT(names, level);
}

const char *
reading_protocol_name(uint8_t protocol)
{
	static const char *const names[] = {
		[1] = "v1",
		[2] = "v2c",
		[3] = "v3",
	};

	return NAME_AT(names, protocol);
}

const char *
loss_reason_name(enum loss_reason reason)
{
	static const char *const names[] = {
		[LOSS_SOCKET] = "socket",
		[LOSS_PRIVACY] = "privacy",
		[LOSS_JOURNAL] = "journal",
		[LOSS_DAMAGE] = "damage",
		[LOSS_REFUSED] = "refused",
	};

	return NAME_AT(names, reason);
}

const char *
mark_kind_name(enum mark_kind kind)
{
	static const char *const names[] = {
		[MARK_START] = "start",
		[MARK_STOP] = "stop",
		[MARK_ALIVE] = "alive",
		[MARK_RELOAD] = "reload",
		[MARK_EXPIRY] = "expiry",
		[MARK_LOW] = "low",
		[MARK_FULL] = "full",
		[MARK_ROOM] = "room",
		[MARK_ANCHOR] = "anchor",
		[MARK_PAPERS] = "papers",
		[MARK_SENDER] = "sender",
		[MARK_SENDERS] = "senders",
	};

	return NAME_AT(names, kind);
}

const char *
message_transport_name(enum message_transport transport)
{
	static const char *const names[] = {
		[MESSAGE_UDP] = "udp",
		[MESSAGE_TCP] = "tcp",
		[MESSAGE_TLS] = "tls",
		[MESSAGE_RELP] = "relp",
		[MESSAGE_RELP_TLS] = "relp_tls",
	};

	return NAME_AT(names, transport);
}
