/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/secure.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "collector/datagrams.h"
#include "collector/trap/clocks.h"
#include "collector/trap/peers.h"
#include "collector/trap/roll.h"
#include "collector/trap/said.h"
#include "collector/trap/seen.h"
#include "collector/trap/self.h"
#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/usm.h"

enum {
	SOURCES = 4096,     /* that are told apart in counting Reports */
	REPORTS_BURST = 20, /* of one source, and then */
	REPORTS_RATE = 10,  /* a second */
	SLOW_RATE = 20,     /* keys a second that take long (Reeder) */
};

/* So many at once, so many a second. */
struct bucket {
	int64_t at;
	int left;
};

struct secure {
	const struct self *self;
	struct seen *seen;
	struct peers *peers;
	struct clocks *clocks; /* of the start before */
	bool is_new;           /* something, since they were kept */
	uint64_t salt;
	uint32_t reports[USM_REPORTS]; /* usmStats */
	struct bucket sources[SOURCES], slow;
	struct buf plain;
	int64_t now;
};

/* What one message is about, from step to step. */
struct work {
	struct secure *s;
	const struct snmp3_message *m;
	const struct said_by *by;
	const struct usm_user *user;
	struct peer *peer; /* known, or NULL */
	struct peer fresh; /* in whose place it is then */
	bool is_ours;      /* we are the authoritative engine */
};

struct secure *
secure_new(const struct self *self, struct seen *seen, const char *clocks)
{
	struct secure *s = mem_new(1, sizeof(*s));

	s->self = self;
	s->seen = seen;
	s->peers = peers_new(PEERS_MAX);
	s->clocks = clocks_load(clocks);
	if (getrandom(&s->salt, sizeof(s->salt), 0) != sizeof(s->salt))
		fatal("getrandom");
	return s;
}

void
secure_free(struct secure *s)
{
	if (s == NULL)
		return;
	peers_free(s->peers);
	clocks_free(s->clocks);
	buf_free(&s->plain);
	free(s);
}

bool
secure_print(struct secure *s, struct buf *out)
{
	if (!s->is_new)
		return false;
	s->is_new = false;
	clocks_print(s->clocks, s->peers, clock_monotonic(), out);
	return true;
}

static bool
may(struct bucket *b, int burst, int rate, int64_t now)
{
	int64_t more = (now - b->at) * rate / CLOCK_SECOND;

	if (b->at == 0 || more >= burst) {
		*b = (struct bucket){ now, burst };
	} else if (more > 0) {
		b->left = b->left + more < burst ? b->left + (int)more : burst;
		b->at += more * CLOCK_SECOND / rate;
	}
	if (b->left == 0)
		return false;
	b->left--;
	return true;
}

static bool
may_report(struct secure *s, const struct address *to)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < sizeof(to->bytes); i++)
		h = (h ^ to->bytes[i]) * 16777619U;
	return may(
	    &s->sources[h % SOURCES], REPORTS_BURST, REPORTS_RATE, s->now);
}

/*
 * What we say
 */

static struct ber
own_id(const struct secure *s)
{
	return (struct ber){ s->self->id, s->self->len };
}

/* In our own name, at level. */
static void
build(struct secure *s, const struct snmp3_message *to, uint8_t level,
    const struct usm_user *user, const struct usm_keys *keys, struct ber scoped,
    struct buf *out)
{
	const struct snmp3_message head = { .id = to->id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = level,
		.engine_id = own_id(s),
		.boots = s->self->boots,
		.time = self_time(s->self, s->now),
		.user = to->user };

	buf_clear(out);
	(void)usm_build(&head, user, keys, s->salt++, scoped, out);
}

static void
add_pdu(const struct snmp_message *m, struct ber engine, struct ber context,
    struct buf *scoped)
{
	struct buf pdu = { 0 };

	snmp_message_add_pdu(m, &pdu, NULL);
	snmp3_build_scoped(
	    engine, context, (struct ber){ pdu.data, pdu.len }, scoped);
	buf_free(&pdu);
}

/* RFC 3412, 7.1 (3): only who asked for one gets one. */
static enum belief
report(struct work *w, const struct datagram *d, enum usm_report what,
    enum belief belief, struct buf *out)
{
	struct secure *s = w->s;
	const struct usm_user nobody = { .name = "" };
	const struct usm_keys none = { .auth = { 0 } };
	bool is_signed = what == USM_REPORT_WINDOW;
	struct buf list = { 0 }, scoped = { 0 };

	s->reports[what]++;
	if ((w->m->flags & SNMP3_REPORTABLE) == 0 || !may_report(s, &d->from))
		return belief;
	usm_report_add(what, s->reports[what], &list);
	add_pdu(&(struct snmp_message){ .version = SNMP_V3,
		    .pdu = SNMP_REPORT,
		    .varbinds = { list.data, list.len } },
	    own_id(s), (struct ber){ NULL, 0 }, &scoped);
	/* RFC 3414, 3.2.7 a: the time is told to who proved to be itself. */
	build(s, w->m, is_signed ? SNMP3_AUTH : 0,
	    is_signed ? w->user : &nobody, is_signed ? &w->fresh.keys : &none,
	    (struct ber){ scoped.data, scoped.len }, out);
	buf_free(&list);
	buf_free(&scoped);
	return belief;
}

/* RFC 3416, 4.2.7, as private as it was asked. */
static void
acknowledge(struct work *w, const struct snmp3_scoped *said, struct buf *out)
{
	struct buf scoped = { 0 };
	struct snmp_message answer = said->pdu;

	answer.pdu = SNMP_RESPONSE;
	answer.error_status = answer.error_index = 0;
	add_pdu(&answer, said->engine_id, said->context, &scoped);
	build(w->s, w->m, w->m->flags & SNMP3_LEVEL, w->user, &w->fresh.keys,
	    (struct ber){ scoped.data, scoped.len }, out);
	buf_free(&scoped);
}

/*
 * What we believe
 */

static bool
is_name(const struct usm_user *u, struct ber name)
{
	return u != NULL && strlen(u->name) == name.len &&
	    memcmp(u->name, name.data, name.len) == 0;
}

/* Of the devices at that address, the one that has such a user. */
static enum belief
find_user(struct work *w, const struct said_by *by, size_t n)
{
	enum belief belief = BELIEF_CREDENTIAL;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < by[i].count; k++) {
			if (is_name(by[i].users[k], w->m->user)) {
				w->by = &by[i];
				w->user = by[i].users[k];
				return BELIEVED;
			}
			if (by[i].users[k] != NULL)
				belief = BELIEF_USER;
			else if (by[i].credentials[k] != NULL)
				belief = belief_better(belief, BELIEF_VERSION);
		}
	}
	return belief;
}

/* The user's keys at the engine whose clock the message goes by. */
static enum belief
find_keys(struct work *w)
{
	struct secure *s = w->s;
	struct ber engine = w->m->engine_id;

	w->peer =
	    peers_find(s->peers, w->by->target->device_id, engine, w->user);
	if (w->peer != NULL) {
		w->fresh = *w->peer;
		return BELIEVED;
	}
	if (usm_is_slow(w->user->auth, w->user->priv) &&
	    !may(&s->slow, SLOW_RATE, SLOW_RATE, s->now))
		return BELIEF_BUSY;
	w->fresh = (struct peer){ .device_id = w->by->target->device_id,
		.engine_len = engine.len,
		.user = *w->user };
	memcpy(w->fresh.engine, engine.data, engine.len);
	return usm_localise(w->user, engine, &w->fresh.keys) == ERR_OK
	    ? BELIEVED
	    : BELIEF_DIGEST;
}

/* What the poller last heard of this engine, signed. */
static bool
find_polled(const struct work *w, struct usm_clock *out)
{
	const struct target *t = w->by->target;
	int64_t past = clock_now() - t->engine_at;

	if (t->engine_len == 0 || t->engine_len != w->m->engine_id.len ||
	    memcmp(t->engine, w->m->engine_id.data, t->engine_len) != 0 ||
	    past < 0)
		return false;
	usm_clock_set(out, t->boots, t->time, w->s->now - past);
	return true;
}

/* Of somebody new, from what is known otherwise: whatever is later. */
static void
seed_clock(struct work *w)
{
	struct usm_clock kept = { 0 }, polled = { 0 };
	const struct secure *s = w->s;

	if (w->peer != NULL)
		return;
	if (clocks_find(s->clocks, w->by->target->device_id, w->m->engine_id,
		w->user->name, s->now, &kept))
		w->fresh.clock = kept;
	if (find_polled(w, &polled) &&
	    (polled.boots > kept.boots ||
		(polled.boots == kept.boots &&
		    usm_clock_time(&polled, s->now) >
			usm_clock_time(&kept, s->now))))
		w->fresh.clock = polled;
}

static bool
is_in_time(struct work *w)
{
	const struct snmp3_message *m = w->m;
	const struct self *self = w->s->self;

	if (w->is_ours)
		return usm_is_timely(
		    self->boots, self_time(self, w->s->now), m->boots, m->time);
	seed_clock(w);
	return usm_clock_accept(&w->fresh.clock, m->boots, m->time, w->s->now);
}

/* Only now is anything kept of it. */
static void
learn(struct work *w)
{
	if (w->peer == NULL)
		w->peer = peers_keep(w->s->peers, &w->fresh);
	else
		w->peer->clock = w->fresh.clock;
	w->s->is_new = true;
}

/* RFC 3414, 3.2 (6) and (7). */
static enum belief
check_signature(struct work *w, const struct datagram *d, struct buf *out)
{
	enum belief belief;

	if ((w->m->flags & SNMP3_AUTH) == 0)
		return BELIEVED; /* its user has no password at all */
	belief = find_keys(w);
	if (belief != BELIEVED)
		return belief;
	if (usm_check(w->m, w->user->auth, &w->fresh.keys) < 0)
		return report(w, d, USM_REPORT_DIGEST, BELIEF_DIGEST, out);
	if (!is_in_time(w))
		return report(w, d, USM_REPORT_WINDOW, BELIEF_TIME, out);
	learn(w);
	return BELIEVED;
}

/* At least signed, if its user can; at most what the user can. */
static bool
is_level(const struct work *w)
{
	uint8_t can = usm_level(w->user), is = w->m->flags & SNMP3_LEVEL;

	return (is & ~can) == 0 && (is & SNMP3_AUTH) == (can & SNMP3_AUTH);
}

static enum reading_level
level_of(uint8_t flags)
{
	if ((flags & SNMP3_PRIV) != 0)
		return READING_PRIV;
	return (flags & SNMP3_AUTH) != 0 ? READING_AUTH : READING_NONE;
}

/* An inform is one by what it says, however often it is signed anew; a trap
 * that comes twice with the same signature was played back. */
static enum belief
check_repeated(
    struct work *w, const struct snmp3_scoped *scoped, struct said *out)
{
	int32_t device = w->by->target->device_id;
	struct buf key = { 0 };
	bool again;

	if (w->is_ours)
		snmp_message_add_pdu(&scoped->pdu, &key, NULL);
	else if ((w->m->flags & SNMP3_AUTH) != 0)
		buf_add(&key, w->m->whole.data, w->m->whole.len);
	else
		return BELIEVED;
	again = seen_before(w->s->seen, device, key.data, key.len, w->s->now);
	buf_free(&key);
	out->again = again && w->is_ours;
	return again && !w->is_ours ? BELIEF_REPEATED : BELIEVED;
}

static enum belief
read_pdu(struct work *w, const struct datagram *d, struct said *out,
    struct buf *answer)
{
	struct snmp3_scoped scoped;
	enum belief belief;
	int rc;

	rc = usm_read(
	    w->m, w->user->priv, &w->fresh.keys, &w->s->plain, &scoped);
	if (rc < 0 && (w->m->flags & SNMP3_PRIV) != 0)
		return report(w, d, USM_REPORT_DECRYPT, BELIEF_DECRYPT, answer);
	if (rc < 0)
		return BELIEF_MALFORMED;
	rc = trap_pdu_read(
	    scoped.pdu.pdu, scoped.pdu.id, scoped.pdu.varbinds, &out->pdu);
	if (rc < 0)
		return rc == ERR_RANGE ? BELIEF_OTHER : BELIEF_MALFORMED;
	/* What is acknowledged goes by our clock, and nothing else does. */
	if (out->pdu.is_inform != w->is_ours)
		return BELIEF_OTHER;
	belief = check_repeated(w, &scoped, out);
	if (belief == BELIEVED && w->is_ours)
		acknowledge(w, &scoped, answer);
	return belief;
}

static enum belief
take(struct work *w, const struct datagram *d, const struct said_by *by,
    size_t n, struct said *out, struct buf *answer)
{
	const struct snmp3_message *m = w->m;
	enum belief belief;

	w->is_ours = m->engine_id.len == w->s->self->len &&
	    memcmp(m->engine_id.data, w->s->self->id, m->engine_id.len) == 0;
	/* Who wants an answer goes by our engine, and does not know it yet. */
	if (!w->is_ours && (m->flags & SNMP3_REPORTABLE) != 0)
		return report(w, d, USM_REPORT_ENGINE,
		    m->engine_id.len == 0 ? BELIEFS : BELIEF_ENGINE, answer);
	if (m->engine_id.len < SNMP3_ENGINE_MIN)
		return BELIEF_MALFORMED;
	belief = find_user(w, by, n);
	if (belief != BELIEVED || w->by == NULL)
		return report(w, d, USM_REPORT_USER, belief, answer);
	out->target = w->by->target;
	if (!is_level(w))
		return report(w, d, USM_REPORT_LEVEL, BELIEF_LEVEL, answer);
	belief = check_signature(w, d, answer);
	if (belief == BELIEVED)
		belief = read_pdu(w, d, out, answer);
	out->level = level_of(m->flags);
	out->engine_id = w->is_ours ? (struct ber){ NULL, 0 } : m->engine_id;
	return belief;
}

enum belief
secure_take(struct secure *s, const struct datagram *d,
    const struct said_by *by, size_t n, struct said *out, struct buf *answer)
{
	struct snmp3_message m;
	struct work w = { .s = s, .m = &m };
	enum belief belief;

	if (d->cut || snmp3_parse(d->data, d->len, &m) < 0)
		return BELIEF_MALFORMED;
	if (n == 0)
		return BELIEF_SOURCE;
	s->now = clock_monotonic();
	out->target = by[0].target;
	belief = take(&w, d, by, n, out, answer);
	box_wipe(&w.fresh, sizeof(w.fresh));
	return belief;
}
