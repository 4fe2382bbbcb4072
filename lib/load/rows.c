/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/rows.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/reader.h"
#include "lib/load/bind.h"
#include "lib/load/column.h"
#include "lib/load/message_row.h"
#include "lib/load/sampler.h"
#include "lib/model/observation.h"
#include "lib/model/sender_term.h"
#include "lib/store/loader_batch.h"
#include "lib/store/pgcopy.h"
#include "lib/wire/oid.h"

enum {
	COLUMNS_READING = 15,
	COLUMNS_LOSS = 9,
	COLUMNS_TRAP = 16,
	COLUMNS_QUARANTINE = 5
};

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
		(void)column_text(out, r->profile, r->profile_len);
	pgcopy_bytes(out, r->varbinds, take_samples(b, context, obs));
}

/* device: whose certificate a mark is about, or 0. */
static void
add_loss(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs, int32_t device)
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
	(void)column_text(out, is_loss ? l->what : m->what,
	    is_loss ? l->what_len : m->what_len);
	pgcopy_text(out,
	    is_loss ? loss_reason_name(l->reason) : mark_kind_name(m->kind));
	pgcopy_int8(out, is_loss ? (int64_t)l->count : 0);
	if (device == 0)
		pgcopy_null(out);
	else
		pgcopy_int4(out, device);
}

/*
 * Others take apart what these marks say, and would fail at what is none: the
 * listener reads bytes of anybody.
 */
static bool
is_acceptable(const struct rows_context *context, const struct observation *obs,
    int32_t *device)
{
	const struct mark *m = &obs->mark;
	struct sender_term t;
	uint32_t surplus;

	*device = 0;
	if (obs->kind != OBSERVATION_MARK)
		return true;
	if (m->kind == MARK_SENDERS)
		return sender_look_read(m->what, m->what_len, &surplus) ==
		    ERR_OK;
	if (m->kind != MARK_SENDER)
		return true;
	if (sender_term_read(m->what, m->what_len, &t) < 0)
		return false;
	*device = bind_find_sender(context->source->bind, obs->tenant_id,
	    obs->realm_id, t.name, t.name_len, &t.from);
	return true;
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
	(void)column_text(out, reason, strlen(reason));
	pgcopy_bytes(out, rec->payload, rec->len);
}

void
rows_add(struct loader_batch *b, const struct rows_context *context,
    const struct journal_record *rec)
{
	struct observation obs;
	int32_t device;

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
		message_row_add(b, context, rec->seq, &obs);
		break;
	case OBSERVATION_TRAP:
		add_trap(b, context, rec->seq, &obs);
		break;
	case OBSERVATION_LOSS:
	case OBSERVATION_MARK:
		if (is_acceptable(context, &obs, &device))
			add_loss(b, context, rec->seq, &obs, device);
		else
			rows_add_quarantine(
			    b, context, rec, "not a sender's certificate");
		break;
	}
}
