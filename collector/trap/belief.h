/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_BELIEF_H
#define COLLECTOR_TRAP_BELIEF_H

#include <stddef.h>
#include <stdint.h>

/*
 * Whether a notification is a device's word. Whoever can send a datagram can
 * write any address into it: an address alone is never enough, and nothing is
 * learnt from what is not believed.
 */
enum belief {
	BELIEVED,
	BELIEF_MALFORMED,
	BELIEF_OTHER,      /* a message, but no notification */
	BELIEF_SOURCE,     /* of no device that we know */
	BELIEF_CREDENTIAL, /* the device has none that opens */
	BELIEF_COMMUNITY,
	BELIEF_VERSION, /* the device is known by another version's secrets */
	BELIEF_USER,
	BELIEF_LEVEL, /* less than its user must do */
	BELIEF_DIGEST,
	BELIEF_TIME, /* outside of the time window: old, or played back */
	BELIEF_REPEATED,
	BELIEF_DECRYPT,
	BELIEF_ENGINE, /* an inform to an engine that is not ours */
	BELIEF_BUSY,   /* too many that cost too much */
	BELIEFS
};

/* "wrong_community", as the table trap_sender has it; never NULL. */
const char *belief_name(enum belief b);

struct credential;

/* By a community: any of these may have it; those that did not open are NULL.
 */
enum belief belief_of_community(const struct credential *const *credentials,
    size_t count, const uint8_t *community, size_t len);

/* More to the point of the two: what is told of two devices at one address. */
enum belief belief_better(enum belief a, enum belief b);

#endif
