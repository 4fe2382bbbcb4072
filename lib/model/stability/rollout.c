/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rollout.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/stability/frame.h"
#include "lib/model/stability/series.h"
#include "lib/model/statistics/multiple.h"
#include "lib/model/statistics/spread.h"

#define FALSE_PART .05 /* of those accused */
#define SUSPICIOUS .01
#define OF_CLASS   .75 /* its burstier devices speak for a class */
#define OWN_EVENTS 50. /* with so many a device speaks for itself */
#define ANY_EVENTS 5.

/* Watched for half of the hours, and twice as many before as after. */
enum { AFTER_MIN = 12, AFTER_PART = 2, BEFORE_TIMES = 2 };

/* How bursty one device is by itself. */
struct burst {
	int profile;
	double own[COUNTS], total[COUNTS], freedom[COUNTS];
};

struct work {
	const struct rollout *rollout;
	const struct controls_index *controls;
	struct burst *own;   /* of each case */
	struct burst *burst; /* of those and the controls, by profile */
	size_t n;
	double *room; /* for a number of each */
};

static int
by_profile(const void *a, const void *b)
{
	const struct burst *x = a, *y = b;

	return (x->profile > y->profile) - (x->profile < y->profile);
}

static void
measure(const struct frame *f, const struct subject *s, long changed,
    struct burst *out)
{
	out->profile = s->profile;
	for (int m = 0; m < COUNTS; m++)
		out->own[m] = count_dispersion(f, s, (enum count_metric)m,
		    changed, &out->freedom[m], &out->total[m]);
}

/* The weeks before the first patch are those of the controls, too. */
static void
measure_all(struct work *w, const struct rollout_case *c, size_t n)
{
	const struct rollout *r = w->rollout;
	long first = HOURS;

	w->own = mem_new(n + 1, sizeof(*w->own));
	w->burst = mem_new(n + r->subjects + 1, sizeof(*w->burst));
	w->room = mem_new(n + r->subjects + 1, sizeof(*w->room));
	for (size_t i = 0; i < n; i++) {
		measure(r->frame, c[i].subject, c[i].changed, &w->own[i]);
		w->burst[w->n++] = w->own[i];
		first = c[i].changed < first ? c[i].changed : first;
	}
	for (size_t i = 0; i < r->subjects; i++)
		if (r->subject[i].control)
			measure(
			    r->frame, &r->subject[i], first, &w->burst[w->n++]);
	qsort(w->burst, w->n, sizeof(*w->burst), by_profile);
}

/* By class, once: a profile and what is usual for it. */
struct class_burst {
	int profile;
	double of[COUNTS];
};

static double
usual(struct work *w, size_t from, size_t until, int m)
{
	size_t n = 0;

	for (size_t i = from; i < until; i++)
		if (w->burst[i].total[m] > ANY_EVENTS &&
		    w->burst[i].freedom[m] > 0)
			w->room[n++] = w->burst[i].own[m];
	return n > 0 ? quantile(w->room, n, OF_CLASS) : 1;
}

static size_t
find_classes(struct work *w, struct class_burst *out)
{
	size_t n = 0;

	for (size_t i = 0, end; i < w->n; i = end) {
		for (end = i + 1;
		     end < w->n && w->burst[end].profile == w->burst[i].profile;
		     end++)
			continue;
		out[n].profile = w->burst[i].profile;
		for (int m = 0; m < COUNTS; m++)
			out[n].of[m] = usual(w, i, end, m);
		n++;
	}
	return n;
}

static double
burst_of(const struct burst *own, const struct class_burst *class,
    size_t classes, enum count_metric m)
{
	double of_class = 1, weight = own->total[m] / OWN_EVENTS;

	for (size_t i = 0; i < classes; i++)
		if (class[i].profile == own->profile)
			of_class = class[i].of[m];
	if (own->freedom[m] <= 0)
		weight = 0;
	return dispersion_shrunk(
	    own->own[m], of_class > 1 ? of_class : 1, weight < 1 ? weight : 1);
}

static void
compare_all(const struct work *w, const struct rollout_case *c,
    const struct burst *own, const struct class_burst *class, size_t classes,
    struct rollout_result *out)
{
	const struct frame *f = w->rollout->frame;
	struct look_hours watched, asked;
	struct controls controls;

	controls_find(w->controls, c->subject, &controls);
	out->controls = controls.n;
	look_hours_of(
	    f, &c->subject->asked, c->changed, c->from, c->until, &asked);
	look_hours_of(
	    f, &c->subject->watched, c->changed, c->from, c->until, &watched);
	for (int i = 0; i < COUNTS; i++) {
		enum count_metric m = (enum count_metric)i;

		count_compare(c->subject, m,
		    m == COUNT_UNREACHABLE ? &asked : &watched, &controls,
		    burst_of(own, class, classes, m), &out->change[i]);
	}
	for (int i = 0; i < SERIES; i++)
		series_compare(c->subject, (enum series_metric)i, &watched,
		    &controls, &out->change[COUNTS + i]);
}

/* A finding that the guards hold back counts as none. */
static void
adjust_within(struct rollout_result *out)
{
	double p[CHANGES];
	size_t of[CHANGES], n = 0;

	out->p = 1;
	for (size_t i = 0; i < CHANGES; i++) {
		out->change[i].adjusted = 1;
		if (!out->change[i].is_known)
			continue;
		p[n] = out->change[i].is_large ? out->change[i].p : 1;
		of[n++] = i;
	}
	holm_adjust(p, n);
	for (size_t i = 0; i < n; i++) {
		out->change[of[i]].adjusted = p[i];
		if (p[i] < out->p) {
			out->p = p[i];
			out->worst = of[i];
		}
	}
}

static enum rollout_why
lack_of(const struct rollout_case *c, const struct rollout_result *r)
{
	const struct change *any = &r->change[COUNT_UNREACHABLE];

	if (any->hours_after < AFTER_MIN ||
	    any->hours_after * AFTER_PART < (size_t)(c->until - c->from))
		return WHY_HARDLY_WATCHED;
	if (any->hours_before < BEFORE_TIMES * any->hours_after)
		return WHY_NO_BASELINE;
	return WHY_NOTHING;
}

static void
conclude(const struct rollout_case *c, struct rollout_result *r)
{
	bool worse = r->adjusted < FALSE_PART;

	r->outcome = ROLLOUT_UNDECIDED;
	r->why = lack_of(c, r);
	if (r->why != WHY_NOTHING)
		return;
	if (worse && r->change[r->worst].rung == RUNG_OWN)
		r->why = WHY_WITHOUT_CONTROLS;
	else if (worse)
		r->outcome = ROLLOUT_FAILED;
	else if (r->p < SUSPICIOUS)
		r->why = WHY_NOT_SURE;
	else
		r->outcome = ROLLOUT_PASSED;
}

/* Over the devices of the patch that had this look, now or before. */
static void
adjust_over(const struct rollout *r, struct rollout_result *out, size_t n)
{
	double *p = mem_new(n + r->n_earlier + 1, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = out[i].p;
	if (r->n_earlier > 0)
		memcpy(p + n, r->earlier, r->n_earlier * sizeof(*p));
	bh_adjust(p, n + r->n_earlier);
	for (size_t i = 0; i < n; i++)
		out[i].adjusted = p[i];
	free(p);
}

void
rollout_look(const struct rollout *r, const struct rollout_case *c, size_t n,
    struct rollout_result *out)
{
	struct controls_index *controls =
	    controls_index_new(r->subject, r->subjects);
	struct work w = { .rollout = r, .controls = controls };
	struct class_burst *class;
	size_t classes;

	measure_all(&w, c, n);
	class = mem_new(w.n + 1, sizeof(*class));
	classes = find_classes(&w, class);
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct rollout_result){ 0 };
		compare_all(&w, &c[i], &w.own[i], class, classes, &out[i]);
		adjust_within(&out[i]);
	}
	adjust_over(r, out, n);
	for (size_t i = 0; i < n; i++)
		conclude(&c[i], &out[i]);
	free(class);
	free(w.own);
	free(w.burst);
	free(w.room);
	controls_index_free(controls);
}

const char *
change_name(size_t i)
{
	return i < COUNTS
	    ? count_metric_name((enum count_metric)i)
	    : series_metric_name((enum series_metric)(i - COUNTS));
}

const char *
rollout_outcome_name(enum rollout_outcome o)
{
	static const char *const names[] = {
		[ROLLOUT_UNDECIDED] = "undecided",
		[ROLLOUT_PASSED] = "passed",
		[ROLLOUT_FAILED] = "failed",
	};

	return names[o];
}

const char *
rollout_why_name(enum rollout_why w)
{
	static const char *const names[] = {
		[WHY_NOTHING] = "",
		[WHY_NO_BASELINE] = "no baseline",
		[WHY_HARDLY_WATCHED] = "hardly watched",
		[WHY_WITHOUT_CONTROLS] = "without a control group",
		[WHY_NOT_SURE] = "not to be told from chance",
		[WHY_FEW] = "too few devices",
	};

	return names[w];
}
