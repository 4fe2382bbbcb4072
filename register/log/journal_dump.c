/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/journal_dump.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/journal/browse.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/redaction.h"
#include "lib/model/observation.h"
#include "lib/wire/span.h"
#include "register/command.h"

static void
put_bytes(struct json *o, const char *key, const void *data, size_t len)
{
	struct span span = span_of(data, len);
	struct buf text = { 0 };

	span_add_text(&span, &text);
	json_put_text(o, key, buf_str(&text));
	buf_free(&text);
}

static void
put_address(struct json *o, const char *key, const struct address *a)
{
	char text[ADDRESS_TEXT_MAX];

	json_put_text(
	    o, key, a->family == 0 ? NULL : address_format_port(a, text));
}

static void
put_hash(struct json *o, const char *key, const uint8_t hash[DIGEST_LEN])
{
	char text[DIGEST_HEX_MAX];

	json_put_text(o, key, digest_hex(hash, DIGEST_LEN, text));
}

static void
put_reading(struct json *o, const struct observation *obs)
{
	const struct reading *r = &obs->reading;

	json_put_text(o, "kind", "reading");
	json_put_int(o, "device_id", r->device_id);
	json_put_text(o, "outcome", reading_outcome_name(r->outcome));
	json_put_text(o, "plan", reading_plan_name(r->plan));
	put_address(o, "address", &r->address);
	json_put_text(o, "protocol", reading_protocol_name(r->protocol));
	put_bytes(o, "profile", r->profile, r->profile_len);
	json_put_int(o, "varbinds_len", (int64_t)r->varbinds_len);
}

static void
put_message(struct json *o, const struct observation *obs)
{
	const struct message *m = &obs->message;

	json_put_text(o, "kind", "message");
	json_put_text(o, "transport", message_transport_name(m->transport));
	put_address(o, "from", &m->from);
	json_put_int(o, "flags", m->flags);
	put_bytes(o, "bytes", m->bytes, m->len);
}

static void
put_trap(struct json *o, const struct observation *obs)
{
	const struct trap *t = &obs->trap;

	json_put_text(o, "kind", "trap");
	json_put_int(o, "device_id", t->device_id);
	put_address(o, "from", &t->from);
	json_put_text(o, "protocol", reading_protocol_name(t->protocol));
	json_put_int(o, "varbinds_len", (int64_t)t->varbinds_len);
}

static void
put_observation(struct json *o, const struct record *rec)
{
	struct observation obs;

	if (observation_decode(rec->payload, rec->len, &obs) < 0) {
		json_put_text(o, "kind", "unknown");
		return;
	}
	json_put_int(o, "tenant_id", obs.tenant_id);
	json_put_int(o, "realm_id", obs.realm_id);
	switch (obs.kind) {
	case OBSERVATION_READING:
		put_reading(o, &obs);
		break;
	case OBSERVATION_MESSAGE:
		put_message(o, &obs);
		break;
	case OBSERVATION_TRAP:
		put_trap(o, &obs);
		break;
	case OBSERVATION_LOSS:
		json_put_text(o, "kind", "loss");
		json_put_text(o, "reason", loss_reason_name(obs.loss.reason));
		json_put_int(o, "count", (int64_t)obs.loss.count);
		put_bytes(o, "what", obs.loss.what, obs.loss.what_len);
		break;
	case OBSERVATION_MARK:
		json_put_text(o, "kind", "mark");
		json_put_text(o, "mark", mark_kind_name(obs.mark.kind));
		put_bytes(o, "what", obs.mark.what, obs.mark.what_len);
		break;
	}
}

static void
put_checkpoint(struct json *o, const struct record *rec)
{
	uint8_t hash[DIGEST_LEN];
	struct checkpoint c;

	checkpoint_decode(rec->payload, &c);
	checkpoint_hash(rec->payload, hash);
	json_put_text(o, "kind", "checkpoint");
	json_put_int(o, "number", (int64_t)c.number);
	json_put_int(o, "key", (int64_t)c.epoch);
	json_put_bool(o, "start", (c.flags & CHECKPOINT_START) != 0);
	json_put_bool(o, "stop", (c.flags & CHECKPOINT_STOP) != 0);
	json_put_bool(o, "set_back", (c.flags & CHECKPOINT_SET_BACK) != 0);
	json_put_bool(o, "late", (c.flags & CHECKPOINT_LATE) != 0);
	put_hash(o, "chain", c.chain);
	put_hash(o, "hash", hash);
}

/* The numbers that it is about, one by one: there are seldom many. */
static void
put_redaction(struct json *o, const struct record *rec)
{
	struct json *list = json_new_array();
	struct redaction_entry e;
	struct redaction r;

	json_put_text(o, "kind", "redaction");
	if (redaction_decode(rec->payload, rec->len, &r) == ERR_OK) {
		put_bytes(o, "by", r.by.at, r.by.len);
		put_bytes(o, "reason", r.reason.at, r.reason.len);
		put_bytes(o, "policy", r.policy.at, r.policy.len);
		for (size_t i = 0; i < r.count; i++) {
			redaction_entry(&r, i, &e);
			json_add_int(list, (int64_t)e.seq);
		}
	}
	json_put(o, "records", list);
}

static void
put_own(struct json *o, const struct record *rec)
{
	struct gap gap;

	if (rec->type == RECORD_CHECKPOINT) {
		put_checkpoint(o, rec);
	} else if (rec->type == RECORD_GAP) {
		gap_decode(rec->payload, &gap);
		json_put_text(o, "kind", "gap");
		json_put_int(o, "damaged_segment", (int64_t)gap.segment);
		json_put_int(o, "damaged_at", (int64_t)gap.offset);
		json_put_int(o, "lost", (int64_t)gap.lost);
	} else if (rec->type == RECORD_REDACTION) {
		put_redaction(o, rec);
	} else {
		json_put_text(o, "kind", "seal");
		put_hash(o, "chain", rec->payload);
	}
}

static void
print_item(const char *name, const struct browse_item *item, FILE *out)
{
	const struct record *rec = &item->rec;
	struct json *o = json_new_object();
	uint8_t hash[DIGEST_LEN];
	char *line;

	json_put_text(o, "journal", name);
	json_put_int(o, "segment", (int64_t)item->segment);
	json_put_int(o, "offset", (int64_t)item->offset);
	if (rec->type == 0) {
		json_put_text(o, "kind", "damaged");
	} else if (!record_is_numbered(rec)) {
		json_put_time(o, "at", rec->at);
		put_own(o, rec);
	} else {
		json_put_int(o, "seq", (int64_t)rec->seq);
		json_put_time(o, "at", rec->at);
		record_hash(rec, hash);
		put_hash(o, "hash", hash);
		if (rec->type == RECORD_REDACTED)
			json_put_text(o, "kind", "redacted");
		else
			put_observation(o, rec);
	}
	line = json_line(o);
	fprintf(out, "%s\n", line);
	free(line);
	json_free(o);
}

static bool
is_wanted(const struct browse_item *item, const struct dump_range *range)
{
	const struct record *rec = &item->rec;

	if (rec->type == 0)
		return true;
	if (!record_is_numbered(rec) && !range->all)
		return false;
	return rec->seq >= range->from && rec->seq <= range->to;
}

int
journal_dump(const char *dir, const char *name, const struct dump_range *range,
    FILE *out)
{
	struct browse_item item;
	struct browse *b = NULL;
	int rc;

	rc = browse_open(dir, range->from, &b);
	if (rc == ERR_NOTFOUND)
		complain("%s: there is no such folder", dir);
	if (rc < 0)
		return rc;
	while ((rc = browse_next(b, &item)) == ERR_OK) {
		if (item.rec.type != 0 && item.rec.seq > range->to)
			break;
		if (is_wanted(&item, range))
			print_item(name, &item, out);
	}
	browse_close(b);
	if (rc == ERR_IO || fflush(out) != 0)
		return ERR_IO;
	return ERR_OK;
}
