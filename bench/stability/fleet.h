/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_STABILITY_FLEET_H
#define BENCH_STABILITY_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/stability/frame.h"
#include "lib/model/stability/subject.h"

/*
 * A made-up fleet of seven weeks, the same for the same seed: devices that go
 * wrong at rates far apart, more in school hours, less at weekends and in
 * holidays, in bursts that last a day; measures with a day's rhythm, that
 * linger and wander. Sites lose their power now and then.
 */
struct fleet {
	struct frame frame;
	struct subject *subject;
	float *values; /* of all series */
	size_t n;
	bool of_school[HOURS], of_weekend[HOURS], of_holiday[HOURS];
};

struct fleet_plan {
	uint64_t seed;
	size_t n;
	bool alike; /* one model at one kind of site */
	bool with_series;
	bool bursty;
	int holiday_first, holiday_after; /* local days; alike: none */
	bool holiday_masked;              /* the calendar is known */
};

/* What makes a device worse from an hour on. */
struct fleet_harm {
	size_t from, until; /* which devices */
	long hour;
	double times;  /* more often an error, ... */
	double slower; /* ... and a longer round trip; 1: neither */
};

void fleet_make(
    const struct fleet_plan *p, const struct fleet_harm *h, struct fleet *out);
void fleet_free(struct fleet *f);

#endif
