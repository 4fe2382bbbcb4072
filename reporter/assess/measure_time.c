/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT-03: how long patches took, and how long others have been open. */

#include "lib/base/clock.h"
#include "reporter/assess/lengths.h"
#include "reporter/assess/measures.h"

static void
add_length(struct lengths *l, int64_t from, int64_t to)
{
	lengths_add(l, to > from ? to - from : 0);
}

static bool
is_open(const struct facts *f, const struct obligation *o)
{
	return facts_is_open(o) && o->clock_start != FACTS_NO_TIME &&
	    o->clock_start < f->cut;
}

static bool
was_seen_here(const struct facts *f, const struct obligation *o)
{
	return o->active && o->clock_start != FACTS_NO_TIME &&
	    o->seen != FACTS_NO_TIME && o->seen >= f->from && o->seen < f->cut;
}

void
measure_patch_times(
    const struct facts *f, int priority, struct patch_times *out)
{
	struct lengths taken = { 0 }, open = { 0 };

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (priority >= 0 && (int)o->priority != priority)
			continue;
		if (was_seen_here(f, o))
			add_length(&taken, o->clock_start, o->seen);
		else if (is_open(f, o))
			add_length(&open, o->clock_start, f->cut);
	}
	lengths_sort(&taken);
	lengths_sort(&open);
	*out = (struct patch_times){
		.n = (int64_t)taken.n,
		.median_s = lengths_rank(&taken, 50) / CLOCK_SECOND,
		.p90_s = lengths_rank(&taken, 90) / CLOCK_SECOND,
		.mean_s = lengths_mean_s(&taken),
		.open = (int64_t)open.n,
		.open_median_s = lengths_rank(&open, 50) / CLOCK_SECOND,
		.open_max_s = lengths_rank(&open, 100) / CLOCK_SECOND,
	};
	lengths_free(&taken);
	lengths_free(&open);
}

/*
 * M-PAT-03: first seen in the period / those and the ones still open. Only the
 * former have a time; to look at them alone would leave out the slowest.
 */
void
measure_duration(const struct facts *f, struct measurement *m)
{
	struct patch_times t;

	measure_patch_times(f, -1, &t);
	m->part = t.n;
	m->whole = t.n + t.open;
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

static int64_t
begun_days(int64_t us)
{
	return (us + CLOCK_DAY - 1) / CLOCK_DAY;
}

void
measure_days_late(const struct facts *f, int64_t *median, int64_t *most)
{
	struct lengths late = { 0 };

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->overdue)
			add_length(&late, o->deadline, f->cut);
	}
	lengths_sort(&late);
	*median = begun_days(lengths_rank(&late, 50));
	*most = begun_days(lengths_rank(&late, 100));
	lengths_free(&late);
}
