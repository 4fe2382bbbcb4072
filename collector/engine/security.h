/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_SECURITY_H
#define COLLECTOR_ENGINE_SECURITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/usm.h"

struct buf;

/*
 * How one device is asked by SNMPv3: its user, its engine ID and the keys for
 * it, and what is known of its clock. One per device, never per engine ID:
 * devices that were cloned share theirs, with another clock each. Reports are
 * taken as RFC 3414, 3.2 and 11.3 have it: what is not signed teaches an
 * engine ID, seeds a clock, and proves nothing.
 *
 * Times are of clock_monotonic, given by the caller.
 */
struct security;

/* u is copied. */
struct security *security_new(const struct usm_user *u);
void security_free(struct security *s); /* NULL is fine; keys are wiped */

/* Another user or other passwords; the same ones change nothing. */
void security_use(struct security *s, const struct usm_user *u);
const struct usm_user *security_user(const struct security *s);

/* Ask at the next question, even if it was refused a moment ago. */
void security_retry(struct security *s);

/* What may be kept for the next start; no keys are in it. */
struct security_engine {
	uint8_t id[SNMP3_ENGINE_MAX];
	uint8_t len;         /* 0: not known */
	int32_t boots, time; /* time at at */
	int64_t at;
};

/* False until something came that was signed, or answered. */
bool security_engine(const struct security *s, struct security_engine *out);
void security_restore(struct security *s, const struct security_engine *e);

/* True once after it was found to have another engine ID than *was. */
bool security_take_change(struct security *s, struct security_engine *was);

/*
 * For the engine
 */

/*
 * Was it refused a few minutes ago, so that it is better not asked? A wrong
 * password, tried again and again, may lock an account.
 */
bool security_is_refused(
    const struct security *s, int64_t now, enum usm_report *why);

/* Does the next message need a key that takes milliseconds to make? */
bool security_is_slow(const struct security *s);

/*
 * Appends the message that carries pdu, or, while the engine ID is unknown or
 * in doubt, a probe for it with the same id. What was in scratch is lost.
 * ERR_NOTFOUND: this machine lacks the digest or the cipher, logged.
 */
int security_write(struct security *s, int32_t id, struct ber pdu, int64_t now,
    struct buf *scratch, struct buf *out, bool *is_probe);

enum security_heard {
	SECURITY_ANSWER,
	SECURITY_LEARNT, /* the engine ID: ask again */
	SECURITY_SYNCED, /* the clock: ask again */
	SECURITY_REPORT, /* anything else that a Report says */
	SECURITY_BAD_MAC,
	SECURITY_UNTIMELY,
	SECURITY_FOREIGN, /* of another engine, user, context or level */
	SECURITY_MALFORMED,
};

struct security_said {
	enum security_heard heard;
	enum usm_report report;
	bool is_signed;
	struct snmp3_scoped scoped; /* of ANSWER; borrows from m or plain */
};

/* m is of the address, and with the msgID, of an open question. */
void security_hear(struct security *s, const struct snmp3_message *m,
    int64_t now, struct buf *plain, struct security_said *out);

/* Is it of no use to ask again soon? */
bool security_is_final(enum usm_report r);

/* A question ended without an answer; report: what was said instead. */
void security_unanswered(
    struct security *s, enum usm_report report, int64_t now, uint64_t random);

#endif
