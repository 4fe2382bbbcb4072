/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rollout_ring.h"

#include <math.h>
#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/model/stability/controls.h"
#include "lib/model/stability/frame.h"
#include "lib/model/stability/series.h"
#include "lib/model/statistics/multiple.h"
#include "lib/model/statistics/ranks.h"
#include "lib/model/statistics/spread.h"

enum { RING_MIN = 5, LOOKS = 3 };

#define ALPHA      (.01 / LOOKS)
#define RATIO_MIN  1.25
#define SMALL      .375 /* Anscombe's, under the root */
#define COVERED    .5
#define WINSORISED .95

/*
 * What a patch breaks is told in errors first: of the chance of a false alarm
 * they have half, and the other measures share the rest.
 */
#define FIRST        COUNT_ERROR
#define WEIGHT_FIRST .5

/* How much worse each device of a group became, in one measure. */
struct scores {
	double *worse;
	double *had, *expected; /* of counts; hours with it */
	size_t n;
};

static int
by_hour(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static long
middle(long *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_hour);
	return v[n / 2];
}

/* The hours for controls: those of the middle one of the ring. */
static struct rollout_case
middle_case(const struct rollout_case *c, size_t n)
{
	long *v = mem_new(n, sizeof(*v));
	struct rollout_case out = { 0 };

	for (size_t i = 0; i < n; i++)
		v[i] = c[i].changed;
	out.changed = middle(v, n);
	for (size_t i = 0; i < n; i++)
		v[i] = c[i].from;
	out.from = middle(v, n);
	for (size_t i = 0; i < n; i++)
		v[i] = c[i].until;
	out.until = middle(v, n);
	free(v);
	return out;
}

/* Those of all devices of the ring, each once. */
static size_t
gather_controls(const struct rollout *r, const struct rollout_case *c, size_t n,
    const struct subject **out)
{
	struct controls_index *index =
	    controls_index_new(r->subject, r->subjects);
	bool *taken = mem_new(r->subjects + 1, sizeof(*taken));
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		struct controls of;

		controls_find(index, c[i].subject, &of);
		for (size_t k = 0; k < of.n; k++) {
			size_t at = (size_t)(of.of[k] - r->subject);

			if (!taken[at])
				out[found++] = of.of[k];
			taken[at] = true;
		}
	}
	free(taken);
	controls_index_free(index);
	return found;
}

static void
score_count(const struct frame *f, const struct subject *s, enum count_metric m,
    const struct rollout_case *c, struct scores *out)
{
	struct look_hours h;
	double before, after, had, expected;

	if (!subject_counts(s, m))
		return;
	look_hours_of(f, count_hours(s, m), c->changed, c->from, c->until, &h);
	before = (double)hours_count(&h.before);
	after = (double)hours_count(&h.after);
	if (before < after || after < COVERED * (double)(c->until - c->from))
		return;
	had = (double)hours_count_both(&h.after, &s->at[m]);
	expected =
	    (double)hours_count_both(&h.before, &s->at[m]) * after / before;
	/* Roots of counts vary alike, be they small or large. */
	out->worse[out->n] = sqrt(had + SMALL) - sqrt(expected + SMALL);
	out->had[out->n] = had;
	out->expected[out->n++] = expected;
}

static void
score_series(const struct frame *f, const struct subject *s,
    enum series_metric m, const struct rollout_case *c, struct scores *out)
{
	struct look_hours h;
	double ratio;

	look_hours_of(f, &s->watched, c->changed, c->from, c->until, &h);
	ratio = series_ratio(s, m, &h);
	if (ratio > 0)
		out->worse[out->n++] =
		    series_fewer_is_worse(m) ? -log(ratio) : log(ratio);
}

static void
score(const struct frame *f, const struct subject *s, size_t i,
    const struct rollout_case *c, struct scores *out)
{
	if (i < COUNTS)
		score_count(f, s, (enum count_metric)i, c, out);
	else
		score_series(f, s, (enum series_metric)(i - COUNTS), c, out);
}

/* How many times as much as expected; of series, of the middle device. */
static double
times(const struct scores *s, size_t i)
{
	double expected, had;

	if (i >= COUNTS)
		return exp(median(s->worse, s->n));
	winsorised_sums(s->expected, s->had, s->n, WINSORISED, &expected, &had);
	return (had + SMALL) / (expected + SMALL);
}

static bool
compare(const struct scores *ring, const struct scores *controls, size_t i,
    struct ring_change *out)
{
	struct ranks ranks;

	if (ring->n < RING_MIN || controls->n < CONTROLS_MIN)
		return false;
	ranks_compare(
	    ring->worse, ring->n, controls->worse, controls->n, &ranks);
	*out = (struct ring_change){
		.metric = change_name(i),
		.is_first = i == FIRST,
		.devices = ring->n,
		.controls = controls->n,
		.ratio = times(ring, i) / times(controls, i),
		.part = ranks.effect,
		.p = ranks.p,
		.adjusted = 1,
	};
	return true;
}

/* Holm among the others; the first by itself. */
static void
adjust(struct ring_result *r)
{
	double p[CHANGES];
	size_t of[CHANGES], n = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct ring_change *c = &r->change[i];
		double own = c->ratio >= RATIO_MIN ? c->p : 1;

		if (c->is_first) {
			c->adjusted = fmin(1, own / WEIGHT_FIRST);
			continue;
		}
		p[n] = own;
		of[n++] = i;
	}
	holm_adjust(p, n);
	for (size_t i = 0; i < n; i++)
		r->change[of[i]].adjusted = fmin(1, p[i] / (1 - WEIGHT_FIRST));
}

static void
conclude(struct ring_result *r)
{
	adjust(r);
	for (size_t i = 0; i < r->n; i++)
		if (r->change[i].adjusted < r->change[r->worst].adjusted)
			r->worst = i;
	r->outcome = r->change[r->worst].adjusted < ALPHA ? ROLLOUT_FAILED
							  : ROLLOUT_PASSED;
}

static struct scores
scores_new(size_t n)
{
	return (struct scores){ mem_new(n + 1, sizeof(double)),
		mem_new(n + 1, sizeof(double)), mem_new(n + 1, sizeof(double)),
		0 };
}

static void
scores_free(struct scores *s)
{
	free(s->worse);
	free(s->had);
	free(s->expected);
}

void
rollout_ring(const struct rollout *r, const struct rollout_case *c, size_t n,
    struct ring_result *out)
{
	const struct subject **of =
	    mem_new(r->subjects + 1, sizeof(struct subject *));
	struct scores ring = scores_new(n), controls = scores_new(r->subjects);
	struct rollout_case usual = { 0 };
	size_t found = 0;

	*out = (struct ring_result){ .outcome = ROLLOUT_UNDECIDED };
	if (n >= RING_MIN) {
		usual = middle_case(c, n);
		found = gather_controls(r, c, n, of);
	}
	for (size_t i = 0; i < CHANGES && found >= CONTROLS_MIN; i++) {
		ring.n = controls.n = 0;
		for (size_t k = 0; k < n; k++)
			score(r->frame, c[k].subject, i, &c[k], &ring);
		for (size_t k = 0; k < found && ring.n >= RING_MIN; k++)
			score(r->frame, of[k], i, &usual, &controls);
		out->n += compare(&ring, &controls, i, &out->change[out->n]);
	}
	if (out->n > 0)
		conclude(out);
	else
		out->why = n < RING_MIN    ? WHY_FEW
		    : found < CONTROLS_MIN ? WHY_WITHOUT_CONTROLS
					   : WHY_HARDLY_WATCHED;
	scores_free(&ring);
	scores_free(&controls);
	free(of);
}
