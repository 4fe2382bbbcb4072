/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/stability/fleet.h"

#include <math.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/mem.h"

enum {
	SEASONS = 8, /* school hours or not, weekend or not, holiday or not */
	SITE_SIZE = 40,
	PROFILES = 12,
	ROLES = 4,
	SILENCE_MAX = 3
};

/* Of the logarithm of a rate in an hour; as measured for the procedure. Without
 * UPSs and volumes: these are switches. */
static const double rate_middle[COUNT_UPS] = { -6, -3.5, -2.8, -7, -5.5, -4.5 };
#define RATE_SPREAD 1.3

/* Of a site in an hour: one outage in three months. */
#define OUTAGE_RATE .0005

struct dice {
	uint64_t state;
};

static double
even(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return ((double)((z ^ (z >> 31)) >> 11) + .5) / 9007199254740992.0;
}

static double
normal(struct dice *d)
{
	double r = sqrt(-2 * log(even(d)));

	return r * cos(2 * M_PI * even(d));
}

static int
season_of(const struct fleet *f, long hour)
{
	return f->of_school[hour] + 2 * f->of_weekend[hour] +
	    4 * f->of_holiday[hour];
}

static double
season_factor(int season)
{
	return ((season & 1) != 0 ? 6 : 1) * ((season & 2) != 0 ? .5 : 1) *
	    ((season & 4) != 0 ? .25 : 1);
}

static void
make_calendar(const struct fleet_plan *p, struct fleet *f)
{
	struct hours active = { { 0 } };

	/* Up to a Monday in November: the clocks go back on the way. */
	frame_make(
	    &f->frame, (int64_t)1763337600 * CLOCK_SECOND, "Europe/Amsterdam");
	frame_add_active(&f->frame, &active);
	for (long i = 0; i < HOURS; i++) {
		f->of_school[i] = hours_have(&active, i);
		f->of_weekend[i] = f->frame.of_week[i] >= 5 * HOURS_DAY;
		f->of_holiday[i] = f->frame.day[i] >= p->holiday_first &&
		    f->frame.day[i] < p->holiday_after;
	}
}

/* Bursts last a day: a frailty with a variance of one, drawn for each day. */
static void
make_count(const struct fleet_plan *p, const struct fleet *f, struct dice *d,
    double middle, const struct fleet_harm *h, struct hours *out)
{
	double rate = exp(middle + RATE_SPREAD * normal(d));
	double chance[SEASONS] = { 0 };
	bool harmed = false;

	for (long i = 0; i < HOURS; i++) {
		bool worse = h != NULL && i >= h->hour;

		if (i == 0 || f->frame.day[i] != f->frame.day[i - 1] ||
		    worse != harmed) {
			double frail = p->bursty ? -log(even(d)) : 1;
			double times = worse ? h->times : 1;

			for (int s = 0; s < SEASONS; s++)
				chance[s] = -expm1(
				    -rate * frail * times * season_factor(s));
			harmed = worse;
		}
		if (even(d) < chance[season_of(f, i)])
			hours_add(out, i);
	}
}

static void
make_silence(const struct fleet *f, struct dice *d, struct hours *out)
{
	double rate =
	    exp(rate_middle[COUNT_UNREACHABLE] + RATE_SPREAD * normal(d));

	(void)f;
	for (long i = 0; i < HOURS; i++)
		if (even(d) < rate)
			hours_add_span(
			    out, i, i + 1 + (long)(even(d) * SILENCE_MAX));
}

/* Around a middle of its own: a rhythm, days that differ, what lingers. */
static void
make_series(const struct fleet *f, struct dice *d, double middle, double rhythm,
    double noise, const struct fleet_harm *h, float *out)
{
	double own = middle * exp(.3 * normal(d)), lingers = 0, of_day = 0;

	for (long i = 0; i < BLOCKS; i++) {
		long hour = i * BLOCK_HOURS + BLOCK_HOURS / 2;
		double v;

		if (i % (HOURS_DAY / BLOCK_HOURS) == 0)
			of_day = .7 * of_day + noise * normal(d);
		lingers = .6 * lingers + noise * normal(d);
		v = own * exp(lingers + of_day);
		if (f->of_school[hour] && !f->of_holiday[hour])
			v *= 1 + rhythm;
		if (h != NULL && hour >= h->hour)
			v *= h->slower;
		out[i] = (float)v;
	}
}

static void
make_all_series(const struct fleet *f, struct dice *d,
    const struct fleet_harm *h, struct subject *s, float *room)
{
	static const struct {
		enum series_metric m;
		double middle, rhythm, noise;
	} made[] = {
		{ SERIES_RTT, 800, .3, .06 },
		{ SERIES_RTT_HIGH, 2500, .5, .15 },
		{ SERIES_CPU, 12, .8, .1 },
		{ SERIES_MEMORY, 45, .02, .01 },
		{ SERIES_TEMPERATURE, 38, .05, .02 },
	};

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		const struct fleet_harm *own =
		    made[i].m == SERIES_RTT ? h : NULL;

		make_series(f, d, made[i].middle, made[i].rhythm, made[i].noise,
		    own, room);
		s->series[made[i].m] = room;
		room += BLOCKS;
	}
}

static void
make_subject(const struct fleet_plan *p, struct fleet *f, struct dice *d,
    const struct fleet_harm *h, size_t i)
{
	struct subject *s = &f->subject[i];
	size_t kind = p->alike ? 0 : i % PROFILES;

	*s = (struct subject){
		.site = (int)(i / SITE_SIZE) + 1,
		.profile = (int)kind + 1,
		.model = (int)kind + 1,
		.family = (int)(kind / 3) + 1,
		.role = (int)(kind % ROLES) + 1,
		.place = p->alike ? 1 : (int)(i / SITE_SIZE % 2) + 1,
	};
	for (int m = 0; m < COUNT_UPS; m++)
		if (m != COUNT_UNREACHABLE)
			make_count(p, f, d, rate_middle[m],
			    m == COUNT_ERROR ? h : NULL, &s->at[m]);
	make_silence(f, d, &s->silent);
	if (f->values != NULL)
		make_all_series(f, d, h, s, f->values + i * SERIES * BLOCKS);
	hours_add_span(&s->asked, 0, HOURS);
	for (long k = 0; p->holiday_masked && k < HOURS; k++)
		if (f->of_holiday[k]) {
			struct hours one = { { 0 } };

			hours_add(&one, k);
			hours_drop(&s->asked, &one);
		}
}

static void
add_outages(struct fleet *f, struct dice *d)
{
	for (size_t i = 0; i < f->n; i += SITE_SIZE)
		for (long k = 0; k < HOURS; k++) {
			if (even(d) >= OUTAGE_RATE)
				continue;
			for (size_t j = i; j < i + SITE_SIZE && j < f->n; j++)
				hours_add(&f->subject[j].silent, k);
		}
}

void
fleet_make(
    const struct fleet_plan *p, const struct fleet_harm *h, struct fleet *out)
{
	struct dice dice = { p->seed };

	*out = (struct fleet){ .n = p->n };
	make_calendar(p, out);
	out->subject = mem_new(p->n, sizeof(*out->subject));
	if (p->with_series)
		out->values = mem_new(p->n * SERIES * BLOCKS, sizeof(float));
	for (size_t i = 0; i < p->n; i++) {
		bool harmed = h != NULL && i >= h->from && i < h->until;

		make_subject(p, out, &dice, harmed ? h : NULL, i);
	}
	add_outages(out, &dice);
	for (size_t i = 0; i < p->n; i++)
		hours_keep(&out->subject[i].silent, &out->subject[i].asked);
	subjects_mask_outages(out->subject, out->n, NULL);
}

void
fleet_free(struct fleet *f)
{
	free(f->subject);
	free(f->values);
}
