/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/incident.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

static const char *const groups[ALERT_GROUPS] = {
	[GROUP_ALONE] = "alone",
	[GROUP_DEVICE] = "device",
	[GROUP_SITE] = "site",
	[GROUP_PATCH] = "patch",
	[GROUP_RULE] = "rule",
};

static const char *const severities[] = {
	[SEVERITY_NOTICE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_CRITICAL] = "critical",
};

static const char *const sayings[] = {
	[SAYING_NONE] = "none",
	[SAYING_OPENED] = "opened",
	[SAYING_GROWN] = "grown",
	[SAYING_ESCALATED] = "escalated",
	[SAYING_REMINDER] = "reminder",
	[SAYING_CLOSED] = "closed",
};

const char *
alert_group_name(enum alert_group g)
{
	return groups[g];
}

int
alert_group_parse(const char *text, enum alert_group *out)
{
	for (int g = 0; g < ALERT_GROUPS; g++) {
		if (strcmp(text, groups[g]) != 0)
			continue;
		*out = (enum alert_group)g;
		return ERR_OK;
	}
	return ERR_PARSE;
}

const char *
alert_severity_name(enum alert_severity s)
{
	return severities[s];
}

int
alert_severity_parse(const char *text, enum alert_severity *out)
{
	for (int s = 0; s <= SEVERITY_CRITICAL; s++) {
		if (strcmp(text, severities[s]) != 0)
			continue;
		*out = (enum alert_severity)s;
		return ERR_OK;
	}
	return ERR_PARSE;
}

const char *
saying_name(enum saying_kind k)
{
	return sayings[k];
}

static void
earlier(int64_t *look, int64_t at)
{
	if (at != CLOCK_NONE && (*look == CLOCK_NONE || at < *look))
		*look = at;
}

static int64_t
settle_of(const struct alert_plan *plan, const struct incident *i)
{
	bool flaps = plan->flap_limit > 0 && i->returns >= plan->flap_limit;

	return flaps && plan->flap_settle > plan->settle ? plan->flap_settle
							 : plan->settle;
}

/* A share of its term has passed; a term may be as long as time is. */
static int64_t
part_of_term(const struct incident *i, int percent)
{
	int64_t term = i->term_until - i->term_from;

	return i->term_from + term / 100 * percent + term % 100 * percent / 100;
}

/* When a step is due; CLOCK_NONE: not as things are. */
static int64_t
step_due(const struct alert_plan *plan, const struct incident *i,
    const struct alert_step *s)
{
	if (s->percent > 0) {
		if (i->term_from == CLOCK_NONE || i->term_until == CLOCK_NONE)
			return CLOCK_NONE;
		return part_of_term(i, s->percent);
	}
	if (s->unacknowledged > 0) {
		if (i->acked != CLOCK_NONE || i->first_told == CLOCK_NONE)
			return CLOCK_NONE;
		return i->first_told + s->unacknowledged;
	}
	return i->opened + plan->gather;
}

/* All steps that are due by now, in their order; none is passed over. */
static function_set
take_steps(const struct alert_plan *plan, struct incident *i, int64_t now,
    int64_t *look)
{
	function_set told = 0;

	while ((size_t)i->step < plan->steps) {
		const struct alert_step *s = &plan->step[i->step];
		int64_t due = step_due(plan, i, s);

		if (due == CLOCK_NONE || due > now) {
			earlier(look, due);
			break;
		}
		told |= s->functions;
		if (i->step > 0)
			told |= plan->copy;
		i->step++;
	}
	return told;
}

static void
say(struct incident *i, int64_t now, enum saying_kind kind,
    function_set functions, struct saying *out)
{
	out->kind = kind;
	out->functions = functions;
	out->look = now;
	if (i->first_told == CLOCK_NONE)
		i->first_told = now;
	i->told = now;
	if (i->holding > i->told_holding)
		i->told_holding = i->holding;
	i->functions |= functions;
}

static void
end_it(const struct alert_plan *plan, struct incident *i, int64_t now,
    struct saying *out)
{
	int64_t due = i->recovered + settle_of(plan, i);

	if (now < due) {
		out->look = due;
		return;
	}
	if (i->first_told != CLOCK_NONE)
		say(i, now, SAYING_CLOSED, i->functions, out);
	out->over = true;
	out->look = CLOCK_NONE;
}

/* Twice as many are told soon, a few more later. */
static bool
has_grown(const struct alert_plan *plan, const struct incident *i, int64_t now,
    int64_t *look)
{
	int64_t due;

	if (i->first_told == CLOCK_NONE || i->holding <= i->told_holding)
		return false;
	due = i->told +
	    (i->holding >= 2 * i->told_holding ? plan->gather : plan->grow);
	earlier(look, due);
	return now >= due;
}

static bool
wants_reminder(const struct alert_plan *plan, const struct incident *i,
    int64_t now, int64_t *look)
{
	if (plan->remind == 0 || i->acked != CLOCK_NONE ||
	    i->first_told == CLOCK_NONE)
		return false;
	earlier(look, i->told + plan->remind);
	return now >= i->told + plan->remind;
}

void
incident_next(const struct alert_plan *plan, struct incident *i, int64_t now,
    struct saying *out)
{
	bool held = i->recovered == CLOCK_NONE;
	function_set due;

	*out = (struct saying){ .kind = SAYING_NONE, .look = CLOCK_NONE };
	if (i->muted_until != CLOCK_NONE && i->muted_until > now)
		i->muted = true;
	else if (held)
		i->muted = false;
	/* It lasted, though nobody looked meanwhile: both ends are told. */
	if (!held && i->first_told == CLOCK_NONE && !i->muted &&
	    i->recovered >= i->opened + plan->gather)
		held = true;
	if (!held) {
		end_it(plan, i, now, out);
		return;
	}
	if (i->muted) {
		out->look = i->muted_until;
		return;
	}
	due = take_steps(plan, i, now, &out->look);
	if (due != 0)
		say(i, now,
		    i->first_told == CLOCK_NONE ? SAYING_OPENED
						: SAYING_ESCALATED,
		    due, out);
	else if (has_grown(plan, i, now, &out->look))
		say(i, now, SAYING_GROWN, i->functions, out);
	else if (wants_reminder(plan, i, now, &out->look))
		say(i, now, SAYING_REMINDER, i->functions, out);
}

function_set
incident_hearers(function_set wanted, function_set heard)
{
	/* Each hears for the one before it. */
	static const enum function below[] = { FUNCTION_BOARD,
		FUNCTION_PROCESS_OWNER, FUNCTION_SYSTEM_OWNER,
		FUNCTION_IT_STAFF };
	const size_t n = sizeof(below) / sizeof(below[0]);
	function_set out = wanted & heard;

	for (size_t i = 0; i < n; i++) {
		if (!(wanted >> below[i] & 1U))
			continue;
		for (size_t k = i; k < n; k++) {
			if (!(heard >> below[k] & 1U))
				continue;
			out |= 1U << below[k];
			break;
		}
	}
	return out != 0 ? out : heard;
}
