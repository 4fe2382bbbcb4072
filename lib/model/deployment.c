/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/deployment.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/pair.h"

static const char *const names[STATES] = {
	[STATE_PLANNED] = "planned",
	[STATE_IN_WINDOW] = "in_window",
	[STATE_REPORTED] = "reported",
	[STATE_SEEN] = "seen",
	[STATE_CONFIRMED] = "confirmed",
	[STATE_OBSERVING] = "observing",
	[STATE_STABLE] = "stable",
	[STATE_REGRESSED] = "regressed",
	[STATE_ROLLED_BACK] = "rolled_back",
	[STATE_FAILED] = "failed",
	[STATE_UNDETERMINABLE] = "undeterminable",
	[STATE_WITHDRAWN] = "withdrawn",
	[STATE_ALREADY_MET] = "already_met",
};

const char *
state_name(enum deployment_state s)
{
	return names[s];
}

int
state_parse(const char *name, enum deployment_state *out)
{
	for (int i = 0; i < STATES; i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum deployment_state)i;
			return ERR_OK;
		}
	}
	return ERR_PARSE;
}

const char *
flag_name(enum deployment_flag f)
{
	switch (f) {
	case FLAG_OVERDUE:
		return "overdue";
	case FLAG_EXCEPTED:
		return "excepted";
	case FLAG_CONFLICTING:
		return "conflicting";
	case FLAG_PAUSED:
		return "paused";
	}
	return "";
}

bool
deployment_is_active(enum deployment_state s)
{
	return s == STATE_CONFIRMED || s == STATE_OBSERVING ||
	    s == STATE_STABLE || s == STATE_REGRESSED || s == STATE_ALREADY_MET;
}

static bool
is_boot_known(const struct deployment *d, const struct deployment_facts *f)
{
	int64_t after = d->last_old;

	if (!f->reading->needs_boot)
		return true;
	if (f->boot_at == CLOCK_NONE)
		return false;
	if (after == CLOCK_NONE && d->window_start <= f->reading->at)
		after = d->window_start;
	/* Nothing is known of before: a boot must be seen to come after. */
	if (after == CLOCK_NONE)
		after = f->reading->since;
	return f->boot_at >= after;
}

static enum evidence_level
level_now(const struct deployment *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;
	const struct level_facts facts = {
		.claimed = d->claimed != CLOCK_NONE,
		.hinted = f->hinted != CLOCK_NONE ||
		    (d->state == STATE_REPORTED && d->level == EVIDENCE_HINT),
		.fix_read = r != NULL && r->verdict == FIX_MET,
		.tested = r != NULL && r->tested,
		.same = r != NULL && r->same,
		.agreed = r != NULL && r->agreed,
		.whole = r != NULL && r->whole,
		.fine = r != NULL && r->fine,
		.paired = r != NULL && d->seen != CLOCK_NONE &&
		    r->at - d->seen >= f->policy->confirm_gap &&
		    r->at > d->seen,
		.boot_known = r != NULL && is_boot_known(d, f),
	};

	return level_of(&facts, NULL);
}

/* The run of readings that show the fix: where it starts, where it breaks. */
static void
follow_run(struct deployment *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;

	/* A reading counts only if it was taken after the last boot. */
	if (f->boot_at != CLOCK_NONE && d->seen != CLOCK_NONE &&
	    f->boot_at > d->seen)
		d->seen = CLOCK_NONE;
	if (judgement_is_old(r) || r->verdict == FIX_APART)
		d->seen = CLOCK_NONE;
	else if (d->seen == CLOCK_NONE && judgement_shows_fix(r))
		d->seen = r->at;
}

bool
deployment_is_same(const struct deployment *a, const struct deployment *b)
{
	return a->state == b->state && a->flags == b->flags &&
	    a->attempt == b->attempt && a->level == b->level &&
	    a->entered == b->entered && a->deadline == b->deadline &&
	    a->window_start == b->window_start &&
	    a->window_end == b->window_end && a->claimed == b->claimed &&
	    a->last_old == b->last_old && a->seen == b->seen &&
	    a->confirmed == b->confirmed && a->met == b->met &&
	    a->first_late == b->first_late &&
	    a->observe_from == b->observe_from &&
	    a->observe_until == b->observe_until && a->closed == b->closed &&
	    a->reopened == b->reopened && a->other_since == b->other_since;
}

void
deployment_observe(struct deployment *d, const struct deployment_facts *f)
{
	const struct judgement *r = f->reading;
	enum evidence_level level;

	if (r != NULL && judgement_is_old(r))
		d->last_old = r->at;
	if (r != NULL && r->same)
		d->other_since = CLOCK_NONE;
	else if (r != NULL && d->other_since == CLOCK_NONE)
		d->other_since = r->at;
	if (deployment_is_active(d->state))
		return;
	if (r != NULL)
		follow_run(d, f);
	level = level_now(d, f);
	/* Without a reading nothing is known to be less than it was. */
	if (r != NULL || level > d->level)
		d->level = level;
}
