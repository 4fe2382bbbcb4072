/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/deployment.h"
#include "lib/model/pair.h"

/*
 * The table. Rows are tried from the top; the first whose state and condition
 * hold is taken. doc/STATES.md is compared with it by a test.
 */

typedef bool condition(
    const struct deployment *, const struct deployment_facts *);

static bool
left_scope(const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return f->out_of_scope;
}

static bool
is_in_scope(const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return !f->out_of_scope;
}

static bool
is_contradicted(const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return f->reading != NULL && judgement_is_old(f->reading) &&
	    judgement_is_pair(f->reading, f);
}

static bool
is_apart(const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return f->reading != NULL && f->reading->verdict == FIX_APART &&
	    judgement_is_pair(f->reading, f);
}

/* Two readings of it, so that one that went astray moves nothing. */
static bool
is_replaced(const struct deployment *d, const struct deployment_facts *f)
{
	return f->reading != NULL && !f->reading->same &&
	    d->other_since != CLOCK_NONE && f->reading->at > d->other_since &&
	    f->reading->at - d->other_since >= f->policy->confirm_gap;
}

static bool
is_proven(const struct deployment *d, const struct deployment_facts *f)
{
	return f->reading != NULL && d->level == EVIDENCE_PROOF;
}

/* Nobody has seen it without, nobody was to install it yet. */
static bool
had_it_at_start(const struct deployment *d)
{
	return (d->state == STATE_PLANNED || d->state == STATE_IN_WINDOW) &&
	    d->attempt == 1 && d->last_old == CLOCK_NONE &&
	    d->claimed == CLOCK_NONE &&
	    (d->window_start == CLOCK_NONE || d->seen < d->window_start);
}

static bool
is_proven_at_start(const struct deployment *d, const struct deployment_facts *f)
{
	return is_proven(d, f) && had_it_at_start(d);
}

static bool
is_fix_seen(const struct deployment *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;

	if (r == NULL || !judgement_shows_fix(r))
		return false;
	if (!had_it_at_start(d))
		return true;
	/* Two readings, and still no proof: it is installed, not running. */
	return d->level < EVIDENCE_PROOF && d->seen != CLOCK_NONE &&
	    r->at - d->seen >= f->policy->confirm_gap;
}

/* Readings may be late: what counts is when they were taken. */
static int64_t
moment(const struct deployment_facts *f)
{
	return f->reading != NULL ? f->reading->at : f->now;
}

static bool
is_in_window(const struct deployment *d, const struct deployment_facts *f)
{
	return d->window_start != CLOCK_NONE && moment(f) >= d->window_start &&
	    moment(f) < d->window_end;
}

/* Also when nobody looked while it was open. */
static bool
has_window_begun(const struct deployment *d, const struct deployment_facts *f)
{
	return d->window_start != CLOCK_NONE && moment(f) >= d->window_start &&
	    (moment(f) < d->window_end || d->entered < d->window_end);
}

static bool
is_fix_seen_outside(
    const struct deployment *d, const struct deployment_facts *f)
{
	return d->window_start != CLOCK_NONE && !is_in_window(d, f) &&
	    is_fix_seen(d, f);
}

static bool
is_claimed(const struct deployment *d, const struct deployment_facts *f)
{
	(void)f;
	return d->claimed != CLOCK_NONE;
}

static bool
is_claimed_again(const struct deployment *d, const struct deployment_facts *f)
{
	(void)f;
	return d->claimed != CLOCK_NONE && d->claimed > d->entered;
}

static bool
is_hinted(const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return f->hinted != CLOCK_NONE;
}

static bool
is_window_moved(const struct deployment *d, const struct deployment_facts *f)
{
	return d->window_start == CLOCK_NONE || f->now < d->window_start;
}

static bool
is_replanned(const struct deployment *d, const struct deployment_facts *f)
{
	(void)f;
	return d->window_start != CLOCK_NONE && d->window_start > d->entered;
}

/* A reading taken so long after the window that it settles the matter. */
static bool
is_after_window(const struct deployment *d, const struct deployment_facts *f)
{
	return f->reading != NULL && d->window_end != CLOCK_NONE &&
	    f->reading->at >= d->window_end + f->policy->window_grace;
}

static bool
is_not_installed(const struct deployment *d, const struct deployment_facts *f)
{
	return is_after_window(d, f) && is_contradicted(d, f);
}

static bool
is_unmeasurable_after_window(
    const struct deployment *d, const struct deployment_facts *f)
{
	return is_after_window(d, f) && judgement_cannot_tell(f->reading);
}

static bool
is_only_claimed(const struct deployment *d, const struct deployment_facts *f)
{
	return f->reading != NULL && judgement_cannot_tell(f->reading) &&
	    f->reading->at >= d->entered + f->policy->confirm_gap;
}

static bool
is_settled(const struct deployment *d, const struct deployment_facts *f)
{
	return f->now >= d->observe_from;
}

static bool
has_fresh_fix(const struct deployment_facts *f)
{
	return f->reading != NULL && judgement_shows_fix(f->reading);
}

static bool
is_watched(const struct deployment *d, const struct deployment_facts *f)
{
	return has_fresh_fix(f) && f->reading->at >= d->observe_until &&
	    f->watched >= f->policy->observe_active && f->compared.passed;
}

static bool
is_hardly_watched(const struct deployment *d, const struct deployment_facts *f)
{
	return has_fresh_fix(f) &&
	    f->reading->at >= d->observe_from + f->policy->observe_max;
}

/*
 * Silent since the patch, for a day: until then it is an alert. What a person
 * has looked at since is known.
 */
static bool
does_not_return(const struct deployment *d, const struct deployment_facts *f)
{
	return deployment_has_not_returned(d, f) &&
	    f->last_try >= f->silent_since + CLOCK_DAY &&
	    (f->compared.dismissed == CLOCK_NONE ||
		f->silent_since > f->compared.dismissed);
}

static bool
reboots_unexpectedly(
    const struct deployment *d, const struct deployment_facts *f)
{
	(void)d;
	return f->policy->reboot_limit > 0 &&
	    f->compared.reboots >= f->policy->reboot_limit;
}

static bool
is_worse(const struct deployment *d, const struct deployment_facts *f)
{
	const struct deployment_comparison *c = &f->compared;

	(void)d;
	return c->worse_at != CLOCK_NONE &&
	    (c->dismissed == CLOCK_NONE || c->worse_at > c->dismissed);
}

static bool
is_dismissed(const struct deployment *d, const struct deployment_facts *f)
{
	return f->compared.dismissed != CLOCK_NONE &&
	    f->compared.dismissed > d->entered;
}

#define S(state) (1U << STATE_##state)
#define WAITING  (S(PLANNED) | S(IN_WINDOW) | S(REPORTED))
#define ACTIVE   (S(CONFIRMED) | S(OBSERVING) | S(STABLE) | S(REGRESSED))
#define ENDED    (S(ROLLED_BACK) | S(FAILED) | S(UNDETERMINABLE))
#define NO_ALERT (-1)

static const struct {
	struct transition_row row;
	condition *holds;
} table[] = {
	{ { ((1U << STATES) - 1) & ~S(WITHDRAWN), "withdrawn", STATE_WITHDRAWN,
	      RESTS_CLAIM, NO_ALERT,
	      "the patch is withdrawn, the device retired or no longer one "
	      "that the patch names" },
	    left_scope },
	{ { S(WITHDRAWN), "reinstated", STATE_PLANNED, RESTS_CLAIM, NO_ALERT,
	      "patch and device are in scope again" },
	    is_in_scope },

	{ { ACTIVE | S(ALREADY_MET), "rolled_back", STATE_ROLLED_BACK,
	      RESTS_READING, ALERT_ROLLED_BACK,
	      "two readings show a version below the fix set" },
	    is_contradicted },
	{ { ACTIVE | S(ALREADY_MET) | S(SEEN), "replaced", STATE_UNDETERMINABLE,
	      RESTS_READING, ALERT_NOT_CONFIRMED,
	      "two readings come from another device in its place" },
	    is_replaced },
	{ { ACTIVE | S(ALREADY_MET) | S(SEEN), "no_longer_comparable",
	      STATE_UNDETERMINABLE, RESTS_READING, ALERT_NOT_CONFIRMED,
	      "two readings show a version that the fix set does not know" },
	    is_apart },

	{ { S(PLANNED) | S(IN_WINDOW), "already_met", STATE_ALREADY_MET,
	      RESTS_READING, NO_ALERT,
	      "proven, and no reading ever showed it without" },
	    is_proven_at_start },
	{ { S(PLANNED), "seen_outside_window", STATE_SEEN, RESTS_READING,
	      NO_ALERT, "a reading outside the window shows the fix" },
	    is_fix_seen_outside },
	{ { WAITING, "seen", STATE_SEEN, RESTS_READING, NO_ALERT,
	      "a reading shows the fix" },
	    is_fix_seen },
	{ { S(PLANNED) | S(IN_WINDOW), "claimed", STATE_REPORTED, RESTS_CLAIM,
	      NO_ALERT, "somebody says that it is installed" },
	    is_claimed },
	{ { S(PLANNED) | S(IN_WINDOW), "logged", STATE_REPORTED, RESTS_MESSAGE,
	      NO_ALERT, "the device's log says that it is installed" },
	    is_hinted },
	{ { S(PLANNED), "window_opened", STATE_IN_WINDOW, RESTS_CLOCK, NO_ALERT,
	      "the window has begun" },
	    has_window_begun },
	{ { S(IN_WINDOW), "window_moved", STATE_PLANNED, RESTS_CLAIM, NO_ALERT,
	      "the window is cancelled or yet to come" },
	    is_window_moved },
	{ { S(IN_WINDOW), "not_installed", STATE_FAILED, RESTS_READING,
	      ALERT_FAILED,
	      "two readings after the window show a version below the fix "
	      "set" },
	    is_not_installed },
	{ { S(IN_WINDOW), "not_measurable", STATE_UNDETERMINABLE, RESTS_READING,
	      ALERT_NOT_CONFIRMED,
	      "after the window, the device cannot tell whether it has the "
	      "fix" },
	    is_unmeasurable_after_window },
	{ { S(REPORTED), "only_claimed", STATE_UNDETERMINABLE, RESTS_READING,
	      ALERT_NOT_CONFIRMED,
	      "reported, and the device cannot tell whether it has the fix" },
	    is_only_claimed },

	{ { S(SEEN), "confirmed", STATE_CONFIRMED, RESTS_READING, NO_ALERT,
	      "proven by two readings" },
	    is_proven },
	{ { S(SEEN), "fell_back", STATE_FAILED, RESTS_READING, ALERT_FAILED,
	      "two readings show that the fix is gone before it was proven" },
	    is_contradicted },
	{ { S(CONFIRMED), "observation_began", STATE_OBSERVING, RESTS_CLOCK,
	      NO_ALERT, "the time to settle is over" },
	    is_settled },
	{ { S(OBSERVING), "worse", STATE_REGRESSED, RESTS_COMPARISON,
	      ALERT_REGRESSED,
	      "its measures are worse than before and than those of others, "
	      "or it logged a crash that is new" },
	    is_worse },
	{ { S(OBSERVING), "rebooted", STATE_REGRESSED, RESTS_CLOCK,
	      ALERT_REGRESSED,
	      "it started again, unexpectedly, as often as the policy allows" },
	    reboots_unexpectedly },
	{ { S(CONFIRMED) | S(OBSERVING), "not_returned", STATE_REGRESSED,
	      RESTS_CLOCK, ALERT_REGRESSED, "it has been silent for a day" },
	    does_not_return },
	{ { S(REGRESSED), "dismissed", STATE_OBSERVING, RESTS_CLAIM, NO_ALERT,
	      "a person says, with a reason, that the patch is not the "
	      "cause" },
	    is_dismissed },
	{ { S(OBSERVING), "stable", STATE_STABLE, RESTS_READING, NO_ALERT,
	      "the fix ran, watched, for the whole observation period, and "
	      "nothing is worse" },
	    is_watched },
	{ { S(OBSERVING), "stable_hardly_watched", STATE_STABLE, RESTS_READING,
	      NO_ALERT, "the longest observation period is over" },
	    is_hardly_watched },

	{ { ENDED, "seen_again", STATE_SEEN, RESTS_READING, NO_ALERT,
	      "a new attempt: a reading shows the fix" },
	    is_fix_seen },
	{ { ENDED, "claimed_again", STATE_REPORTED, RESTS_CLAIM, NO_ALERT,
	      "a new attempt: somebody says that it is installed" },
	    is_claimed_again },
	{ { ENDED, "replanned", STATE_PLANNED, RESTS_CLAIM, NO_ALERT,
	      "a new attempt has a window" },
	    is_replanned },
	{ { S(UNDETERMINABLE), "measurable_again", STATE_PLANNED, RESTS_READING,
	      NO_ALERT,
	      "a new attempt: two readings show a version below the fix set" },
	    is_contradicted },
};

const struct transition_row *
transition_at(size_t i)
{
	return i < sizeof(table) / sizeof(table[0]) ? &table[i].row : NULL;
}

static void
confirm(struct deployment *d, const struct deployment_facts *f)
{
	int64_t from = d->seen;

	/* Attempts after the first do not touch what was once decided. */
	if (d->confirmed == CLOCK_NONE && d->reopened == CLOCK_NONE)
		d->met = deadline_met(d->deadline, d->seen, d->last_old);
	d->confirmed = f->reading->at;
	/* The boot that brought it; not one from before it was gone. */
	if (f->boot_at != CLOCK_NONE && d->last_old != CLOCK_NONE &&
	    f->boot_at > d->last_old &&
	    (d->reopened == CLOCK_NONE || f->boot_at > d->reopened))
		from = f->boot_at;
	d->observe_from = from + f->policy->settle;
	d->observe_until = d->observe_from + f->policy->observe;
	d->closed = CLOCK_NONE;
}

/* A proven fix is gone: what rested on it is no longer so. */
static void
reopen(struct deployment *d, const struct deployment_facts *f)
{
	if (d->confirmed != CLOCK_NONE)
		d->reopened = moment(f);
	d->seen = d->confirmed = CLOCK_NONE;
	d->observe_from = d->observe_until = d->closed = CLOCK_NONE;
	d->level = d->claimed != CLOCK_NONE ? EVIDENCE_CLAIM : EVIDENCE_NONE;
}

static void
set_marks(struct deployment *d, const struct deployment_facts *f,
    enum deployment_state to)
{
	switch (to) {
	case STATE_CONFIRMED:
		confirm(d, f);
		break;
	case STATE_ALREADY_MET:
		confirm(d, f);
		d->observe_from = d->observe_until = CLOCK_NONE;
		d->closed = f->reading->at;
		break;
	case STATE_STABLE:
		d->closed = f->reading->at;
		break;
	case STATE_ROLLED_BACK:
	case STATE_FAILED:
		d->claimed = CLOCK_NONE;
		reopen(d, f);
		break;
	case STATE_UNDETERMINABLE:
		reopen(d, f);
		break;
	case STATE_PLANNED:
		if (d->state == STATE_WITHDRAWN)
			reopen(d, f);
		break;
	default:
		break;
	}
}

static void
enter(struct deployment *d, const struct deployment_facts *f,
    const struct transition_row *row)
{
	/* A person or the clock may have moved it after the reading. */
	int64_t at = row->rests_on == RESTS_READING ? moment(f) : f->now;

	set_marks(d, f, row->to);
	if (ENDED & (1U << d->state))
		d->attempt += row->to != STATE_WITHDRAWN;
	d->state = row->to;
	if (at > d->entered)
		d->entered = at;
}

static void
say(const struct transition_row *row, const struct deployment_facts *f,
    char *out, size_t size)
{
	const struct judgement *r = f->reading;

	if (row->to == STATE_WITHDRAWN && f->scope_why != NULL)
		snprintf(out, size, "%s", f->scope_why);
	else if (row->rests_on == RESTS_COMPARISON && f->compared.worse != NULL)
		snprintf(out, size, "%s", f->compared.worse);
	else if (row->to == STATE_OBSERVING && f->compared.dismissal != NULL &&
	    row->rests_on == RESTS_CLAIM)
		snprintf(out, size, "dismissed: %s", f->compared.dismissal);
	else if (row->rests_on != RESTS_READING || r == NULL)
		snprintf(out, size, "%s", row->condition);
	else if (r->why != NULL && *r->why != '\0')
		snprintf(out, size, "%s: %s", row->condition, r->why);
	else
		snprintf(out, size, "%s: runs %s", row->condition,
		    r->running != NULL && *r->running != '\0' ? r->running
							      : "unknown");
}

static int
step_state(struct deployment *d, const struct deployment_facts *f,
    struct deployment_outcome *out)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct transition_row *row = &table[i].row;

		if (!(row->from & (1U << d->state)) || !table[i].holds(d, f))
			continue;
		*out = (struct deployment_outcome){
			.from = d->state,
			.to = row->to,
			.cause = row->cause,
			.rests_on = row->rests_on,
		};
		say(row, f, out->reason, sizeof(out->reason));
		enter(d, f, row);
		return ERR_OK;
	}
	return ERR_NOTFOUND;
}

static bool
is_excepted(const struct deployment *d, const struct deployment_facts *f)
{
	return exception_counts(
	    f->exception_approved, f->exception_until, d->deadline, f->now);
}

static bool
is_conflicting(const struct deployment *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;
	bool was = (d->flags & FLAG_CONFLICTING) != 0;

	if (r == NULL)
		return was;
	if (!r->same || !r->agreed || !r->whole)
		return true;
	return was && r->verdict == FIX_UNREADABLE;
}

static bool
is_overdue(const struct deployment *d, const struct deployment_facts *f)
{
	/* What is withdrawn is owed to nobody. */
	if (d->state == STATE_WITHDRAWN)
		return false;
	return deadline_is_overdue(d->deadline, f->now,
	    deployment_is_active(d->state), (d->flags & FLAG_EXCEPTED) != 0);
}

/* A pause is about what is still to be installed. */
static bool
is_paused(const struct deployment *d, const struct deployment_facts *f)
{
	return f->paused && (WAITING | ENDED) & (1U << d->state);
}

/* In order: being excepted decides on being overdue. */
static const struct {
	enum deployment_flag flag;
	condition *holds;
	const char *raised, *cleared; /* causes */
	enum deployment_rests_on rests_on;
	const char *why_raised, *why_cleared;
} flags[] = {
	{ FLAG_EXCEPTED, is_excepted, "excepted", "exception_ended",
	    RESTS_CLAIM, "an exception was approved before the deadline",
	    "the exception is over" },
	{ FLAG_CONFLICTING, is_conflicting, "conflicting", "agreeing",
	    RESTS_READING,
	    "two sources, the components or the serial number disagree",
	    "what disagreed agrees again" },
	{ FLAG_OVERDUE, is_overdue, "overdue", "no_longer_overdue", RESTS_CLOCK,
	    "the deadline has passed and the fix is not proven",
	    "the fix is proven, excepted or no longer asked for" },
	{ FLAG_PAUSED, is_paused, "paused", "resumed", RESTS_CLAIM,
	    "an earlier ring has a disturbance that is not understood",
	    "its ring need not wait, or it was installed" },
};

static int
step_flags(struct deployment *d, const struct deployment_facts *f,
    struct deployment_outcome *out)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		bool holds = flags[i].holds(d, f);

		if (holds == ((d->flags & flags[i].flag) != 0))
			continue;
		*out = (struct deployment_outcome){
			.from = d->state,
			.to = d->state,
			.flag = flags[i].flag,
			.raised = holds,
			.cause = holds ? flags[i].raised : flags[i].cleared,
			.rests_on = flags[i].rests_on,
		};
		snprintf(out->reason, sizeof(out->reason), "%s",
		    holds ? flags[i].why_raised : flags[i].why_cleared);
		d->flags ^= flags[i].flag;
		if (flags[i].flag == FLAG_OVERDUE && holds &&
		    d->first_late == CLOCK_NONE)
			d->first_late = f->now;
		return ERR_OK;
	}
	return ERR_NOTFOUND;
}

int
deployment_step(struct deployment *d, const struct deployment_facts *f,
    struct deployment_outcome *out)
{
	int rc = step_state(d, f, out);

	return rc == ERR_OK ? rc : step_flags(d, f, out);
}
