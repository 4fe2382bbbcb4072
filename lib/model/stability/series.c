/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/series.h"

#include <math.h>

#include "lib/model/statistics/ranks.h"
#include "lib/model/statistics/spread.h"

#define CERTAIN    .01
#define DEVIATIONS 3.0
#define PART       .25
#define ALIKE_MAX  .95 /* of neighbours: more cannot be told from a trend */

/* Of its own day before, and of three days of the weeks before. */
enum {
	AFTER_MIN = 6,
	BEFORE_MIN = 12,
	ASKED_MAX = 50,
	DAY_BLOCKS = HOURS_DAY / BLOCK_HOURS
};

struct medians {
	double before[BLOCKS], after[BLOCKS];
	size_t n_before, n_after;
};

static void
gather(const float *of, const struct look_hours *h, struct medians *out)
{
	out->n_before = out->n_after = 0;
	for (long i = 0; i < BLOCKS; i++) {
		/* A block belongs where the hour in its middle does. */
		long middle = i * BLOCK_HOURS + BLOCK_HOURS / 2;

		if (isnan(of[i]))
			continue;
		if (hours_have(&h->before, middle))
			out->before[out->n_before++] = (double)of[i];
		else if (hours_have(&h->after, middle))
			out->after[out->n_after++] = (double)of[i];
	}
}

static bool
is_enough(const struct medians *m)
{
	return m->n_before >= BEFORE_MIN && m->n_after >= AFTER_MIN;
}

double
series_ratio(
    const struct subject *s, enum series_metric m, const struct look_hours *h)
{
	struct medians got;
	double before;

	if (s->series[m] == NULL)
		return 0;
	gather(s->series[m], h, &got);
	if (!is_enough(&got))
		return 0;
	before = median(got.before, got.n_before);
	return before > 0 ? median(got.after, got.n_after) / before : 0;
}

/* How much the controls changed: the middle one of them. */
static double
ask_controls(const struct controls *c, enum series_metric m,
    const struct look_hours *h, size_t *n)
{
	double ratio[ASKED_MAX];

	*n = 0;
	for (size_t i = 0; i < c->n && *n < ASKED_MAX; i++) {
		double r = series_ratio(c->of[i], m, h);

		if (r > 0)
			ratio[(*n)++] = r;
	}
	return *n >= CONTROLS_MIN ? median(ratio, *n) : 1;
}

/* Of each value with the next one: 0 none, up to ALIKE_MAX. */
static double
likeness(const double *d, size_t n)
{
	double both = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		both += i > 0 ? d[i] * d[i - 1] : 0;
		squares += d[i] * d[i];
	}
	if (squares <= 0 || both <= 0)
		return 0;
	return both / squares < ALIKE_MAX ? both / squares : ALIKE_MAX;
}

static double
repeated(double alike)
{
	return (1 + alike) / (1 - alike);
}

/* Mean of each whole day, and how much more these vary than they would. */
static double
from_days(const double *d, size_t n)
{
	double day[BLOCKS / DAY_BLOCKS + 1], of_days = 0, squares = 0, more;
	size_t days = n / DAY_BLOCKS;

	for (size_t i = 0; i < days; i++) {
		day[i] = 0;
		for (size_t k = 0; k < DAY_BLOCKS; k++) {
			double v = d[i * DAY_BLOCKS + k];

			day[i] += v / DAY_BLOCKS;
			squares += v * v;
		}
		of_days += day[i] * day[i];
	}
	if (squares <= 0)
		return 1;
	more = DAY_BLOCKS * DAY_BLOCKS * of_days / squares;
	return more * repeated(likeness(day, days));
}

/*
 * How many medians are worth one that is independent, from the weeks before:
 * neighbours are alike, and so are days. By distances to the middle that wild
 * ones do not move.
 */
static double
redundancy(const struct medians *m, double middle, double deviation)
{
	double limit = DEVIATIONS * deviation, d[BLOCKS] = { 0 };
	double by_block, by_day;

	for (size_t i = 0; i < m->n_before; i++) {
		d[i] = m->before[i] - middle;
		d[i] = d[i] > limit ? limit : d[i] < -limit ? -limit : d[i];
	}
	by_block = repeated(likeness(d, m->n_before));
	by_day = from_days(d, m->n_before);
	return by_block > by_day ? by_block : by_day;
}

/*
 * Does the test with what the controls did taken off; true: it changed. Where
 * it moved too little to matter, how sure that is is not asked: p is 1.
 */
static bool
test(struct medians m, double expected, bool fewer, struct change *out)
{
	double before = median(m.before, m.n_before), deviation, away;
	struct ranks ranks;

	for (size_t i = 0; i < m.n_after; i++)
		m.after[i] /= expected;
	away = median(m.after, m.n_after) - before;
	out->expected = expected;
	out->ratio = before > 0 ? (before + away) / before : 1;
	out->p = 1;
	out->is_large = false;
	if ((fewer ? -away : away) <= PART * before)
		return false;
	deviation = median_deviation(m.before, m.n_before);
	if (fabs(away) <= DEVIATIONS * deviation)
		return false;
	out->dispersion = redundancy(&m, before, deviation);
	if (fewer)
		ranks_compare(m.before, m.n_before, m.after, m.n_after, &ranks);
	else
		ranks_compare(m.after, m.n_after, m.before, m.n_before, &ranks);
	out->p = ranks_p(ranks.z / sqrt(out->dispersion));
	out->is_large = out->p < CERTAIN;
	if (before > 0) {
		out->lower = quantile(m.after, m.n_after, .05) / before;
		out->upper = quantile(m.after, m.n_after, .95) / before;
	}
	return out->is_large;
}

void
series_compare(const struct subject *s, enum series_metric m,
    const struct look_hours *h, const struct controls *c, struct change *out)
{
	bool fewer = series_fewer_is_worse(m);
	struct medians got;
	double expected;

	*out = (struct change){
		.metric = series_metric_name(m),
		.hours_before = hours_count(&h->before),
		.hours_after = hours_count(&h->after),
		.rung = RUNG_OWN,
		.p = 1,
		.ratio = 1,
		.dispersion = 1,
		.expected = 1,
		.upper = INFINITY,
	};
	if (s->series[m] == NULL)
		return;
	gather(s->series[m], h, &got);
	if (!is_enough(&got))
		return;
	out->is_known = true;
	out->before = median(got.before, got.n_before);
	out->after = median(got.after, got.n_after);
	/* Controls are asked when there is something to explain. */
	if (!test(got, 1, fewer, out))
		return;
	expected = ask_controls(c, m, h, &out->controls);
	if (out->controls < CONTROLS_MIN)
		return;
	out->rung = c->rung;
	/* What they did may explain it, and never makes it worse. */
	if (fewer ? expected < 1 : expected > 1)
		test(got, expected, fewer, out);
}
