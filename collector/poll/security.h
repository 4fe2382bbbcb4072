/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_SECURITY_H
#define COLLECTOR_POLL_SECURITY_H

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

/* False when nothing is known that was signed, or answered. */
bool security_engine(const struct security *s, struct security_engine *out);
void security_restore(struct security *s, const struct security_engine *e);

#endif
