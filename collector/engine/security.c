/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/security.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#define REFUSED_MIN (5 * CLOCK_MINUTE) /* and up to as much again */
#define RELEARN_GAP CLOCK_MINUTE
#define NEVER       INT64_MIN

struct security {
	struct usm_user user;
	uint8_t engine_id[SNMP3_ENGINE_MAX];
	uint8_t engine_len;                  /* 0: to be discovered */
	uint8_t proven_id[SNMP3_ENGINE_MAX]; /* of the last answer */
	uint8_t proven_len;
	uint8_t former_id[SNMP3_ENGINE_MAX]; /* the one before, not yet told */
	uint8_t former_len;
	bool localised;
	bool doubtful; /* silent: is it still that engine? */
	struct usm_keys keys;
	struct usm_clock clock;
	uint64_t salt;    /* of the next message */
	int64_t relearnt; /* when the engine ID was last replaced */
	int64_t refused_until;
	enum usm_report refused;
};

struct security *
security_new(const struct usm_user *u)
{
	struct security *s = mem_new(1, sizeof(*s));

	s->user = *u;
	s->relearnt = s->refused_until = NEVER;
	/* Random, so that none is as one of before a restart. */
	if (getrandom(&s->salt, sizeof(s->salt), 0) != sizeof(s->salt))
		fatal("getrandom");
	return s;
}

void
security_free(struct security *s)
{
	if (s == NULL)
		return;
	box_wipe(s, sizeof(*s));
	free(s);
}

void
security_use(struct security *s, const struct usm_user *u)
{
	if (usm_user_equal(&s->user, u))
		return;
	s->user = *u;
	s->localised = false;
	s->refused_until = NEVER;
}

const struct usm_user *
security_user(const struct security *s)
{
	return &s->user;
}

void
security_retry(struct security *s)
{
	s->refused_until = NEVER;
}

bool
security_engine(const struct security *s, struct security_engine *out)
{
	if (s->proven_len == 0 || s->proven_len != s->engine_len ||
	    memcmp(s->proven_id, s->engine_id, s->proven_len) != 0)
		return false;
	memcpy(out->id, s->proven_id, sizeof(out->id));
	out->len = s->proven_len;
	out->boots = s->clock.boots;
	out->time = s->clock.time;
	out->at = s->clock.at;
	return true;
}

void
security_restore(struct security *s, const struct security_engine *e)
{
	memcpy(s->engine_id, e->id, sizeof(s->engine_id));
	memcpy(s->proven_id, e->id, sizeof(s->proven_id));
	s->engine_len = s->proven_len = e->len;
	s->localised = false;
	s->clock = (struct usm_clock){ 0 };
	usm_clock_seed(&s->clock, e->boots, e->time, e->at);
}

bool
security_take_change(struct security *s, struct security_engine *was)
{
	if (s->former_len == 0)
		return false;
	*was = (struct security_engine){ .len = s->former_len };
	memcpy(was->id, s->former_id, s->former_len);
	s->former_len = 0;
	return true;
}

bool
security_is_refused(const struct security *s, int64_t now, enum usm_report *why)
{
	if (now >= s->refused_until)
		return false;
	*why = s->refused;
	return true;
}

/*
 * What is sent
 */

static struct ber
engine_of(const struct security *s)
{
	return (struct ber){ s->engine_id, s->engine_len };
}

static struct ber
text_of(const char *text)
{
	return (struct ber){ (const uint8_t *)text, strlen(text) };
}

static bool
must_probe(const struct security *s)
{
	return s->engine_len == 0 || s->doubtful;
}

bool
security_is_slow(const struct security *s)
{
	return !must_probe(s) && !s->localised &&
	    usm_is_slow(s->user.auth, s->user.priv);
}

/* RFC 3414, 4: no user, no engine, nothing asked. */
static int
write_probe(int32_t id, struct buf *out)
{
	const struct ber none = { NULL, 0 };
	const struct snmp_message get = { .pdu = SNMP_GET, .id = id };
	struct snmp3_message m = { .id = id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = SNMP3_REPORTABLE };
	struct buf pdu = { 0 }, scoped = { 0 };

	snmp_message_add_pdu(&get, &pdu, NULL);
	snmp3_build_scoped(
	    none, none, (struct ber){ pdu.data, pdu.len }, &scoped);
	m.data = (struct ber){ scoped.data, scoped.len };
	snmp3_build(&m, out, NULL);
	buf_free(&pdu);
	buf_free(&scoped);
	return ERR_OK;
}

static int
localise(struct security *s)
{
	int rc;

	if (s->localised)
		return ERR_OK;
	rc = usm_localise(&s->user, engine_of(s), &s->keys);
	s->localised = rc == ERR_OK;
	return rc;
}

int
security_write(struct security *s, int32_t id, struct ber pdu, int64_t now,
    struct buf *scratch, struct buf *out, bool *is_probe)
{
	struct snmp3_message m = { .id = id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = usm_level(&s->user) | SNMP3_REPORTABLE,
		.engine_id = engine_of(s),
		.user = text_of(s->user.name) };
	int rc;

	*is_probe = must_probe(s);
	if (*is_probe)
		return write_probe(id, out);
	rc = localise(s);
	if (rc < 0)
		return rc;
	/* RFC 3414, 3.1.6: zero in what is not signed. */
	if ((m.flags & SNMP3_AUTH) != 0 && s->clock.known) {
		m.boots = s->clock.boots;
		m.time = usm_clock_time(&s->clock, now);
	}
	buf_clear(scratch);
	snmp3_build_scoped(m.engine_id, text_of(s->user.context), pdu, scratch);
	return usm_build(&m, &s->user, &s->keys, s->salt++,
	    (struct ber){ scratch->data, scratch->len }, out);
}

/*
 * What is heard
 */

static bool
is_same(struct ber a, struct ber b)
{
	return a.len == b.len &&
	    (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static bool
is_of_engine(const struct security *s, const struct snmp3_message *m)
{
	return s->engine_len > 0 && is_same(m->engine_id, engine_of(s));
}

/*
 * An unsigned Report names an engine ID. One that was proven is given up at
 * most once a minute, however many others are named, and always taken back.
 */
static enum security_heard
learn_engine(struct security *s, const struct snmp3_message *m, int64_t now)
{
	const struct ber proven = { s->proven_id, s->proven_len };

	if (m->engine_id.len == 0)
		return SECURITY_REPORT;
	if (!is_of_engine(s, m)) {
		if (s->proven_len > 0 && !is_same(m->engine_id, proven)) {
			if (s->relearnt != NEVER &&
			    now - s->relearnt < RELEARN_GAP)
				return SECURITY_REPORT;
			s->relearnt = now;
		}
		memcpy(s->engine_id, m->engine_id.data, m->engine_id.len);
		s->engine_len = (uint8_t)m->engine_id.len;
		s->localised = false;
		s->clock = (struct usm_clock){ 0 };
	}
	s->doubtful = false;
	usm_clock_seed(&s->clock, m->boots, m->time, now);
	return SECURITY_LEARNT;
}

static void
hear_report(struct security *s, const struct snmp3_message *m, int64_t now,
    struct security_said *out)
{
	out->heard = SECURITY_REPORT;
	out->report = usm_report_of(out->scoped.pdu.varbinds);
	if (out->report == USM_REPORT_ENGINE && !out->is_signed)
		out->heard = learn_engine(s, m, now);
	if (out->report != USM_REPORT_WINDOW || !out->is_signed)
		return;
	/*
	 * An engine that lost its clock goes back in time, which RFC 3414
	 * does not let us follow. The msgID is of a question that is open, so
	 * that this is no old message; one that was would be corrected by the
	 * next Report.
	 */
	usm_clock_set(&s->clock, m->boots, m->time, now);
	out->heard = SECURITY_SYNCED;
}

/* The engine ID is true: somebody there could sign with its keys. */
static void
prove(struct security *s)
{
	const struct ber proven = { s->proven_id, s->proven_len };

	s->refused_until = NEVER;
	s->doubtful = false;
	if (is_same(proven, engine_of(s)))
		return;
	memcpy(s->former_id, s->proven_id, s->proven_len);
	s->former_len = s->proven_len;
	memcpy(s->proven_id, s->engine_id, s->engine_len);
	s->proven_len = s->engine_len;
}

/* Is the request-id the msgID, or what some agents leave of it: 15 or 16 bits?
 * The msgID has found the question already. */
static bool
is_id(int32_t id, int32_t msg_id)
{
	return id == msg_id ||
	    (id >= INT16_MIN && id <= UINT16_MAX &&
		((id ^ msg_id) & INT16_MAX) == 0);
}

static bool
is_answer(const struct security *s, const struct snmp3_message *m,
    const struct snmp3_scoped *scoped)
{
	return scoped->pdu.pdu == SNMP_RESPONSE &&
	    is_id(scoped->pdu.id, m->id) &&
	    (m->flags & SNMP3_LEVEL) == usm_level(&s->user) &&
	    is_of_engine(s, m) && is_same(m->user, text_of(s->user.name)) &&
	    is_same(scoped->engine_id, engine_of(s)) &&
	    is_same(scoped->context, text_of(s->user.context));
}

/* Is what says that it is signed, signed by the engine and the user asked? */
static enum security_heard
check(const struct security *s, const struct snmp3_message *m)
{
	if (!s->localised || !is_of_engine(s, m) ||
	    !is_same(m->user, text_of(s->user.name)))
		return SECURITY_FOREIGN;
	if (usm_check(m, s->user.auth, &s->keys) < 0)
		return SECURITY_BAD_MAC;
	return SECURITY_ANSWER;
}

void
security_hear(struct security *s, const struct snmp3_message *m, int64_t now,
    struct buf *plain, struct security_said *out)
{
	*out = (struct security_said){ .heard = SECURITY_ANSWER };
	out->is_signed = (m->flags & SNMP3_AUTH) != 0;
	if (out->is_signed)
		out->heard = check(s, m);
	if (out->heard != SECURITY_ANSWER)
		return;
	if (usm_read(m, s->user.priv, &s->keys, plain, &out->scoped) < 0) {
		out->heard = SECURITY_MALFORMED;
		return;
	}
	if (out->scoped.pdu.pdu == SNMP_REPORT) {
		hear_report(s, m, now, out);
		return;
	}
	if (!is_answer(s, m, &out->scoped))
		out->heard = SECURITY_FOREIGN;
	else if (out->is_signed &&
	    !usm_clock_accept(&s->clock, m->boots, m->time, now))
		out->heard = SECURITY_UNTIMELY;
	else
		prove(s);
}

bool
security_is_final(enum usm_report r)
{
	return r != USM_REPORT_NONE && r != USM_REPORT_WINDOW &&
	    r != USM_REPORT_ENGINE && r != USM_REPORT_OTHER;
}

static bool
is_about_credential(enum usm_report r)
{
	return r == USM_REPORT_LEVEL || r == USM_REPORT_USER ||
	    r == USM_REPORT_DIGEST || r == USM_REPORT_DECRYPT;
}

void
security_unanswered(
    struct security *s, enum usm_report report, int64_t now, uint64_t random)
{
	if (report == USM_REPORT_NONE || report == USM_REPORT_WINDOW)
		s->doubtful = true;
	/* Agents that do not sign this Report must find us again, too. */
	if (report == USM_REPORT_WINDOW)
		s->clock.trusted = false;
	if (!is_about_credential(report))
		return;
	s->refused = report;
	s->refused_until =
	    now + REFUSED_MIN + (int64_t)(random % (uint64_t)REFUSED_MIN);
}
