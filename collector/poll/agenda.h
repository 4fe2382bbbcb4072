/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_AGENDA_H
#define COLLECTOR_POLL_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/observation.h"

struct config_poll;
struct device;

/*
 * What of a device is due when: its identity, its stability, a snapshot. One
 * poll follows one plan, and polls of a device do not overlap: what is due
 * meanwhile comes after it. Times are clock_monotonic's.
 */
struct agenda {
	int64_t due[2];        /* by enum reading_plan */
	int64_t hurry_after;   /* not made due at once before */
	int64_t snapshot;      /* due; 0: none is wanted */
	int64_t snapshot_made; /* clock_now; 0: not since we started */
};

enum { AGENDA_HURRY_S = 60 };

/* How often; microseconds. */
struct rate {
	int64_t identity, stability;
	bool sleeps; /* it need not answer */
};

/* As configured for its class, or for itself. */
struct rate agenda_rate(const struct config_poll *c, const struct device *d);

/* From at on: who it is, at once followed by how it is. */
void agenda_begin(struct device *d, int64_t at);

int64_t agenda_due(const struct device *d);

/* What operators want goes before what is due. */
enum reading_plan agenda_plan(const struct device *d, int64_t now);

/*
 * Its identity is to be asked now: true when that may be, else it becomes due
 * a minute after the last time that it was in such a hurry.
 */
bool agenda_hurry(struct device *d, int64_t now);
void agenda_want_identity(struct device *d, int64_t now); /* as soon as so */

/* A snapshot is wanted at that time, unless one is wanted already. */
void agenda_want_snapshot(struct device *d, int64_t at);

/* A poll that began at started is over. heard: it told all that it had. */
void agenda_done(struct device *d, const struct rate *rate,
    enum reading_plan plan, bool heard, int64_t started);

#endif
