/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_COUNT_H
#define LIB_MODEL_STABILITY_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/model/stability/controls.h"
#include "lib/model/stability/subject.h"

struct frame;

/*
 * What changed in one measure of one device, and how sure that is. Numbers are
 * kept so that a person can follow the conclusion.
 */
struct change {
	const char *metric;
	bool is_known;        /* there was enough to compare */
	double before, after; /* hours with it; of a series, medians */
	size_t hours_before, hours_after; /* watched, of the same weekdays */
	enum rung rung;
	size_t controls;
	double controls_before, controls_after; /* hours with it, theirs */
	double expected; /* after for each one before, by the controls */
	double dispersion;
	double ratio, lower, upper; /* to what was expected */
	double p;
	double adjusted; /* for the device's other measures */
	bool is_large;   /* past the guards: of others p counts as 1 */
};

/* The hours that a look is about, of which some were not watched. */
struct look_hours {
	struct hours before, after;
};

/*
 * Of the hours in only, 28 days before changed, and from..until; of before only
 * what matches after in the week.
 */
void look_hours_of(const struct frame *f, const struct hours *only,
    long changed, long from, long until, struct look_hours *out);

/* In which hours one is counted: silences begin when a device is not watched.
 */
const struct hours *count_hours(const struct subject *s, enum count_metric m);

/* hours are those of count_hours. */
void count_compare(const struct subject *s, enum count_metric m,
    const struct look_hours *hours, const struct controls *c, double dispersion,
    struct change *out);

/*
 * How bursty hours with it are in the 28 days before changed, day by day:
 * working days among each other and weekends. *total is how many there were.
 * freedom 0: nothing is known.
 */
double count_dispersion(const struct frame *f, const struct subject *s,
    enum count_metric m, long changed, double *freedom, double *total);

#endif
