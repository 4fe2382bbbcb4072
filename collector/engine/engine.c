/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "collector/engine/security.h"
#include "collector/engine/slot.h"
#include "collector/engine/wheel.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

enum {
	TIMEOUT_MIN = 250 * 1000,
	TIMEOUT_MAX = 5 * 1000 * 1000, /* and 10 %: the wheel goes that far */
	LEARNT_MAX = 2, /* engine IDs in one question: a false one, and back */
	SYNCED_MAX = 1,
	SLOW_KEYS_AT_ONCE = 2, /* in a tick: each takes 1 to 3 ms */
};

struct engine {
	struct engine_limits limits;
	struct engine_counts counts;
	void (*send)(
	    void *arg, const struct address *to, const void *data, size_t len);
	void *arg;
	struct slots slots;
	struct ring waiting; /* for room in the window */
	struct ring
	    keying; /* for their turn to make a key; not in the window */
	struct ring spared;  /* refused a moment ago: end at the next tick */
	struct ring outside; /* engine_waiter: wait for a slot */
	struct wheel wheel;
	int64_t filled; /* when tokens were last added */
	double tokens;  /* datagrams that may be sent */
	int flying;
	int slow_keys;         /* made in this tick */
	struct buf out, plain; /* of one message of SNMPv3 */
	uint64_t random;
	int64_t arrived; /* when the datagram at hand did */
};

/* xorshift64*: for jitter and generations, not for secrets. */
static uint64_t
draw(struct engine *e)
{
	e->random ^= e->random >> 12;
	e->random ^= e->random << 25;
	e->random ^= e->random >> 27;
	return e->random * 0x2545f4914f6cdd1d;
}

struct engine *
engine_new(const struct engine_limits *limits, uint64_t seed,
    void (*send)(
	void *arg, const struct address *to, const void *data, size_t len),
    void *arg)
{
	struct engine *e = mem_new(1, sizeof(*e));

	e->limits = *limits;
	e->random = seed | 1;
	e->send = send;
	e->arg = arg;
	slots_start(&e->slots);
	ring_reset(&e->waiting);
	ring_reset(&e->keying);
	ring_reset(&e->spared);
	ring_reset(&e->outside);
	wheel_start(&e->wheel, ENGINE_TICK);
	return e;
}

void
engine_free(struct engine *e)
{
	if (e == NULL)
		return;
	slots_free(&e->slots);
	buf_free(&e->out);
	buf_free(&e->plain);
	free(e);
}

void
engine_limit(struct engine *e, const struct engine_limits *limits)
{
	e->limits = *limits;
}

const struct engine_counts *
engine_counts(const struct engine *e)
{
	return &e->counts;
}

bool
engine_waits(const struct engine *e)
{
	return !ring_is_empty(&e->waiting);
}

bool
engine_busy(const struct engine *e)
{
	return e->slots.open > 0 || !ring_is_empty(&e->outside);
}

bool
engine_is_pressed(const struct engine *e)
{
	return e->flying >= e->limits.window / 2;
}

static void
give_slot(struct engine *e, struct slot *s)
{
	e->flying -= s->flying;
	slots_give(&e->slots, s);
}

/* RFC 6298, 2, with limits of our own; doubled for each retry, +-10 %. */
static int64_t
timeout_of(struct engine *e, const struct slot *s)
{
	const struct engine_peer *p = s->peer;
	int64_t t = e->limits.timeout;

	if (p->srtt > 0)
		t = p->srtt + 4 * p->rttvar;
	t = t < TIMEOUT_MIN ? TIMEOUT_MIN : t;
	for (int i = 0; i < s->tries && t < TIMEOUT_MAX; i++)
		t *= 2;
	t = t > TIMEOUT_MAX ? TIMEOUT_MAX : t;
	return t - t / 10 + (int64_t)(draw(e) % (uint64_t)(t / 5 + 1));
}

static void
learn_rtt(struct engine_peer *p, int64_t rtt)
{
	int64_t off;

	rtt = rtt > 0 ? rtt : 1;
	if (p->srtt == 0) {
		p->srtt = rtt;
		p->rttvar = rtt / 2;
		return;
	}
	off = p->srtt > rtt ? p->srtt - rtt : rtt - p->srtt;
	p->rttvar += (off - p->rttvar) / 4;
	p->srtt += (rtt - p->srtt) / 8;
}

/*
 * Sending
 */

/* What goes out for a question of SNMPv3: itself, or what must come first. */
static void
send_secured(struct engine *e, struct slot *s, uint32_t id, int64_t now)
{
	const struct ber pdu = { s->message.data, s->message.len };
	bool is_probe = false;

	buf_clear(&e->out);
	/* What this machine cannot sign or encrypt stays without an answer. */
	if (security_write(s->peer->security, (int32_t)id, pdu, now, &e->plain,
		&e->out, &is_probe) < 0)
		return;
	e->counts.probes += is_probe;
	e->send(e->arg, &s->peer->address, e->out.data, e->out.len);
}

/* Makes the key of a new engine wait its turn when that takes long. */
static bool
may_make_key(struct engine *e, struct slot *s)
{
	if (s->peer->version != SNMP_V3 || !security_is_slow(s->peer->security))
		return true;
	if (e->slow_keys >= SLOW_KEYS_AT_ONCE) {
		e->flying -= s->flying;
		s->flying = false;
		ring_move(&e->keying, &s->link);
		return false;
	}
	e->slow_keys++;
	e->counts.slow_keys++;
	return true;
}

static void
transmit(struct engine *e, struct slot *s, int64_t now)
{
	uint32_t id = slots_id(&e->slots, s, s->attempt);

	if (!may_make_key(e, s))
		return;
	s->sent[s->attempt] = now;
	s->deadline = now + timeout_of(e, s);
	wheel_put(&e->wheel, &s->link, s->deadline);
	snmp_message_set_id(s->message.data, s->id_at, id);
	e->tokens -= 1;
	if (s->peer->version == SNMP_V3)
		send_secured(e, s, id, now);
	else
		e->send(
		    e->arg, &s->peer->address, s->message.data, s->message.len);
}

static bool
may_send(struct engine *e, int64_t now)
{
	const double rate = e->limits.rate;

	if (e->flying >= e->limits.window)
		return false;
	if (e->limits.rate == 0)
		return true;
	e->tokens += rate * (double)(now - e->filled) / CLOCK_SECOND;
	/* A burst is at most what two ticks may send. */
	if (e->tokens > 1 + rate * 2 * ENGINE_TICK / CLOCK_SECOND)
		e->tokens = 1 + rate * 2 * ENGINE_TICK / CLOCK_SECOND;
	e->filled = now;
	return e->tokens >= 1;
}

static void
send_waiting(struct engine *e, int64_t now)
{
	struct slot *s;

	while (!ring_is_empty(&e->waiting) && may_send(e, now)) {
		s = (struct slot *)e->waiting.next;
		ring_take(&s->link);
		s->flying = true;
		e->flying++;
		e->counts.sent++;
		transmit(e, s, now);
	}
}

static void
write_question(struct slot *s, const struct engine_question *q)
{
	const struct engine_peer *p = s->peer;
	const struct snmp_message m = { .version = p->version,
		.community = (const uint8_t *)p->community,
		.community_len = p->community_len,
		.pdu = q->pdu,
		.id = SLOT_ID_MARK,
		.error_status = q->non_repeaters,
		.error_index = q->max_repetitions,
		.varbinds = q->varbinds };

	buf_clear(&s->message);
	if (p->version == SNMP_V3)
		snmp_message_add_pdu(&m, &s->message, &s->id_at);
	else
		snmp_message_build(&m, &s->message, &s->id_at);
}

int
engine_ask(struct engine *e, struct engine_peer *peer,
    const struct engine_question *q, engine_done *done, void *arg,
    uint32_t *ticket)
{
	struct slot *s = slots_take(&e->slots, draw(e));
	int64_t now = clock_monotonic();

	if (s == NULL)
		return ERR_AGAIN;
	if (e->slots.open == 1)
		wheel_skip(&e->wheel, now);
	s->peer = peer;
	s->done = done;
	s->arg = arg;
	s->attempt = s->tries = s->learnt = s->synced = 0;
	s->tries_max =
	    (uint8_t)(q->retries < ENGINE_ATTEMPTS_MAX ? q->retries + 1
						       : ENGINE_ATTEMPTS_MAX);
	s->end = (struct engine_end){ 0 };
	write_question(s, q);
	if (ticket != NULL)
		*ticket = slots_id(&e->slots, s, 0);
	if (peer->version == SNMP_V3 &&
	    security_is_refused(peer->security, now, &s->end.report)) {
		s->end.spared = true;
		ring_append(&e->spared, &s->link);
		return ERR_OK;
	}
	ring_append(&e->waiting, &s->link);
	send_waiting(e, now);
	return ERR_OK;
}

void
engine_wait(struct engine *e, struct engine_waiter *w)
{
	ring_append(&e->outside, &w->link);
}

void
engine_cancel(struct engine *e, uint32_t ticket)
{
	unsigned attempt;
	struct slot *s = slots_find(&e->slots, ticket, &attempt);

	if (s != NULL)
		give_slot(e, s);
}

/*
 * Ends
 */

static void
end_with(struct engine *e, struct slot *s, const struct engine_end *end)
{
	engine_done *done = s->done;
	void *arg = s->arg;

	give_slot(e, s);
	done(arg, end);
}

static void
end_answered(struct engine *e, struct slot *s, unsigned attempt,
    const struct snmp_message *m, int64_t now)
{
	struct engine_end end = s->end;

	e->counts.answered++;
	end.answer = m;
	end.rtt = e->arrived - s->sent[attempt];
	if (end.rtt < 1)
		end.rtt = 1;
	learn_rtt(s->peer, end.rtt);
	end_with(e, s, &end);
	send_waiting(e, now);
}

static void
end_unanswered(struct engine *e, struct slot *s, int64_t now)
{
	const struct engine_end end = s->end;

	if (!end.spared)
		e->counts.timed_out++;
	if (s->peer->version == SNMP_V3 && !end.spared)
		security_unanswered(
		    s->peer->security, end.report, now, draw(e));
	end_with(e, s, &end);
}

/*
 * Answers
 */

static bool
is_of_community(const struct engine_peer *p, const struct snmp_message *m)
{
	return p->version != SNMP_V3 && m->version == p->version &&
	    m->community_len == p->community_len &&
	    (m->community_len == 0 ||
		memcmp(m->community, p->community, m->community_len) == 0);
}

/* False, and noted, when it comes from elsewhere. */
static bool
is_from(struct engine *e, struct slot *s, const struct address *from)
{
	if (s->peer->any_source || address_equal(&s->peer->address, from))
		return true;
	s->end.other = *from;
	e->counts.foreign++;
	return false;
}

/*
 * Some agents return 15 or 16 bits of an id. What is left of it is too easy to
 * guess to find a question by: the device is marked at the first one, and
 * asked again; from then on its address counts in place of the other bits. m is
 * NULL where it is the msgID of SNMPv3.
 */
static struct slot *
find_short(struct engine *e, const struct address *from, int32_t id,
    const struct snmp_message *m, unsigned *attempt)
{
	uint32_t at = 0;
	struct slot *s;

	if (!slots_is_short(id))
		return NULL;
	while ((s = slots_find_short(&e->slots, id, &at, attempt)) != NULL) {
		if (!s->flying || *attempt > s->attempt ||
		    !address_equal(&s->peer->address, from) ||
		    !(m == NULL ? s->peer->version == SNMP_V3
				: is_of_community(s->peer, m)))
			continue;
		if (s->peer->short_ids)
			return s;
		s->peer->short_ids = true;
		return NULL;
	}
	return NULL;
}

static void
receive_community(struct engine *e, const struct address *from,
    const struct snmp_message *m, int64_t now)
{
	unsigned attempt;
	struct slot *s;

	if (m->pdu != SNMP_RESPONSE) {
		e->counts.foreign++;
		return;
	}
	s = slots_find(&e->slots, (uint32_t)m->id, &attempt);
	if (s == NULL)
		s = find_short(e, from, m->id, m, &attempt);
	if (s == NULL || !s->flying || attempt > s->attempt) {
		e->counts.late++;
		return;
	}
	if (!is_of_community(s->peer, m)) {
		e->counts.foreign++;
		return;
	}
	if (is_from(e, s, from))
		end_answered(e, s, attempt, m, now);
}

/* Once more at once, for what was learnt: not a retry. */
static void
resend(struct engine *e, struct slot *s, int64_t now)
{
	if (s->attempt + 1 >= ENGINE_ATTEMPTS_MAX)
		return;
	s->attempt++;
	transmit(e, s, now);
}

/* An unsigned one may be forged: the answer is waited for, but not pressed. */
static void
note_report(struct slot *s, const struct security_said *said)
{
	if (s->end.is_signed && !said->is_signed)
		return;
	s->end.report = said->report;
	s->end.is_signed = said->is_signed;
	if (security_is_final(said->report))
		s->tries_max = 0;
}

static void
on_report(struct engine *e, struct slot *s, const struct security_said *said,
    int64_t now)
{
	e->counts.reports++;
	s->end.told |= said->heard != SECURITY_REPORT;
	if (said->heard == SECURITY_LEARNT && s->learnt < LEARNT_MAX) {
		s->learnt++;
		resend(e, s, now);
		return;
	}
	if (said->heard == SECURITY_SYNCED && s->synced < SYNCED_MAX) {
		s->synced++;
		resend(e, s, now);
		return;
	}
	note_report(s, said);
	if (said->is_signed && security_is_final(said->report)) {
		end_unanswered(e, s, now);
		send_waiting(e, now);
	}
}

static void
receive_secured(struct engine *e, const struct address *from,
    struct snmp3_message *m, int64_t now)
{
	struct security_said said;
	unsigned attempt;
	struct slot *s = slots_find(&e->slots, (uint32_t)m->id, &attempt);

	if (s == NULL) {
		s = find_short(e, from, m->id, NULL, &attempt);
		if (s != NULL)
			m->id = (int32_t)slots_id(&e->slots, s, attempt);
	}
	if (s == NULL || !s->flying || attempt > s->attempt) {
		e->counts.late++;
		return;
	}
	if (s->peer->version != SNMP_V3) {
		e->counts.foreign++;
		return;
	}
	if (!is_from(e, s, from))
		return;
	security_hear(s->peer->security, m, now, &e->plain, &said);
	switch (said.heard) {
	case SECURITY_ANSWER:
		end_answered(e, s, attempt, &said.scoped.pdu, now);
		break;
	case SECURITY_LEARNT:
	case SECURITY_SYNCED:
	case SECURITY_REPORT:
		on_report(e, s, &said, now);
		break;
	case SECURITY_BAD_MAC:
		e->counts.bad_mac++;
		s->end.bad_mac = true;
		break;
	case SECURITY_UNTIMELY:
		e->counts.untimely++;
		s->end.untimely = true;
		break;
	case SECURITY_FOREIGN:
		e->counts.foreign++;
		break;
	case SECURITY_MALFORMED:
		e->counts.malformed++;
		break;
	}
}

void
engine_receive(struct engine *e, const struct address *from, const void *data,
    size_t len, int64_t at)
{
	int64_t now = clock_monotonic();
	struct snmp3_message secured;
	struct snmp_message m;
	int rc;

	e->arrived = at;
	rc = snmp_message_parse(data, len, &m);
	if (rc == ERR_OK) {
		receive_community(e, from, &m, now);
		return;
	}
	if (rc == ERR_RANGE)
		rc = snmp3_parse(data, len, &secured);
	if (rc == ERR_OK)
		receive_secured(e, from, &secured, now);
	else if (rc == ERR_PARSE)
		e->counts.malformed++;
	else
		e->counts.foreign++;
}

void
engine_icmp(struct engine *e, const struct address *to, enum engine_icmp what)
{
	struct slot *s;

	e->counts.icmp++;
	for (uint32_t i = 0; i < e->slots.touched; i++) {
		s = &e->slots.list[i];
		if (s->flying && address_equal(&s->peer->address, to))
			s->end.icmp = what;
	}
}

/*
 * Time
 */

static void
expire(struct engine *e, struct slot *s, int64_t now)
{
	if (++s->tries < s->tries_max && s->attempt + 1 < ENGINE_ATTEMPTS_MAX) {
		s->attempt++;
		e->counts.retried++;
		transmit(e, s, now);
		return;
	}
	end_unanswered(e, s, now);
}

/* Callbacks change the rings: what is looked at stands apart. */
static void
end_spared(struct engine *e, int64_t now)
{
	struct ring spared;

	ring_reset(&spared);
	while (!ring_is_empty(&e->spared))
		ring_move(&spared, e->spared.next);
	while (!ring_is_empty(&spared))
		end_unanswered(e, (struct slot *)spared.next, now);
}

static void
make_keys(struct engine *e, int64_t now)
{
	struct slot *s;

	e->slow_keys = 0;
	while (!ring_is_empty(&e->keying) && e->slow_keys < SLOW_KEYS_AT_ONCE &&
	    e->flying < e->limits.window) {
		s = (struct slot *)e->keying.next;
		s->flying = true;
		e->flying++;
		transmit(e, s, now);
	}
}

static void
let_in(struct engine *e)
{
	struct engine_waiter *w;

	while (!ring_is_empty(&e->outside) && slots_have_room(&e->slots)) {
		w = (struct engine_waiter *)e->outside.next;
		ring_take(&w->link);
		w->ready(w->arg);
	}
}

void
engine_tick(struct engine *e)
{
	int64_t now = clock_monotonic();
	struct ring due;
	struct slot *s;

	ring_reset(&due);
	wheel_take(&e->wheel, now, &due);
	while (!ring_is_empty(&due)) {
		s = (struct slot *)due.next;
		if (s->deadline <= now)
			expire(e, s, now);
		else
			wheel_put(&e->wheel, &s->link, s->deadline);
	}
	end_spared(e, now);
	make_keys(e, now);
	send_waiting(e, now);
	let_in(e);
}
