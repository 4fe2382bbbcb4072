/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A device, or somebody in its place, that sends anything in answer to a
 * question of SNMPv3: the question ends in time, after no more datagrams than
 * it has ids.
 *
 *	byte 0    priv of the user, and (from bit 4) auth
 *	answers   how, length (2 octets), a message
 *
 * how: bit 0: with the msgID asked; bit 1: with the engine ID and the user;
 * bit 2: signed, and encrypted, by the right key; bit 3: then time goes by;
 * bit 4: with its boots and time, too
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/engine.h"
#include "collector/engine/security.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum {
	HEAD = 3,
	SAME_ID = 1,
	SAME_NAMES = 2,
	SIGNED = 4,
	WAIT = 8,
	SAME_TIME = 16,
};

struct dialogue {
	struct engine *engine; /* one for all inputs: it is large */
	struct engine_peer peer;
	struct usm_user user;
	struct buf question; /* the last one */
	unsigned sent;
	bool ended;
};

static void
on_send(void *arg, const struct address *to, const void *data, size_t len)
{
	struct dialogue *d = arg;

	(void)to;
	d->sent++;
	buf_clear(&d->question);
	buf_add(&d->question, data, len);
}

static void
on_done(void *arg, const struct engine_end *end)
{
	struct dialogue *d = arg;

	if (end->answer != NULL && end->answer->pdu != SNMP_RESPONSE)
		abort();
	d->ended = true;
}

/* As the input has it, but made to fit the question as far as how says. */
static void
make_fit(const struct dialogue *d, uint8_t how, struct snmp3_message *m)
{
	struct snmp3_message q;

	if (snmp3_parse(d->question.data, d->question.len, &q) < 0)
		abort();
	if ((how & SAME_ID) != 0)
		m->id = q.id;
	if ((how & SAME_NAMES) != 0) {
		m->engine_id = q.engine_id;
		m->user = q.user;
	}
	if ((how & SAME_TIME) != 0) {
		m->boots = q.boots;
		m->time = q.time;
	}
}

/* The scopedPDU stands in the input as it is, not encrypted. */
static void
sign(const struct dialogue *d, struct snmp3_message *m, struct buf *out)
{
	struct usm_keys keys;
	struct ber scoped = m->data;

	m->flags &= (uint8_t)~SNMP3_LEVEL;
	m->flags |= usm_level(&d->user);
	if (usm_localise(&d->user, m->engine_id, &keys) < 0 ||
	    usm_build(m, &d->user, &keys, 99, scoped, out) < 0)
		abort();
}

static void
answer(struct dialogue *d, uint8_t how, const uint8_t *data, size_t len)
{
	struct snmp3_message m;
	struct buf out = { 0 };

	if (snmp3_parse(data, len, &m) < 0) {
		engine_receive(
		    d->engine, &d->peer.address, data, len, clock_monotonic());
		return;
	}
	make_fit(d, how, &m);
	if ((how & SIGNED) != 0)
		sign(d, &m, &out);
	else
		snmp3_build(&m, &out, NULL);
	engine_receive(
	    d->engine, &d->peer.address, out.data, out.len, clock_monotonic());
	buf_free(&out);
}

static void
wait_ticks(struct dialogue *d, int64_t *now, int ticks)
{
	for (int i = 0; i < ticks && !d->ended; i++) {
		*now += ENGINE_TICK;
		clock_freeze(*now);
		engine_tick(d->engine);
	}
}

static void
begin(struct dialogue *d, uint8_t kind)
{
	const struct engine_limits limits = { .window = 4,
		.timeout = CLOCK_SECOND };
	const struct engine_question q = { .pdu = SNMP_GET, .retries = 2 };

	memset(&d->user, 0, sizeof(d->user));
	d->user.name[0] = 'u';
	d->user.auth = (enum usm_auth)((kind >> 4) % USM_AUTHS);
	/* Not those that take a megabyte of digest. */
	if (d->user.auth != USM_AUTH_NONE)
		d->user.priv =
		    (enum usm_priv)((kind & 15) % (USM_PRIV_AES256 + 1));
	d->peer.address = (struct address){ .family = 4, .port = 161 };
	d->peer.version = SNMP_V3;
	d->peer.security = security_new(&d->user);
	if (d->engine == NULL)
		d->engine = engine_new(&limits, 7, on_send, d);
	d->sent = 0;
	d->ended = false;
	if (engine_ask(d->engine, &d->peer, &q, on_done, d, NULL) < 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	int64_t now = 1000 * CLOCK_SECOND;
	static struct dialogue d;
	uint8_t how;
	size_t n;

	if (len == 0)
		return 0;
	clock_freeze(now);
	begin(&d, data[0]);
	for (data++, len--; len > HEAD && !d.ended; data += n, len -= n) {
		how = data[0];
		n = (size_t)(data[1] << 8 | data[2]);
		data += HEAD;
		len -= HEAD;
		n = n < len ? n : len;
		answer(&d, how, data, n);
		if ((how & WAIT) != 0)
			wait_ticks(&d, &now, 80);
	}
	wait_ticks(&d, &now, 2000); /* half a minute */
	if (!d.ended || d.sent > ENGINE_ATTEMPTS_MAX)
		abort();
	security_free(d.peer.security);
	return 0;
}
