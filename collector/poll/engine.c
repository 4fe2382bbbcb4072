/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/engine.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

enum {
	ID_MARK = 1 << 30,
	ATTEMPT_BITS = 3,
	SLOT_BITS = 16,
	GENERATION_BITS = 11,
	WHEEL = 512, /* ticks: longer than any timeout */
	TIMEOUT_MIN = 250 * 1000,
	TIMEOUT_MAX = 5 * 1000 * 1000,
};

/* A ring with its head in it: taking one out needs no head. */
struct link {
	struct link *prev, *next;
};

struct slot {
	struct link link; /* first: in free, waiting, the wheel or expired */
	struct engine_peer *peer; /* NULL: free */
	engine_done *done;
	void *arg;
	struct buf message;
	size_t id_at;
	int64_t deadline;
	int64_t sent[ENGINE_ATTEMPTS_MAX];
	uint16_t generation;
	uint8_t attempt, attempts;
	bool flying;
};

struct engine {
	struct engine_limits limits;
	struct engine_counts counts;
	void (*send)(
	    void *arg, const struct address *to, const void *data, size_t len);
	void *arg;
	struct slot *slots;
	uint32_t touched; /* slots that were ever used */
	struct link free, waiting;
	struct link wheel[WHEEL];
	int64_t tick;   /* the last one done */
	int64_t filled; /* when tokens were last added */
	double tokens;  /* datagrams that may be sent */
	int flying, open;
	uint64_t random;
};

static void
link_reset(struct link *l)
{
	l->prev = l->next = l;
}

static void
link_take(struct link *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
	link_reset(l);
}

static void
link_append(struct link *ring, struct link *l)
{
	l->prev = ring->prev;
	l->next = ring;
	ring->prev->next = l;
	ring->prev = l;
}

static bool
link_is_empty(const struct link *ring)
{
	return ring->next == ring;
}

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
	/* Zeroed pages that are never touched take no memory. */
	e->slots = mem_new(ENGINE_SLOTS, sizeof(*e->slots));
	link_reset(&e->free);
	link_reset(&e->waiting);
	for (int i = 0; i < WHEEL; i++)
		link_reset(&e->wheel[i]);
	return e;
}

void
engine_free(struct engine *e)
{
	if (e == NULL)
		return;
	for (uint32_t i = 0; i < e->touched; i++)
		buf_free(&e->slots[i].message);
	free(e->slots);
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
engine_busy(const struct engine *e)
{
	return e->open > 0;
}

static uint32_t
id_of(const struct engine *e, const struct slot *s, unsigned attempt)
{
	return (uint32_t)ID_MARK |
	    (uint32_t)s->generation << (SLOT_BITS + ATTEMPT_BITS) |
	    (uint32_t)(s - e->slots) << ATTEMPT_BITS | attempt;
}

/* The slot that an id names, when it is open and of this generation. */
static struct slot *
slot_of(struct engine *e, uint32_t id, unsigned *attempt)
{
	uint32_t i = id >> ATTEMPT_BITS & (ENGINE_SLOTS - 1);
	struct slot *s = &e->slots[i];

	*attempt = id & (ENGINE_ATTEMPTS_MAX - 1);
	if (i >= e->touched || s->peer == NULL || id_of(e, s, *attempt) != id)
		return NULL;
	return s;
}

static struct slot *
take_slot(struct engine *e)
{
	struct slot *s;

	if (!link_is_empty(&e->free)) {
		s = (struct slot *)e->free.next;
		link_take(&s->link);
	} else if (e->touched < ENGINE_SLOTS) {
		s = &e->slots[e->touched++];
		link_reset(&s->link);
		s->generation = (uint16_t)draw(e);
	} else {
		return NULL;
	}
	s->generation = (s->generation + 1) & ((1 << GENERATION_BITS) - 1);
	e->open++;
	return s;
}

static void
give_slot(struct engine *e, struct slot *s)
{
	e->flying -= s->flying;
	e->open--;
	s->flying = false;
	s->peer = NULL;
	link_take(&s->link);
	/* Behind all others: an id comes back as late as can be. */
	link_append(&e->free, &s->link);
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
	for (int i = 0; i < s->attempt && t < TIMEOUT_MAX; i++)
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

static void
transmit(struct engine *e, struct slot *s, int64_t now)
{
	s->sent[s->attempt] = now;
	s->deadline = now + timeout_of(e, s);
	link_take(&s->link);
	link_append(
	    &e->wheel[(s->deadline / ENGINE_TICK + 1) % WHEEL], &s->link);
	snmp_message_set_id(s->message.data, s->id_at, id_of(e, s, s->attempt));
	e->tokens -= 1;
	e->send(e->arg, &s->peer->address, s->message.data, s->message.len);
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

	while (!link_is_empty(&e->waiting) && may_send(e, now)) {
		s = (struct slot *)e->waiting.next;
		s->flying = true;
		e->flying++;
		e->counts.sent++;
		transmit(e, s, now);
	}
}

int
engine_ask(struct engine *e, struct engine_peer *peer,
    const struct engine_question *q, engine_done *done, void *arg,
    uint32_t *ticket)
{
	struct slot *s = take_slot(e);
	int64_t now = clock_monotonic();
	struct snmp_message m = { .version = peer->version,
		.community = (const uint8_t *)peer->community,
		.community_len = peer->community_len,
		.pdu = q->pdu,
		.id = ID_MARK,
		.error_status = q->non_repeaters,
		.error_index = q->max_repetitions,
		.varbinds = q->varbinds };

	if (s == NULL)
		return ERR_AGAIN;
	if (e->open == 1) /* the wheel stood still */
		e->tick = now / ENGINE_TICK;
	s->peer = peer;
	s->done = done;
	s->arg = arg;
	s->attempt = 0;
	s->attempts =
	    (uint8_t)(q->retries < ENGINE_ATTEMPTS_MAX ? q->retries + 1
						       : ENGINE_ATTEMPTS_MAX);
	buf_clear(&s->message);
	snmp_message_build(&m, &s->message, &s->id_at);
	if (ticket != NULL)
		*ticket = id_of(e, s, 0);
	link_append(&e->waiting, &s->link);
	send_waiting(e, now);
	return ERR_OK;
}

void
engine_cancel(struct engine *e, uint32_t ticket)
{
	unsigned attempt;
	struct slot *s = slot_of(e, ticket, &attempt);

	if (s != NULL)
		give_slot(e, s);
}

static bool
is_from_peer(const struct engine_peer *p, const struct address *from,
    const struct snmp_message *m)
{
	return (p->any_source || address_equal(&p->address, from)) &&
	    m->version == p->version && m->community_len == p->community_len &&
	    (m->community_len == 0 ||
		memcmp(m->community, p->community, m->community_len) == 0);
}

void
engine_receive(
    struct engine *e, const struct address *from, const void *data, size_t len)
{
	int64_t now = clock_monotonic(), rtt;
	struct snmp_message m;
	engine_done *done;
	unsigned attempt;
	struct slot *s;
	void *arg;
	int rc;

	rc = snmp_message_parse(data, len, &m);
	if (rc == ERR_PARSE) {
		e->counts.malformed++;
		return;
	}
	if (rc < 0 || m.pdu != SNMP_RESPONSE) {
		e->counts.foreign++;
		return;
	}
	s = slot_of(e, (uint32_t)m.id, &attempt);
	if (s == NULL || !s->flying || attempt > s->attempt) {
		e->counts.late++;
		return;
	}
	if (!is_from_peer(s->peer, from, &m)) {
		e->counts.foreign++;
		return;
	}
	e->counts.answered++;
	rtt = now - s->sent[attempt];
	learn_rtt(s->peer, rtt);
	done = s->done;
	arg = s->arg;
	give_slot(e, s);
	done(arg, &(struct engine_end){ .answer = &m, .rtt = rtt });
	send_waiting(e, now);
}

static void
expire(struct engine *e, struct slot *s, int64_t now)
{
	engine_done *done = s->done;
	void *arg = s->arg;

	if (s->attempt + 1 < s->attempts) {
		s->attempt++;
		e->counts.retried++;
		transmit(e, s, now);
		return;
	}
	e->counts.timed_out++;
	give_slot(e, s);
	done(arg, &(struct engine_end){ 0 });
}

/* What the wheel has in one place, apart: callbacks change the wheel. */
static void
turn(struct engine *e, struct link *place, int64_t now)
{
	struct link expired;
	struct slot *s;

	link_reset(&expired);
	while (!link_is_empty(place)) {
		s = (struct slot *)place->next;
		link_take(&s->link);
		link_append(&expired, &s->link);
	}
	while (!link_is_empty(&expired)) {
		s = (struct slot *)expired.next;
		if (s->deadline <= now) {
			expire(e, s, now);
			continue;
		}
		link_take(&s->link);
		link_append(place, &s->link);
	}
}

void
engine_tick(struct engine *e)
{
	int64_t now = clock_monotonic(), to = now / ENGINE_TICK;

	/* After a long sleep, once around is everything. */
	if (to - e->tick > WHEEL)
		e->tick = to - WHEEL;
	while (e->tick < to) {
		e->tick++;
		turn(e, &e->wheel[e->tick % WHEEL], now);
	}
	send_waiting(e, now);
}
