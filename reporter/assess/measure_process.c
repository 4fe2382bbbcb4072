/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT: what the register says of assessing, testing, deciding. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/measures.h"

/* Days after it became known in which a patch is to be assessed. */
enum { ASSESS_DAYS = 7, WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/* Installed in the period: first seen, or said to be, in it. */
static int64_t
installed_at(const struct facts *f, const struct obligation *o)
{
	int64_t at = o->claimed != FACTS_NO_TIME ? o->claimed : o->seen;

	if (o->already || at == FACTS_NO_TIME || at < f->from || at >= f->cut)
		return FACTS_NO_TIME;
	return at;
}

/* M-PAT-09: exceptions past their end with the patch still open / all but
 * those that were refused. */
void
measure_exceptions(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "exceptions");

	for (size_t i = 0; i < json_len(list); i++) {
		if (json_get_text(json_at(list, i), "refused") != NULL)
			continue;
		m->whole++;
		if (facts_time(json_at(list, i), "valid_until") <= f->cut)
			m->part++;
	}
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else
		m->outcome = m->part == 0 ? OUTCOME_WITHIN : OUTCOME_BEYOND;
}

/* M-PAT-12: test result and recovery plan recorded before installing. */
void
measure_tested(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		int64_t at = installed_at(f, o);
		int64_t tested = facts_time(o->row, "tested");

		if (at == FACTS_NO_TIME)
			continue;
		m->whole++;
		if (json_get_bool(o->row, "has_recovery_plan", false) &&
		    json_get_bool(o->row, "has_test_result", false) &&
		    tested != FACTS_NO_TIME && tested <= at)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* M-PAT-13: approved before installing. */
void
measure_approved(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		int64_t at = installed_at(f, o);
		int64_t approved = facts_time(o->row, "approved");

		if (at == FACTS_NO_TIME)
			continue;
		m->whole++;
		if (approved != FACTS_NO_TIME && approved <= at)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* When a patch could be known: released or advised, else registered. */
static int64_t
known_at(const struct json *patch)
{
	int64_t released = facts_time(patch, "released");
	int64_t advised = facts_time(patch, "advised");

	if (released == FACTS_NO_TIME && advised == FACTS_NO_TIME)
		return facts_time(patch, "registered");
	if (released == FACTS_NO_TIME)
		return advised;
	if (advised == FACTS_NO_TIME)
		return released;
	return released < advised ? released : advised;
}

/* M-PAT-16: registered with priority and owner within n days of being known. */
void
measure_prioritised(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "patches");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *p = json_at(list, i);
		int64_t registered = facts_time(p, "registered");

		if (registered < f->from || registered >= f->cut)
			continue;
		m->whole++;
		if (json_get_text(p, "owner") != NULL &&
		    registered - known_at(p) <= ASSESS_DAYS * CLOCK_DAY)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}
