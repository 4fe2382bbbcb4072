/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/cohort.h"

#include "lib/base/json.h"
#include "lib/framework/threshold.h"

void
cohort_add(struct cohort *c, const struct obligation *o)
{
	bool is_pressing = o->known_exploited || o->internet_facing;

	c->whole++;
	c->count[o->timing]++;
	c->open_overdue |= o->overdue;
	c->pressing_open |= o->overdue && is_pressing;
	c->pressing_short |= o->timing != TIMING_ON_TIME && is_pressing;
}

struct bounds
cohort_bounds(const struct facts *f, const char *id)
{
	const char *own = json_get_text(f->policy, "thresholds");
	struct bounds b = {
		json_get_int(f->policy, "within_percent", MEASURE_WITHIN),
		json_get_int(f->policy, "partly_percent", MEASURE_PARTLY), true
	};

	(void)threshold_find(own, id, &b.within, &b.partly);
	return b;
}

/* Under MEASURE_SMALL a share says little: late ones are counted. */
static enum outcome
judge_small(const struct cohort *c, const struct bounds *b)
{
	int64_t late = c->count[TIMING_LATE] + c->count[TIMING_EXCEPTED];

	if (late == 0 && c->count[TIMING_UNKNOWN] > 0)
		return OUTCOME_UNDETERMINED;
	if (late == 0)
		return OUTCOME_WITHIN;
	if (late == 1 && b->partly < 100 && c->whole >= MEASURE_PARTLY_LEAST &&
	    !c->open_overdue && !c->pressing_short &&
	    c->count[TIMING_UNKNOWN] == 0)
		return OUTCOME_PARTLY;
	return OUTCOME_BEYOND;
}

enum outcome
cohort_judge(const struct cohort *c, const struct bounds *b)
{
	int64_t on_time = c->count[TIMING_ON_TIME];

	if (c->whole == 0)
		return OUTCOME_EMPTY;
	if (c->count[TIMING_UNKNOWN] == c->whole)
		return OUTCOME_UNDETERMINED;
	if (c->whole < MEASURE_SMALL)
		return judge_small(c, b);
	if (on_time * 100 >= b->within * c->whole && !c->open_overdue &&
	    !c->pressing_short)
		return OUTCOME_WITHIN;
	if (on_time * 100 >= b->partly * c->whole && !c->pressing_open)
		return OUTCOME_PARTLY;
	return OUTCOME_BEYOND;
}
