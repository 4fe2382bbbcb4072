/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/count.h"

#include <math.h>

#include "lib/model/stability/frame.h"
#include "lib/model/statistics/rate.h"
#include "lib/model/statistics/spread.h"

/* Facts behind these: what the procedure was measured with (bench/stability).
 */
#define CONFIDENCE  .95
#define WINSORISED  .95
#define COVERED     .5  /* a control was watched for this part of the hours */
#define PRIOR_HOURS 5.0 /* with which the controls begin: no change */

enum { DAY_WATCHED = 20, WEEKEND = 5, ASKED_MAX = 100 };

static const struct rate_guards guards = {
	.after = 5, .ratio = 2, .lower = 1.25
};

const struct hours *
count_hours(const struct subject *s, enum count_metric m)
{
	return m == COUNT_UNREACHABLE ? &s->asked : &s->watched;
}

void
look_hours_of(const struct frame *f, const struct hours *only, long changed,
    long from, long until, struct look_hours *out)
{
	struct hours before = { { 0 } };

	*out = (struct look_hours){ 0 };
	hours_add_span(&before, changed - HOURS_BEFORE, changed);
	hours_keep(&before, only);
	hours_add_span(&out->after, from, until);
	hours_keep(&out->after, only);
	frame_match(f, &out->after, &before, &out->before);
}

struct sums {
	double before, after;
	size_t n;
};

/* Theirs, over the hours of the device, as if all were watched throughout. */
static struct sums
ask_controls(
    const struct controls *c, enum count_metric m, const struct look_hours *h)
{
	double before[ASKED_MAX], after[ASKED_MAX];
	double all_before = (double)hours_count(&h->before);
	double all_after = (double)hours_count(&h->after);
	size_t step = (c->n + ASKED_MAX - 1) / ASKED_MAX;
	struct sums out = { 0 };

	for (size_t i = 0; i < c->n; i += step) {
		const struct subject *s = c->of[i];
		const struct hours *counted = count_hours(s, m);
		struct hours at = s->at[m];
		double b = (double)hours_count_both(counted, &h->before);
		double a = (double)hours_count_both(counted, &h->after);

		if (!subject_counts(s, m))
			continue;
		if (b < COVERED * all_before || a < COVERED * all_after)
			continue;
		hours_keep(&at, counted);
		before[out.n] =
		    all_before / b * (double)hours_count_both(&at, &h->before);
		after[out.n++] =
		    all_after / a * (double)hours_count_both(&at, &h->after);
	}
	winsorised_sums(
	    before, after, out.n, WINSORISED, &out.before, &out.after);
	return out;
}

/*
 * How many are expected afterwards for each one before. Where controls saw
 * little, it is near to the plain ratio of hours; and since they are few, it
 * is taken as high as it may well be.
 */
static double
expect(const struct sums *sums, const struct look_hours *h)
{
	double plain =
	    (double)hours_count(&h->after) / (double)hours_count(&h->before);
	double before = sums->before + PRIOR_HOURS;
	double after = sums->after + PRIOR_HOURS * plain;

	if (sums->n == 0)
		return plain;
	return after / before * exp(sqrt(1 / before + 1 / after));
}

void
count_compare(const struct subject *s, enum count_metric m,
    const struct look_hours *hours, const struct controls *c, double dispersion,
    struct change *out)
{
	struct sums sums = { 0 };
	struct rate_counts counts;
	struct rate_change r;

	*out = (struct change){
		.metric = count_metric_name(m),
		.before = (double)hours_count_both(&s->at[m], &hours->before),
		.after = (double)hours_count_both(&s->at[m], &hours->after),
		.hours_before = hours_count(&hours->before),
		.hours_after = hours_count(&hours->after),
		.rung = RUNG_OWN,
		.dispersion = dispersion,
		.p = 1,
		.ratio = 1,
		.upper = INFINITY,
	};
	if (!subject_counts(s, m) || out->hours_before == 0 ||
	    out->hours_after == 0)
		return;
	/* What did not happen is not worse, whatever the controls had. */
	if (out->after > 0)
		sums = ask_controls(c, m, hours);
	if (sums.n >= CONTROLS_MIN)
		out->rung = c->rung;
	else
		sums = (struct sums){ 0 };
	out->is_known = true;
	out->controls = sums.n;
	out->controls_before = sums.before;
	out->controls_after = sums.after;
	out->expected = expect(&sums, hours);
	counts = (struct rate_counts){ out->before, out->after, out->expected,
		dispersion };
	rate_compare(&counts, CONFIDENCE, &r);
	out->ratio = r.ratio;
	out->lower = r.lower;
	out->upper = r.upper;
	out->p = r.p;
	out->is_large = rate_passes(&counts, &r, &guards);
}

/* Counts of the days of one kind that were watched. */
struct days {
	double count[FRAME_DAYS];
	size_t n;
};

static void
add_day(const struct frame *f, const struct hours *watched,
    const struct hours *at, long first, long after, struct days *working,
    struct days *weekend)
{
	struct days *d =
	    f->of_week[first] >= WEEKEND * HOURS_DAY ? weekend : working;

	if (hours_count_span(watched, first, after) >= DAY_WATCHED)
		d->count[d->n++] = (double)hours_count_span(at, first, after);
}

double
count_dispersion(const struct frame *f, const struct subject *s,
    enum count_metric m, long changed, double *freedom, double *total)
{
	struct days working = { .n = 0 }, weekend = { .n = 0 };
	long first = changed - HOURS_BEFORE, until = changed;
	const struct hours *counted = count_hours(s, m);
	struct hours at = s->at[m];
	double a, b, of_working, of_weekend;

	hours_keep(&at, counted);
	if (first < 0)
		first = 0;
	if (until > HOURS)
		until = HOURS;
	*total = (double)hours_count_span(&at, first, until);
	*freedom = 0;
	if (*total <= 0)
		return 1;
	for (long i = first, end; i < until; i = end) {
		for (end = i; end < until && f->day[end] == f->day[i]; end++)
			continue;
		add_day(f, counted, &at, i, end, &working, &weekend);
	}
	a = dispersion(working.count, working.n, &of_working);
	b = dispersion(weekend.count, weekend.n, &of_weekend);
	*freedom = of_working + of_weekend;
	return *freedom > 0 ? (a * of_working + b * of_weekend) / *freedom : 1;
}
