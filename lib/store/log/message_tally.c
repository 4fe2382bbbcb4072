/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/message_tally.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/mem.h"

enum { SLOTS_MIN = 64 };

const char message_tally_sql[] =
    "INSERT INTO patchwacht.message_tally AS t(tenant_id,device_id,hour,count,"
    "severe,protected,bytes,first,last,cut,broken,formless)"
    " SELECT * FROM unnest($1::integer[],$2::integer[],$3::timestamptz[],"
    "$4::bigint[],$5::bigint[],$6::bigint[],$7::bigint[],$8::timestamptz[],"
    "$9::timestamptz[],$10::bigint[],$11::bigint[],$12::bigint[])"
    " ON CONFLICT(tenant_id,device_id,hour) DO UPDATE SET"
    " count=t.count+excluded.count,severe=t.severe+excluded.severe,"
    "protected=t.protected+excluded.protected,bytes=t.bytes+excluded.bytes,"
    "first=least(t.first,excluded.first),last=greatest(t.last,excluded.last),"
    "cut=t.cut+excluded.cut,broken=t.broken+excluded.broken,"
    "formless=t.formless+excluded.formless";

static bool
is_of(
    const struct message_count *c, int32_t tenant, int32_t device, int64_t hour)
{
	return c->tenant_id == tenant && c->device_id == device &&
	    c->hour == hour;
}

/* The slot of a count, or the empty one where it would stand. */
static uint32_t *
find_slot(
    const struct message_tally *t, int32_t tenant, int32_t device, int64_t hour)
{
	uint64_t h = (uint64_t)(uint32_t)tenant << 32 | (uint32_t)device;

	/* Fibonacci hashing: the golden ratio of 2^64 spreads neighbours. */
	h = (h ^ (uint64_t)(hour / CLOCK_HOUR) << 17) *
	    UINT64_C(0x9e3779b97f4a7c15);
	for (size_t i = h >> 32;; i++) {
		uint32_t *slot = &t->slots[i & (t->slot_count - 1)];

		if (*slot == 0 ||
		    is_of(&t->counts[*slot - 1], tenant, device, hour))
			return slot;
	}
}

/* At most half of the slots are taken, so that a search ends soon. */
static void
make_room(struct message_tally *t)
{
	if (t->count < t->room)
		return;
	t->room = t->room == 0 ? SLOTS_MIN / 2 : 2 * t->room;
	t->counts = mem_grow(t->counts, t->room, sizeof(*t->counts));
	free(t->slots);
	t->slot_count = 2 * t->room;
	t->slots = mem_new(t->slot_count, sizeof(*t->slots));
	for (size_t i = 0; i < t->count; i++) {
		const struct message_count *c = &t->counts[i];

		*find_slot(t, c->tenant_id, c->device_id, c->hour) =
		    (uint32_t)i + 1;
	}
}

static struct message_count *
find(struct message_tally *t, const struct message_seen *m)
{
	int64_t hour = m->at - m->at % CLOCK_HOUR;
	uint32_t *slot;

	if (t->count > 0 &&
	    is_of(&t->counts[t->last], m->tenant_id, m->device_id, hour))
		return &t->counts[t->last];
	make_room(t);
	slot = find_slot(t, m->tenant_id, m->device_id, hour);
	if (*slot == 0) {
		t->counts[t->count] = (struct message_count){
			.tenant_id = m->tenant_id,
			.device_id = m->device_id,
			.hour = hour,
			.first = m->at,
			.last = m->at,
		};
		*slot = (uint32_t)++t->count;
	}
	t->last = *slot - 1;
	return &t->counts[t->last];
}

void
message_tally_add(struct message_tally *t, const struct message_seen *m)
{
	struct message_count *c = find(t, m);

	c->count++;
	c->severe += m->is_severe;
	c->protected += m->is_protected;
	c->bytes += (int64_t)m->bytes;
	c->cut += m->is_cut;
	c->broken += m->is_broken;
	c->formless += m->is_formless;
	if (m->at < c->first)
		c->first = m->at;
	if (m->at > c->last)
		c->last = m->at;
}

int64_t
message_tally_known(const struct message_tally *t)
{
	int64_t known = 0;

	for (size_t i = 0; i < t->count; i++)
		known += t->counts[i].device_id == 0 ? 0 : t->counts[i].count;
	return known;
}

void
message_tally_clear(struct message_tally *t)
{
	if (t->count == 0)
		return;
	t->count = t->last = 0;
	memset(t->slots, 0, t->slot_count * sizeof(*t->slots));
}

void
message_tally_free(struct message_tally *t)
{
	free(t->counts);
	free(t->slots);
	*t = (struct message_tally){ 0 };
}

static void
add_int(struct buf *out, int64_t v)
{
	buf_printf(out, "%c%" PRId64, out->len == 0 ? '{' : ',', v);
}

static void
add_time(struct buf *out, int64_t at)
{
	char text[CLOCK_TEXT_MAX];

	buf_printf(
	    out, "%c%s", out->len == 0 ? '{' : ',', clock_format(at, text));
}

void
message_tally_args(
    const struct message_tally *t, struct buf args[MESSAGE_TALLY_ARGS])
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message_count *c = &t->counts[i];

		add_int(&args[0], c->tenant_id);
		add_int(&args[1], c->device_id);
		add_time(&args[2], c->hour);
		add_int(&args[3], c->count);
		add_int(&args[4], c->severe);
		add_int(&args[5], c->protected);
		add_int(&args[6], c->bytes);
		add_time(&args[7], c->first);
		add_time(&args[8], c->last);
		add_int(&args[9], c->cut);
		add_int(&args[10], c->broken);
		add_int(&args[11], c->formless);
	}
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++)
		buf_add_str(&args[i], args[i].len == 0 ? "{}" : "}");
}
