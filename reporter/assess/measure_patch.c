/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT: what was installed, proven, late, contradicted. */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/measures.h"

/* Among those whose deadline fell in the period. */
struct cohort {
	int64_t count[TIMINGS];
	int64_t whole;
	bool pressing_short; /* exposed or exploited, and not on time */
	bool open_overdue;
	bool pressing_open;
};

static bool
is_pressing(const struct obligation *o)
{
	return o->known_exploited || o->internet_facing;
}

/* priority -1 takes all. */
static struct cohort
gather(const struct facts *f, int priority)
{
	struct cohort c = { 0 };

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!o->in_cohort ||
		    (priority >= 0 && (int)o->priority != priority))
			continue;
		c.whole++;
		c.count[o->timing]++;
		c.open_overdue |= o->overdue;
		c.pressing_open |= o->overdue && is_pressing(o);
		c.pressing_short |=
		    o->timing != TIMING_ON_TIME && is_pressing(o);
	}
	return c;
}

/* Under MEASURE_SMALL a share says little: late ones are counted. */
static enum outcome
judge_small(const struct cohort *c)
{
	int64_t late = c->count[TIMING_LATE] + c->count[TIMING_EXCEPTED];

	if (late == 0 && c->count[TIMING_UNKNOWN] > 0)
		return OUTCOME_UNDETERMINED;
	if (late == 0)
		return OUTCOME_WITHIN;
	if (late == 1 && c->whole >= 5 && !c->open_overdue &&
	    !c->pressing_short && c->count[TIMING_UNKNOWN] == 0)
		return OUTCOME_PARTLY;
	return OUTCOME_BEYOND;
}

static enum outcome
judge_cohort(const struct facts *f, const struct cohort *c)
{
	int64_t within = json_get_int(f->policy, "within_percent", 95);
	int64_t partly = json_get_int(f->policy, "partly_percent", 80);
	int64_t on_time = c->count[TIMING_ON_TIME];

	if (c->whole == 0)
		return OUTCOME_EMPTY;
	if (c->count[TIMING_UNKNOWN] == c->whole)
		return OUTCOME_UNDETERMINED;
	if (c->whole < MEASURE_SMALL)
		return judge_small(c);
	if (on_time * 100 >= within * c->whole && !c->open_overdue &&
	    !c->pressing_short)
		return OUTCOME_WITHIN;
	if (on_time * 100 >= partly * c->whole && !c->pressing_open)
		return OUTCOME_PARTLY;
	return OUTCOME_BEYOND;
}

static void
fill(const struct facts *f, int priority, struct measurement *m)
{
	struct cohort c = gather(f, priority);

	m->part = c.count[TIMING_ON_TIME];
	m->whole = c.whole;
	m->unknown = c.count[TIMING_UNKNOWN];
	m->excepted = c.count[TIMING_EXCEPTED];
	m->outcome = judge_cohort(f, &c);
	if (m->outcome == OUTCOME_UNDETERMINED)
		m->reason = "not_measured";
}

/* M-PAT-01: proven active by the deadline / all whose deadline fell here. */
void
measure_in_time(const struct facts *f, struct measurement *m)
{
	fill(f, -1, m);
}

void
measure_in_time_of(
    const struct facts *f, enum priority priority, struct measurement *m)
{
	*m = (struct measurement){ .id = "M-PAT-01" };
	fill(f, (int)priority, m);
}

static bool
was_claimed(const struct facts *f, const struct obligation *o)
{
	return o->claimed != FACTS_NO_TIME && o->claimed >= f->from &&
	    o->claimed < f->cut;
}

static bool
has_reading_after_claim(const struct obligation *o)
{
	return json_get_int(o->row, "readings_after_claim", 0) > 0;
}

/* M-PAT-02: claimed in the period, and not proven at the cut / claimed. */
void
measure_unconfirmed(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!was_claimed(f, o))
			continue;
		m->whole++;
		if (o->active || o->already)
			continue;
		if (has_reading_after_claim(o))
			m->part++;
		else
			m->unknown++;
	}
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

/* M-PAT-04: open past the deadline without a valid exception / all. */
void
measure_overdue(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (strcmp(o->state, "withdrawn") == 0)
			continue;
		m->whole++;
		if (o->overdue)
			m->part++;
	}
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else
		m->outcome = m->part == 0 ? OUTCOME_WITHIN : OUTCOME_BEYOND;
}

/* M-PAT-05: claims with a reading after them / claims. */
void
measure_verified(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!was_claimed(f, o))
			continue;
		m->whole++;
		if (has_reading_after_claim(o))
			m->part++;
	}
	m->outcome = measure_judge(m, 90, 80);
}

/* M-PAT-06: claims that a later reading contradicts / claims with one. */
void
measure_mismatch(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!was_claimed(f, o) || !has_reading_after_claim(o))
			continue;
		m->whole++;
		if (!o->active && !o->already)
			m->part++;
	}
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

/* M-PAT-08: proven, and gone again in the period / ever proven. */
void
measure_rollbacks(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		m->whole += o->confirmed != FACTS_NO_TIME;
		for (size_t k = 0; k < o->nsteps; k++) {
			const struct step *t = &o->steps[k];

			m->part += t->flag == NULL && t->at >= f->from &&
			    strcmp(t->to_state, "rolled_back") == 0;
		}
	}
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}
