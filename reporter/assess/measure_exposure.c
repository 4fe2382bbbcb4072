/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT-14, -15, -17: holes that are used, products without support, and
 * advisories that wait. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"
#include "reporter/assess/timing.h"

enum { SUPPORT_WITHIN = 2, SUPPORT_PARTLY = 10 };
enum { DECIDED_WITHIN = 95, DECIDED_PARTLY = 80 };

/* What was entered later is what somebody says of before. */
#define ENTERED_WITHIN (5 * CLOCK_MINUTE)

/* The database said so of evidence that has not when it was entered. */
static bool
is_in_time(const struct json *measure, int64_t deadline)
{
	int64_t made = facts_time(measure, "made");

	if (made == FACTS_NO_TIME)
		return strcmp(facts_text(measure, "stand"), "in_time") == 0;
	return facts_time(measure, "at") <= deadline &&
	    made <= deadline + ENTERED_WITHIN;
}

/* A measure against the hole was taken in time, and worked until then. */
static bool
is_mitigated(const struct facts *f, const struct obligation *o)
{
	const struct json *list = json_get(f->evidence, "mitigations");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *m = json_at(list, i);
		const char *device = json_get_text(m, "device");
		int64_t ended = facts_time(m, "ended");

		if (json_get_int(m, "patch_id", 0) == o->patch_id &&
		    is_in_time(m, o->deadline) &&
		    (ended == FACTS_NO_TIME || ended >= o->deadline) &&
		    (device == NULL ||
			strcmp(device, facts_text(o->row, "device")) == 0))
			return true;
	}
	return false;
}

static void
note_term(struct contained *c, int64_t term)
{
	if (c->cohort.whole == 0 || term < c->shortest)
		c->shortest = term;
	if (c->cohort.whole == 0 || term > c->longest)
		c->longest = term;
}

/*
 * Judged as its deadline would be, were that the end of the time to mitigate:
 * by the policy that it is under, as that is.
 */
void
measure_contained_of(const struct facts *f, struct contained *out)
{
	const int64_t usual = limit_of(f, LIMIT_MITIGATE);

	*out = (struct contained){ .shortest = usual, .longest = usual };
	for (size_t i = 0; i < f->nobligations; i++) {
		struct obligation o = f->obligations[i];
		const int64_t term = limit_under(o.policy, LIMIT_MITIGATE);

		if (o.priority != PRIORITY_CRITICAL ||
		    o.clock_start == FACTS_NO_TIME)
			continue;
		o.deadline = o.clock_start + term;
		o.timing = TIMING_ON_TIME;
		timing_judge(f, &o);
		if (!o.in_cohort)
			continue;
		note_term(out, term);
		if (o.timing != TIMING_ON_TIME && is_mitigated(f, &o)) {
			out->mitigated++;
			o.timing = TIMING_ON_TIME;
			o.overdue = false;
		}
		cohort_add(&out->cohort, &o);
	}
}

/*
 * M-PAT-01b, BIO2 8.08.01: critical holes that were closed, or made harmless,
 * in the time that the policy has for a measure / those whose time ended in the
 * period. A measure is no patch, and stands apart. Judged as M-PAT-01 is.
 */
void
measure_contained(const struct facts *f, struct measurement *m)
{
	struct contained c;

	measure_contained_of(f, &c);
	m->used = cohort_bounds(f, "M-PAT-01b");
	m->part = c.cohort.count[TIMING_ON_TIME];
	m->whole = c.cohort.whole;
	m->unknown = c.cohort.count[TIMING_UNKNOWN];
	m->excepted = c.mitigated;
	m->outcome = cohort_judge(&c.cohort, &m->used);
}

static bool
is_listed(const struct facts *f, int64_t patch)
{
	const struct json *list = json_get(f->evidence, "exploited");

	for (size_t i = 0; i < json_len(list); i++)
		if (json_get_int(json_at(list, i), "patch_id", 0) == patch)
			return true;
	return false;
}

/*
 * M-PAT-14: open installations whose patch closes a hole that the imported list
 * names, or that somebody marked as used / open installations. Without a list,
 * of the others nobody can tell.
 */
void
measure_exploited(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "exploited_list");
	bool has_list = json_get_text(list, "source") != NULL;

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (!facts_is_open(o))
			continue;
		m->whole++;
		if (o->known_exploited || is_listed(f, o->patch_id))
			m->part++;
		else if (!has_list)
			m->unknown++;
	}
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else if (m->part > 0)
		m->outcome = OUTCOME_BEYOND;
	else
		m->outcome = has_list ? OUTCOME_WITHIN : OUTCOME_UNDETERMINED;
	if (m->outcome == OUTCOME_UNDETERMINED)
		m->reason = "no_list";
}

/*
 * M-PAT-15: devices past the end of their maker's support / devices of which
 * that day is registered.
 */
void
measure_support(const struct facts *f, struct measurement *m)
{
	m->apart = true;
	for (size_t i = 0; i < f->ndevices; i++) {
		int64_t end = facts_time(f->devices[i].row, "support_end");

		if (f->devices[i].retired)
			continue;
		if (end == FACTS_NO_TIME) {
			m->unknown++;
			continue;
		}
		m->whole++;
		m->part += end <= f->cut;
	}
	m->outcome = measure_judge_wrong(m, SUPPORT_WITHIN, SUPPORT_PARTLY);
	if (m->whole == 0 && m->unknown > 0) {
		m->outcome = OUTCOME_UNDETERMINED;
		m->reason = "no_support_dates";
	}
}

/*
 * M-PAT-17: advisories about products that were seen and whose time to decide
 * ended in the period: decided on in that time / all. With no advisory at all
 * nobody follows a source, which is no good news.
 */
void
measure_advisories(const struct facts *f, struct measurement *m)
{
	const int64_t term = limit_of(f, LIMIT_DECIDE);
	const struct json *list = json_get(f->evidence, "advisories");

	if (!measure_has(f, "advisories", m))
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *a = json_at(list, i);
		int64_t due = facts_time(a, "known") + term;
		int64_t decided = facts_time(a, "decided");

		if (due < f->from || due >= f->cut)
			continue;
		m->whole++;
		m->part += decided != FACTS_NO_TIME && decided <= due;
	}
	m->outcome = measure_judge(m, DECIDED_WITHIN, DECIDED_PARTLY);
	if (json_get_int(json_get(f->evidence, "watched"), "sources", 0) == 0) {
		m->outcome = OUTCOME_UNDETERMINED;
		m->reason = "no_source";
	}
}
