/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A device that answers anything: whatever stands in the input, a walk comes
 * to its end and gathers nothing but well-formed bindings of what was asked.
 *
 *	byte 0    bit 0: columns; bit 1: SNMPv1
 *	answers   error-status, error-index, length (2 octets), a list
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/engine.h"
#include "collector/engine/walk.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { HEAD = 4 };

struct device {
	struct ber answers;
	struct buf question; /* the last one */
	struct walk *walk;
	bool ended;
};

static const struct oid names[] = {
	{ (const uint8_t[]){ 0x2b, 6, 1, 2 }, 4 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 3, 1 }, 5 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 4, 0 }, 5 },
};

static void
on_send(void *arg, const struct address *to, const void *data, size_t len)
{
	struct device *d = arg;

	(void)to;
	buf_clear(&d->question);
	buf_add(&d->question, data, len);
}

static void
on_end(void *arg, enum walk_end end)
{
	struct device *d = arg;

	(void)end;
	d->ended = true;
	walk_free(d->walk);
}

/* The next answer of the input; false when there is none. */
static bool
answer(struct device *d, struct engine *e, const struct address *from)
{
	struct buf out = { 0 };
	struct snmp_message m;
	size_t len;

	if (d->answers.len < HEAD ||
	    snmp_message_parse(d->question.data, d->question.len, &m) < 0)
		return false;
	m.pdu = SNMP_RESPONSE;
	m.error_status = d->answers.data[0];
	m.error_index = d->answers.data[1];
	len = (size_t)(d->answers.data[2] << 8 | d->answers.data[3]);
	d->answers.data += HEAD;
	d->answers.len -= HEAD;
	len = len < d->answers.len ? len : d->answers.len;
	m.varbinds = (struct ber){ d->answers.data, len };
	d->answers.data += len;
	d->answers.len -= len;
	snmp_message_build(&m, &out, NULL);
	engine_receive(e, from, out.data, out.len, clock_monotonic());
	buf_free(&out);
	return true;
}

/* Silence from here on: all that is open ends by itself. */
static void
run_out(struct device *d, struct engine *e)
{
	for (int64_t now = CLOCK_SECOND; !d->ended; now += ENGINE_TICK) {
		if (now > CLOCK_HOUR)
			abort();
		clock_freeze(now);
		engine_tick(e);
	}
}

static void
check(const struct gathered *g)
{
	struct ber list = { g->varbinds.data, g->varbinds.len };
	struct varbind vb;
	bool asked = true;
	int rc;

	while (asked && (rc = varbind_take(&list, &vb)) == ERR_OK) {
		asked = false;
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			asked |= oid_is_within(vb.oid, names[i]);
	}
	if (!asked || rc != ERR_NOTFOUND)
		abort();
}

/* One for all inputs: its slots are megabytes. No question outlives a walk. */
static struct engine *
engine_of(struct device *d)
{
	const struct engine_limits limits = { .window = 1,
		.timeout = CLOCK_SECOND };
	static struct engine *e;

	if (e == NULL)
		e = engine_new(&limits, 1, on_send, d);
	else if (engine_busy(e))
		abort();
	return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct device d;
	const struct walk_list list = { .names = names,
		.count = sizeof(names) / sizeof(*names),
		.columns = len > 0 && (data[0] & 1) != 0 };
	struct walk_habit habit = { .known = len > 0 && (data[0] & 4) != 0,
		.rows = 3 };
	struct engine_peer peer = {
		.version = len > 0 && (data[0] & 2) != 0 ? SNMP_V1 : SNMP_V2C
	};
	struct manner manner = { .varbinds = WALK_VARBINDS, .rows = 20 };
	struct gathered gathered = { 0 };
	struct engine *e = engine_of(&d);
	const struct walk_party party = { .engine = e,
		.peer = &peer,
		.manner = &manner,
		.gathered = &gathered,
		.until = INT64_MAX,
		.habit = &habit };

	clock_freeze(CLOCK_SECOND);
	d.ended = false;
	d.answers = (struct ber){ data + (len > 0), len - (len > 0) };
	d.walk = walk_start(&party, &list, on_end, &d);
	while (!d.ended && answer(&d, e, &peer.address))
		continue;
	run_out(&d, e);
	check(&gathered);
	buf_free(&gathered.varbinds);
	clock_thaw();
	return 0;
}
