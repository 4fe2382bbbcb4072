/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PULSE_H
#define COLLECTOR_POLL_PULSE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A worker's signs of life: what it did since it started and how late its polls
 * began, in its log and its journal each minute; what the kernel dropped; how
 * far the audit trails are, which the first worker signs.
 */
struct delay;
struct dblink;
struct event_base;
struct ledger;
struct memory;
struct pulse;
struct roster;
struct transport;

/* All outlive it. seen is told when it started, and the delays of a minute. */
struct pulse_parties {
	struct ledger *ledger;
	struct transport *transport;
	struct memory *memory;
	const struct roster *roster;
	struct dblink *db;
	void (*seen)(void *arg, int64_t started, const struct delay *d);
	void *arg;
};

/* The first sign comes after a second. */
struct pulse *pulse_new(
    struct event_base *base, const struct pulse_parties *parties);
void pulse_free(struct pulse *p); /* NULL is fine */

void pulse_began(struct pulse *p, int64_t late); /* a poll, so late */
void pulse_ended(struct pulse *p, bool silent);

/* The next sign is due in a second. */
void pulse_hurry(struct pulse *p);

/* The counts once more, since no other sign will come. */
void pulse_last(struct pulse *p);

#endif
