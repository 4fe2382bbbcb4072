/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT: what was installed, proven, late, contradicted. */

#include <string.h>

#include "lib/base/json.h"
#include "reporter/assess/cohort.h"
#include "reporter/assess/measures.h"

/* Those whose deadline fell in the period; priority -1 takes all. */
static struct cohort
gather(const struct facts *f, int priority)
{
	struct cohort c = { 0 };

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->in_cohort &&
		    (priority < 0 || (int)o->priority == priority))
			cohort_add(&c, o);
	}
	return c;
}

static void
fill(const struct facts *f, int priority, struct measurement *m)
{
	struct cohort c = gather(f, priority);

	m->used = cohort_bounds(f, "M-PAT-01");
	m->part = c.count[TIMING_ON_TIME];
	m->whole = c.whole;
	m->unknown = c.count[TIMING_UNKNOWN];
	m->excepted = c.count[TIMING_EXCEPTED];
	m->outcome = cohort_judge(&c, &m->used);
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

/* What readings say of a claim; of one after it, unless one before shows it. */
enum after {
	AFTER_NOTHING,
	AFTER_UNTOLD,
	AFTER_SHOWN,
	AFTER_CONTRADICTED,
	BEFORE_SHOWN, /* it ran already, and nothing was read since */
	AFTER_COUNT
};

static bool
is_after(int64_t at, const struct obligation *o)
{
	return at != FACTS_NO_TIME && at > o->claimed;
}

/* What failed may have been silent since: then nothing contradicts it. */
static enum after
after_claim(const struct obligation *o)
{
	bool old = is_after(o->last_old, o);
	bool read = old || is_after(o->seen, o) || is_after(o->confirmed, o) ||
	    json_get_bool(o->row, "read_after_claim", false) ||
	    json_get_int(o->row, "readings_after_claim", 0) > 0;

	if (o->active || o->already)
		return read ? AFTER_SHOWN : BEFORE_SHOWN;
	if (old || strcmp(o->state, "rolled_back") == 0 ||
	    (read && strcmp(o->state, "failed") == 0))
		return AFTER_CONTRADICTED;
	return read ? AFTER_UNTOLD : AFTER_NOTHING;
}

static void
count_claims(const struct facts *f, int64_t counts[AFTER_COUNT])
{
	for (size_t i = 0; i < f->nobligations; i++)
		if (was_claimed(f, &f->obligations[i]))
			counts[after_claim(&f->obligations[i])]++;
}

/*
 * M-PAT-02: claimed in the period, and contradicted by a reading / claimed. Of
 * those that no reading shows nor contradicts nobody can tell.
 */
void
measure_unconfirmed(const struct facts *f, struct measurement *m)
{
	int64_t n[AFTER_COUNT] = { 0 };

	count_claims(f, n);
	m->part = n[AFTER_CONTRADICTED];
	m->unknown = n[AFTER_NOTHING] + n[AFTER_UNTOLD];
	m->whole = m->part + m->unknown + n[AFTER_SHOWN] + n[BEFORE_SHOWN];
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

static bool
is_gone(const struct obligation *o)
{
	return o->already || strcmp(o->state, "withdrawn") == 0;
}

/*
 * M-PAT-04: open past the deadline without a valid exception / all that are
 * past it, whenever that was.
 */
void
measure_overdue(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (is_gone(o) || o->deadline == FACTS_NO_TIME ||
		    o->deadline >= f->cut)
			continue;
		m->whole++;
		m->part += o->overdue;
		m->excepted += o->excepted;
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
	int64_t n[AFTER_COUNT] = { 0 };

	count_claims(f, n);
	m->part = n[AFTER_SHOWN] + n[AFTER_CONTRADICTED] + n[AFTER_UNTOLD];
	m->whole = m->part + n[AFTER_NOTHING] + n[BEFORE_SHOWN];
	m->outcome = measure_judge(m, 90, 80);
}

/*
 * M-PAT-06: claims that a later reading contradicts / claims with a reading
 * after them. A reading that cannot tell contradicts nothing.
 */
void
measure_mismatch(const struct facts *f, struct measurement *m)
{
	int64_t n[AFTER_COUNT] = { 0 };

	count_claims(f, n);
	m->part = n[AFTER_CONTRADICTED];
	m->unknown = n[AFTER_UNTOLD];
	m->whole = m->part + m->unknown + n[AFTER_SHOWN];
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}

/* Into a state, between two moments. */
static bool
has_step(
    const struct obligation *o, const char *state, int64_t from, int64_t to)
{
	for (size_t i = 0; i < o->nsteps; i++) {
		const struct step *t = &o->steps[i];

		if (t->flag == NULL && t->at >= from && t->at < to &&
		    strcmp(t->to_state, state) == 0)
			return true;
	}
	return false;
}

/* M-PAT-08: proven, and gone again in the period / ever proven. */
void
measure_rollbacks(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		bool back = has_step(o, "rolled_back", f->from, f->cut);

		/* What was rolled back was proven, and is no longer. */
		m->whole += back || o->confirmed != FACTS_NO_TIME ||
		    has_step(o, "rolled_back", INT64_MIN, f->cut);
		m->part += back;
	}
	m->outcome = m->whole == 0 ? OUTCOME_EMPTY : OUTCOME_NONE;
}
