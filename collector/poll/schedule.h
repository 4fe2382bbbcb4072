/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_SCHEDULE_H
#define COLLECTOR_POLL_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

struct device;

/* Which device is due next: a heap. Ready for use when zeroed. */
struct schedule {
	struct device **heap;
	size_t count, cap;
};

#define SCHEDULE_NONE SIZE_MAX

void schedule_free(struct schedule *s); /* not the devices */

/* Puts d in, or moves it, to due. */
void schedule_put(struct schedule *s, struct device *d, int64_t due);

/* Takes d out; passes over one that is not in it. */
void schedule_drop(struct schedule *s, struct device *d);

/* The first one due, or NULL. */
struct device *schedule_first(const struct schedule *s);

/*
 * When a device is polled next, after a poll that started at started and is
 * made each interval: at its own moment of it, so that the fleet spreads; never
 * within half an interval. After three silent polls it is left alone for 2, 4,
 * then 8 intervals, but not beyond 5 minutes unless its interval is longer.
 */
int64_t schedule_next(
    const struct device *d, int64_t interval, int64_t started);

/* When a device that is new is polled first: soon, with n others beside it. */
int64_t schedule_start(const struct device *d, int64_t now, size_t n);

/* Where a device has its place in a time that is to be spread: its part of a
 * quarter of it, of ten minutes at most. */
int64_t schedule_spread(const struct device *d, int64_t time);

enum { SCHEDULE_SILENT = 3 }; /* polls, before it is left alone */

#endif
