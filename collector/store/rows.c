/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/rows.h"

#include <ctype.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store/bind.h"
#include "collector/store/sampler.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/journal/reader.h"
#include "lib/model/observation.h"
#include "lib/store/loader.h"
#include "lib/store/pgcopy.h"
#include "lib/wire/oid.h"
#include "lib/wire/syslog.h"

enum {
	COLUMNS_READING = 15,
	COLUMNS_MESSAGE = 21,
	COLUMNS_LOSS = 8,
	COLUMNS_TRAP = 16,
	COLUMNS_QUARANTINE = 5,
	FIELD_MAX = 255
};

/* The length stands before the text and is known after it. */
static void
add_text(struct buf *out, const char *s, size_t len)
{
	struct span span = span_of(s, len);
	size_t start = out->len;
	uint32_t be;

	buf_add_be32(out, 0);
	span_add_text(&span, out);
	be = htobe32((uint32_t)(out->len - start - sizeof(be)));
	memcpy(out->data + start, &be, sizeof(be));
}

/* A field that was not there is NULL; one past any sense is cut. */
static void
add_span(struct buf *out, const struct span *s)
{
	size_t len = span_len(s);

	if (s->at == NULL)
		pgcopy_null(out);
	else
		add_text(out, s->at, len < FIELD_MAX ? len : FIELD_MAX);
}

/* What stands in reading.varbinds. */
static size_t
take_samples(struct loader_batch *b, const struct rows_context *context,
    const struct observation *obs)
{
	const struct rows_source *source = context->source;
	size_t contact;

	if (source->metrics == NULL)
		return obs->reading.varbinds_len;
	contact = sampler_take(context->sampler, source->metrics, obs, b);
	return obs->reading.plan == READING_STABILITY
	    ? contact
	    : obs->reading.varbinds_len;
}

static void
add_reading(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs)
{
	const struct reading *r = &obs->reading;
	struct buf *out =
	    loader_batch_row(b, LOADER_READING, COLUMNS_READING, obs->at);

	pgcopy_time(out, obs->at);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, r->device_id);
	pgcopy_uuid(out, context->uuid);
	pgcopy_int8(out, (int64_t)seq);
	pgcopy_int8(out, (int64_t)r->poll_id);
	pgcopy_time(out, r->started);
	pgcopy_text(out, reading_outcome_name(r->outcome));
	pgcopy_text(out, reading_plan_name(r->plan));
	if (r->rtt_us == 0)
		pgcopy_null(out);
	else
		pgcopy_int4(out, (int32_t)r->rtt_us);
	pgcopy_text(out, reading_protocol_name(r->protocol));
	pgcopy_text(out, reading_level_name(r->level));
	pgcopy_inet(out, &r->address);
	if (r->profile_len == 0)
		pgcopy_null(out);
	else
		add_text(out, r->profile, r->profile_len);
	pgcopy_bytes(out, r->varbinds, take_samples(b, context, obs));
}

/* SYS-5-RESTART says 5; else what the priority says. */
static int16_t
severity_of(const struct syslog *m)
{
	for (const char *p = m->msgid.at; p != NULL && p + 2 < m->msgid.end;
	     p++)
		if (p[0] == '-' && isdigit((unsigned char)p[1]) && p[1] < '8' &&
		    p[2] == '-')
			return (int16_t)(p[1] - '0');
	return (int16_t)(m->pri % 8);
}

static void
add_flags(struct buf *out, const struct message *m, const struct syslog *s)
{
	const char *list[8];
	size_t n = 0;

	if (m->flags & MESSAGE_TRUNCATED)
		list[n++] = "truncated";
	if (m->flags & MESSAGE_PARTIAL)
		list[n++] = "partial";
	if (m->flags & MESSAGE_MASKED)
		list[n++] = "masked";
	if (m->flags & MESSAGE_OCTET)
		list[n++] = "octet";
	if (m->flags & MESSAGE_RELAYED)
		list[n++] = "relayed";
	if (s->time.unsure)
		list[n++] = "clock_unset";
	pgcopy_texts(out, list, n);
}

static void
add_sd(struct buf *out, const struct span *sd)
{
	struct json *json = syslog_sd_json(sd);
	char *text;

	if (json == NULL) {
		pgcopy_null(out);
		return;
	}
	text = json_line(json);
	pgcopy_jsonb(out, text);
	free(text);
	json_free(json);
}

static void
add_claims(struct buf *out, const struct syslog *s)
{
	if (s->pri_source == SYSLOG_DEFAULT)
		pgcopy_null(out);
	else
		pgcopy_int2(out, (int16_t)s->pri);
	pgcopy_int2(out, severity_of(s));
	if (s->time.source == SYSLOG_NONE)
		pgcopy_null(out);
	else
		pgcopy_time(out, s->time.at);
	add_span(out, &s->host);
	add_span(out, &s->app);
	add_span(out, &s->procid);
	add_span(out, &s->msgid);
	add_sd(out, &s->sd);
	add_text(out, s->message.at, span_len(&s->message));
}

/* What a relay that we trust says; else who it is that is connected. */
static int32_t
device_of(const struct bind *bind, const struct observation *obs,
    const struct syslog *s)
{
	const struct message *m = &obs->message;
	int32_t device;

	if (m->flags & MESSAGE_RELAYED)
		return bind_find_host(bind, obs->tenant_id, obs->realm_id,
		    s->host.at, span_len(&s->host));
	device = bind_find_host(
	    bind, obs->tenant_id, obs->realm_id, m->name, m->name_len);
	return device != 0
	    ? device
	    : bind_find(bind, obs->tenant_id, obs->realm_id, &m->from);
}

static void
add_message(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs)
{
	const struct message *m = &obs->message;
	struct syslog_context when = { .received = obs->at };
	struct buf *out =
	    loader_batch_row(b, LOADER_MESSAGE, COLUMNS_MESSAGE, obs->at);
	struct syslog s;
	int32_t device;

	syslog_parse(&when, m->bytes, m->len, &s);
	device = device_of(context->source->bind, obs, &s);
	pgcopy_time(out, obs->at);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, obs->realm_id);
	if (device == 0)
		pgcopy_null(out);
	else
		pgcopy_int4(out, device);
	pgcopy_uuid(out, context->uuid);
	pgcopy_int8(out, (int64_t)seq);
	pgcopy_text(out, message_transport_name(m->transport));
	pgcopy_inet(out, &m->from);
	pgcopy_int4(out, m->from.port);
	add_claims(out, &s);
	pgcopy_bytes(out, m->bytes, m->len);
	add_flags(out, m, &s);
	if (m->name_len == 0)
		pgcopy_null(out);
	else
		add_text(out, m->name, m->name_len);
}

static void
add_loss(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs)
{
	bool is_loss = obs->kind == OBSERVATION_LOSS;
	const struct loss *l = &obs->loss;
	const struct mark *m = &obs->mark;
	struct buf *out =
	    loader_batch_row(b, LOADER_LOSS, COLUMNS_LOSS, obs->at);

	pgcopy_time(out, obs->at);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, obs->realm_id);
	pgcopy_uuid(out, context->uuid);
	pgcopy_int8(out, (int64_t)seq);
	add_text(out, is_loss ? l->what : m->what,
	    is_loss ? l->what_len : m->what_len);
	pgcopy_text(out,
	    is_loss ? loss_reason_name(l->reason) : mark_kind_name(m->kind));
	pgcopy_int8(out, is_loss ? (int64_t)l->count : 0);
}

static void
add_oid(struct buf *out, const uint8_t *data, size_t len)
{
	struct oid oid = { data, len };
	char text[OID_TEXT_MAX];

	if (oid_is_valid(oid))
		pgcopy_text(out, oid_print(oid, text));
	else
		pgcopy_null(out);
}

static void
add_trap(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs)
{
	const struct trap *t = &obs->trap;
	struct buf *out =
	    loader_batch_row(b, LOADER_TRAP, COLUMNS_TRAP, obs->at);

	pgcopy_time(out, obs->at);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, t->device_id);
	pgcopy_uuid(out, context->uuid);
	pgcopy_int8(out, (int64_t)seq);
	pgcopy_inet(out, &t->from);
	pgcopy_int4(out, t->from.port);
	if (t->agent.family == 0)
		pgcopy_null(out);
	else
		pgcopy_inet(out, &t->agent);
	pgcopy_text(out, reading_protocol_name(t->protocol));
	pgcopy_text(out, reading_level_name(t->level));
	pgcopy_bool(out, (t->flags & TRAP_INFORM) != 0);
	add_oid(out, t->oid, t->oid_len);
	if (t->flags & TRAP_UPTIME)
		pgcopy_int8(out, t->uptime_cs);
	else
		pgcopy_null(out);
	add_oid(out, t->enterprise, t->enterprise_len);
	if (t->engine_id_len == 0)
		pgcopy_null(out);
	else
		pgcopy_bytes(out, t->engine_id, t->engine_id_len);
	pgcopy_bytes(out, t->varbinds, t->varbinds_len);
}

void
rows_add_quarantine(struct loader_batch *b, const struct rows_context *context,
    const struct journal_record *rec, const char *reason)
{
	struct buf *out =
	    loader_batch_row(b, LOADER_QUARANTINE, COLUMNS_QUARANTINE, rec->at);

	pgcopy_uuid(out, context->uuid);
	pgcopy_int8(out, (int64_t)rec->seq);
	pgcopy_time(out, rec->at);
	add_text(out, reason, strlen(reason));
	pgcopy_bytes(out, rec->payload, rec->len);
}

void
rows_add(struct loader_batch *b, const struct rows_context *context,
    const struct journal_record *rec)
{
	struct observation obs;

	if (observation_decode(rec->payload, rec->len, &obs) < 0) {
		rows_add_quarantine(b, context, rec,
		    rec->payload == NULL ? "redacted" : "not an observation");
		return;
	}
	switch (obs.kind) {
	case OBSERVATION_READING:
		add_reading(b, context, rec->seq, &obs);
		break;
	case OBSERVATION_MESSAGE:
		add_message(b, context, rec->seq, &obs);
		break;
	case OBSERVATION_TRAP:
		add_trap(b, context, rec->seq, &obs);
		break;
	case OBSERVATION_LOSS:
	case OBSERVATION_MARK:
		add_loss(b, context, rec->seq, &obs);
		break;
	}
}
