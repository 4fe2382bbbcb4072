/* SPDX-License-Identifier: Apache-2.0 */

/* M-PAT: what the register says of assessing, testing, deciding. */

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measures.h"

enum { WITHIN_PERCENT = 95, PARTLY_PERCENT = 80 };

/* Installed in the period: first seen, or said to be, in it. */
static int64_t
installed_at(const struct facts *f, const struct obligation *o)
{
	int64_t at = o->claimed != FACTS_NO_TIME ? o->claimed : o->seen;

	if (o->already || at == FACTS_NO_TIME || at < f->from || at >= f->cut)
		return FACTS_NO_TIME;
	return at;
}

/* Does an exception cover an installation that is open, and no other one? */
static bool
leaves_open(const struct facts *f, const struct json *e)
{
	int64_t patch = json_get_int(e, "patch_id", 0);
	int64_t device = json_get_int(e, "device_id", 0);

	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];

		if (o->patch_id == patch &&
		    (device == 0 || o->device_id == device) && !o->active &&
		    !o->already && !o->excepted &&
		    strcmp(o->state, "withdrawn") != 0)
			return true;
	}
	return false;
}

static bool
is_old(const struct facts *f, const struct json *e)
{
	return facts_time(e, "valid_until") <= f->cut;
}

/*
 * M-PAT-09: approved exceptions past their end with the patch still open / all
 * that were approved.
 */
void
measure_exceptions(const struct facts *f, struct measurement *m)
{
	const struct json *list = json_get(f->evidence, "exceptions");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *e = json_at(list, i);

		if (json_get_text(e, "approved") == NULL)
			continue;
		m->whole++;
		m->part += is_old(f, e) && leaves_open(f, e);
	}
	if (m->whole == 0)
		m->outcome = OUTCOME_EMPTY;
	else
		m->outcome = m->part == 0 ? OUTCOME_WITHIN : OUTCOME_BEYOND;
}

static bool
is_emergency(const struct obligation *o)
{
	return json_get_text(o->row, "emergency_due") != NULL;
}

/*
 * M-PAT-12: test result and recovery plan recorded before installing /
 * installed. What was an emergency stands apart.
 */
void
measure_tested(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		int64_t at = installed_at(f, o);
		int64_t tested = facts_time(o->row, "tested");

		if (at == FACTS_NO_TIME)
			continue;
		if (is_emergency(o)) {
			m->excepted++;
			continue;
		}
		m->whole++;
		if (json_get_bool(o->row, "has_recovery_plan", false) &&
		    json_get_bool(o->row, "has_test_result", false) &&
		    tested != FACTS_NO_TIME && tested <= at)
			m->part++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}

/* By when somebody else was to approve it. */
static int64_t
approval_due(const struct obligation *o, int64_t installed)
{
	return is_emergency(o) ? facts_time(o->row, "emergency_due")
			       : installed;
}

/*
 * M-PAT-13: approved before installing, of an emergency by when the policy asks
 * it / installed. An emergency whose time to approve runs is unknown.
 */
void
measure_approved(const struct facts *f, struct measurement *m)
{
	for (size_t i = 0; i < f->nobligations; i++) {
		const struct obligation *o = &f->obligations[i];
		int64_t at = installed_at(f, o), due = approval_due(o, at);
		int64_t approved = facts_time(o->row,
		    is_emergency(o) ? "emergency_approved" : "approved");

		if (at == FACTS_NO_TIME)
			continue;
		m->whole++;
		if (approved != FACTS_NO_TIME && approved <= due)
			m->part++;
		else if (is_emergency(o) && due >= f->cut)
			m->unknown++;
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

/*
 * M-PAT-16: registered with priority and owner within the term of being known /
 * registered in the period. One without an owner whose term runs is unknown.
 */
void
measure_prioritised(const struct facts *f, struct measurement *m)
{
	const int64_t term = limit_of(f, LIMIT_ASSESS);
	const struct json *list = json_get(f->evidence, "patches");

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *p = json_at(list, i);
		int64_t registered = facts_time(p, "registered");

		if (registered < f->from || registered >= f->cut)
			continue;
		m->whole++;
		if (registered - known_at(p) > term)
			continue;
		if (json_get_text(p, "owner") != NULL)
			m->part++;
		else if (known_at(p) + term >= f->cut)
			m->unknown++;
	}
	m->outcome = measure_judge(m, WITHIN_PERCENT, PARTLY_PERCENT);
}
