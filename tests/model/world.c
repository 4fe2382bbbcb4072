/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/model/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

enum { STEPS_MAX = 8, OPEN_FOR = 2, EXCEPTED_FOR = 2, GAP = 1 };

/* Said before the state was entered; when, is not asked. */
#define FORMER ((int64_t)-1000)

static const struct policy policy = {
	.confirm_gap = GAP,
	.reported = 1,
	.reported_critical = 1,
	.window_grace = 1,
	.return_after = 1,
	.silent_polls = 3,
	.settle = 1,
	.observe = 1,
	.observe_active = 1,
	.observe_max = 2,
	.reboot_limit = 1,
};

/* Seen in any visit: spin leaves these alone. */
static bool entered[STATES], left_to[STATES][STATES];
static unsigned long taken[64];

static void
require(bool holds, struct world *w, const char *rule)
{
	if (holds || w->broken)
		return;
	w->broken = 1;
	printf("broken: %s (%s, E%d)\n", rule, state_name(w->d.state),
	    (int)w->d.level);
}

void
world_begin(struct world *w, bool needs_boot)
{
	memset(w, 0, sizeof(*w));
	w->d.attempt = 1;
	w->d.deadline = 2;
	w->d.window_start = w->d.window_end = CLOCK_NONE;
	w->d.claimed = w->d.last_old = w->d.seen = CLOCK_NONE;
	w->d.confirmed = w->d.first_late = CLOCK_NONE;
	w->d.observe_from = w->d.observe_until = CLOCK_NONE;
	w->d.closed = w->d.reopened = w->d.other_since = CLOCK_NONE;
	w->boot_at = CLOCK_NONE;
	w->exception_approved = w->exception_until = CLOCK_NONE;
	w->worse_at = w->dismissed = CLOCK_NONE;
	w->last_at = w->last_since = CLOCK_NONE;
	w->last = -1;
	w->needs_boot = needs_boot;
	w->fix_since = w->old_since = CLOCK_NONE;
	w->met = -1;
	entered[STATE_PLANNED] = true;
}

/*
 * What lies far back is moved nearer, in the order that it had: no rule asks
 * for more than that.
 */
static void
draw_near(int64_t *const times[], size_t n)
{
	int64_t below = -WORLD_PAST, latest;

	for (int rank = 1;; rank++, below = latest) {
		latest = FORMER;
		for (size_t i = 0; i < n; i++)
			if (*times[i]<below && * times[i]> latest)
				latest = *times[i];
		if (latest == FORMER)
			return;
		for (size_t i = 0; i < n; i++)
			if (*times[i] == latest)
				*times[i] = -WORLD_PAST - rank;
		latest = -WORLD_PAST - rank;
	}
}

static void
age(struct world *w, int ticks)
{
	int64_t *const times[] = { &w->d.entered, &w->d.deadline,
		&w->d.window_start, &w->d.window_end, &w->d.claimed,
		&w->d.last_old, &w->d.seen, &w->d.observe_from,
		&w->d.observe_until, &w->boot_at, &w->exception_approved,
		&w->exception_until, &w->last_at, &w->last_since, &w->fix_since,
		&w->old_since, &w->d.other_since, &w->worse_at, &w->dismissed };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (*times[i] > FORMER)
			*times[i] -= ticks;
}

/*
 * Readings and boots are compared with each other and with the deadline, claims
 * with when the state was entered, and a window with both: only those keep the
 * order that they had. Between times that no rule compares it would make most
 * of the states there are.
 */
static void
draw_all_near(struct world *w)
{
	int64_t *const times[] = { &w->boot_at, &w->d.seen, &w->d.last_old,
		&w->last_at, &w->last_since, &w->d.deadline,
		&w->exception_approved, &w->d.entered, &w->d.claimed,
		&w->d.window_start, &w->d.window_end };
	enum { READINGS = 7, CLAIMS = 2, ALL = 11 };

	if (w->d.window_start != CLOCK_NONE) {
		draw_near(times, ALL);
		return;
	}
	draw_near(times, READINGS);
	draw_near(times + READINGS, CLAIMS);
}

static void
forget(int64_t *at, bool asked_for)
{
	if (!asked_for)
		*at = CLOCK_NONE;
}

static void
at_least(int64_t *at, int64_t lowest)
{
	if (*at != CLOCK_NONE && *at < lowest)
		*at = lowest;
}

/* Of the last reading, only the verdict is compared with the next one's. */
static int
said_alike(int said)
{
	return said < WORLD_OLD ? WORLD_FIX : said;
}

/* A boot before all that it is compared with is none. */
static void
simplify_boot(struct world *w)
{
	const int64_t since[] = { w->d.seen, w->d.last_old, w->last_at,
		w->last_since, w->d.window_start };
	bool matters = false;

	for (size_t i = 0; i < sizeof(since) / sizeof(since[0]); i++)
		matters = matters ||
		    (since[i] != CLOCK_NONE && since[i] <= w->boot_at);
	/* Without a reading it may come after what is said next. */
	forget(&w->boot_at, matters || w->boot_at >= -GAP);
	if (w->boot_at != CLOCK_NONE)
		return;
	at_least(&w->last_at, -GAP);
	at_least(&w->last_since, -GAP);
	if (w->met >= 0)
		at_least(&w->d.last_old, -GAP);
}

static void
simplify_entered(struct world *w)
{
	if (w->d.claimed != CLOCK_NONE && w->d.claimed <= w->d.entered)
		w->d.claimed = FORMER;
	if (w->d.window_end == CLOCK_NONE &&
	    (w->d.claimed == CLOCK_NONE || w->d.claimed == FORMER))
		at_least(&w->d.entered, -GAP);
}

/* How it did is compared and asked of these only, and since it is observed. */
static bool
is_observed(const struct world *w)
{
	return w->d.state == STATE_OBSERVING || w->d.state == STATE_REGRESSED;
}

static bool
is_asked(const struct world *w, int64_t at)
{
	return is_observed(w) && at >= w->d.observe_from;
}

/* What is worse has led to a step, and what follows is later than what was
 * dismissed. */
static void
simplify_watch(struct world *w)
{
	bool watched = is_observed(w) || w->d.state == STATE_CONFIRMED;

	forget(&w->d.observe_from, watched);
	forget(&w->d.observe_until, watched);
	at_least(&w->d.observe_from, -policy.observe_max);
	at_least(&w->d.observe_until, 0);
	forget(&w->worse_at, false);
	forget(&w->dismissed, false);
}

/* What decides nothing from here on would only make more states of one. */
static void
simplify(struct world *w)
{
	int64_t *const marks[] = { &w->d.confirmed, &w->d.first_late,
		&w->d.closed, &w->d.reopened };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (*marks[i] != CLOCK_NONE)
			*marks[i] = 0;
	if (w->d.attempt > 2)
		w->d.attempt = 2;
	forget(&w->exception_approved, w->exception_until > 0);
	forget(&w->exception_until, w->exception_until > 0);
	at_least(&w->old_since, -GAP);
	at_least(&w->fix_since, -GAP);
	at_least(&w->d.other_since, -GAP);
	if (w->met >= 0)
		at_least(&w->d.deadline, -1);
	if (deployment_is_active(w->d.state) && w->met >= 0)
		w->d.seen = 0;
	/* Begins anew, without either, when it is back. */
	forget(&w->d.seen, w->d.state != STATE_WITHDRAWN);
	if (w->d.state == STATE_WITHDRAWN)
		w->d.level = EVIDENCE_NONE;
	if (w->last >= 0)
		w->last = said_alike(w->last);
	simplify_watch(w);
	simplify_boot(w);
	simplify_entered(w);
	draw_all_near(w);
}

static enum fix_verdict
verdict_of(enum world_event said)
{
	switch (said) {
	case WORLD_OLD:
		return FIX_NOT_MET;
	case WORLD_APART:
		return FIX_APART;
	case WORLD_UNREADABLE:
		return FIX_UNREADABLE;
	default:
		return FIX_MET;
	}
}

static void
read_device(struct world *w, enum world_event said, struct judgement *out)
{
	enum fix_verdict verdict = verdict_of(said);
	bool again =
	    w->last >= 0 && verdict_of((enum world_event)w->last) == verdict;

	*out = (struct judgement){
		.at = 0,
		.since = again ? w->last_since : 0,
		.before = again ? w->last_at : CLOCK_NONE,
		.verdict = verdict,
		.tested = true,
		.fine = true,
		.same = said != WORLD_FIX_ELSEWHERE,
		.agreed = said != WORLD_FIX_DISPUTED,
		.whole = said != WORLD_FIX_PARTLY,
		.needs_boot = w->needs_boot,
		.running = "1",
		.why = "",
	};
	w->last = (int)said;
	w->last_at = 0;
	w->last_since = out->since;
}

/*
 * The auditor's own book: since when readings without a doubt have said the one
 * and nothing else, with no boot between.
 */
static void
keep_book(struct world *w, enum world_event said)
{
	bool fix = said <= WORLD_FIX_PARTLY;

	if (fix && w->fix_since == CLOCK_NONE)
		w->fix_since = 0;
	if (said == WORLD_OLD || said == WORLD_APART)
		w->fix_since = CLOCK_NONE;
	if (said == WORLD_OLD && w->old_since == CLOCK_NONE)
		w->old_since = 0;
	if (said != WORLD_OLD)
		w->old_since = CLOCK_NONE;
}

static bool
has_proof(const struct world *w)
{
	return w->last >= 0 && w->last <= WORLD_FIX_WATCHED &&
	    w->last_at == 0 && w->fix_since != CLOCK_NONE &&
	    -w->fix_since >= GAP;
}

static bool
has_contradiction(const struct world *w)
{
	return w->last == WORLD_OLD && w->last_at == 0 &&
	    w->old_since != CLOCK_NONE && -w->old_since >= GAP;
}

static void
check_step(struct world *w, const struct deployment_outcome *o)
{
	if (o->flag != 0)
		return;
	require(o->from != o->to, w, "each step leaves its state");
	require(o->from != STATE_REGRESSED || o->to != STATE_STABLE, w,
	    "what is regressed is watched again before it is stable");
	require(o->from != STATE_REGRESSED || o->rests_on == RESTS_READING ||
		o->rests_on == RESTS_CLAIM,
	    w, "regressed is left by readings or by a person only");
	left_to[o->from][o->to] = entered[o->to] = true;
	for (size_t i = 0; transition_at(i) != NULL; i++)
		if (strcmp(transition_at(i)->cause, o->cause) == 0)
			taken[i]++;
	if (o->to != STATE_CONFIRMED && o->to != STATE_ALREADY_MET)
		return;
	require(w->d.level == EVIDENCE_PROOF, w, "never confirmed without E4");
	require(has_proof(w), w,
	    "confirmed on two readings, a gap apart, after the last boot");
	if (w->met < 0)
		w->met = (int)w->d.met;
}

static void
check_rest(struct world *w, bool was_contradicted)
{
	bool active = deployment_is_active(w->d.state);

	require(!active || w->d.level == EVIDENCE_PROOF, w,
	    "what is active has E4");
	require(!was_contradicted || !active, w,
	    "a contradiction always leaves confirmed");
	require(w->met < 0 || w->met == (int)w->d.met, w,
	    "met_deadline never changes after the first confirmation");
	require(!!(w->d.flags & FLAG_OVERDUE) ==
		(w->d.deadline < 0 && !active &&
		    !(w->d.flags & FLAG_EXCEPTED) &&
		    w->d.state != STATE_WITHDRAWN),
	    w, "overdue is the deadline, the fix and an exception only");
}

/* Events that are not readings. */
static void
change(struct world *w, enum world_event event)
{
	switch (event) {
	case WORLD_WORSE:
		if (is_observed(w))
			w->worse_at = 0;
		break;
	case WORLD_DISMISS:
		if (w->d.state == STATE_REGRESSED)
			w->dismissed = 0;
		break;
	case WORLD_BOOT:
		w->boot_at = 0;
		w->fix_since = w->old_since = CLOCK_NONE;
		break;
	case WORLD_CLAIM:
		w->d.claimed = 0;
		break;
	case WORLD_WINDOW:
		w->d.window_start = 1;
		w->d.window_end = 1 + OPEN_FOR;
		break;
	case WORLD_NO_WINDOW:
		w->d.window_start = w->d.window_end = CLOCK_NONE;
		break;
	case WORLD_EXCEPTION:
		w->exception_approved = 0;
		w->exception_until = EXCEPTED_FOR;
		break;
	case WORLD_SCOPE:
		w->out_of_scope = !w->out_of_scope;
		break;
	default:
		break;
	}
}

/* As lib/store/patch/verdict_sql.h asks for it. */
static struct deployment_comparison
how_it_did(const struct world *w, enum world_event event)
{
	struct deployment_comparison c = {
		.passed = event == WORLD_FIX_WATCHED,
		.worse_at = CLOCK_NONE,
		.dismissed = CLOCK_NONE,
		.reboots = event == WORLD_REBOOTS &&
		    w->d.state == STATE_OBSERVING && is_asked(w, 0),
	};

	if (is_asked(w, w->worse_at))
		c.worse_at = w->worse_at;
	if (is_asked(w, w->dismissed))
		c.dismissed = w->dismissed;
	return c;
}

void
world_happen_exactly(struct world *w, enum world_event event, int ticks)
{
	struct judgement reading;
	struct deployment_outcome outcome;
	struct deployment_facts f = {
		.policy = &policy,
		.hinted = event == WORLD_HINT ? 0 : CLOCK_NONE,
		.last_try = 0,
		.silent_since = CLOCK_NONE,
		.watched = event == WORLD_FIX_WATCHED ? policy.observe_max : 0,
	};
	int steps = 0;

	age(w, ticks);
	if (event <= WORLD_UNREADABLE) {
		if (event == WORLD_FIX_AND_SCOPE)
			w->out_of_scope = !w->out_of_scope;
		read_device(w, event, &reading);
		keep_book(w, event);
		f.reading = &reading;
	} else {
		change(w, event);
	}
	f.compared = how_it_did(w, event);
	if (event == WORLD_SILENT) {
		f.silent_since = 0;
		f.last_try = 2 * CLOCK_DAY;
	}
	f.boot_at = w->boot_at;
	f.out_of_scope = w->out_of_scope;
	f.exception_approved = w->exception_approved;
	f.exception_until = w->exception_until;
	deployment_observe(&w->d, &f);
	while (deployment_step(&w->d, &f, &outcome) == ERR_OK) {
		require(++steps <= STEPS_MAX, w, "the steps come to an end");
		check_step(w, &outcome);
	}
	check_rest(w, has_contradiction(w));
}

void
world_happen(struct world *w, enum world_event event, int ticks)
{
	world_happen_exactly(w, event, ticks);
	simplify(w);
}

void
world_report(void)
{
	for (int s = 0; s < STATES; s++) {
		bool leaves = false;

		for (int t = 0; t < STATES; t++)
			leaves = leaves || left_to[s][t];
		if (entered[s])
			printf("state %s %s\n", state_name(s),
			    leaves ? "can be left" : "has no exit");
	}
	for (size_t i = 0; transition_at(i) != NULL; i++)
		printf("row %s %s\n", transition_at(i)->cause,
		    taken[i] > 0 ? "was taken" : "was never taken");
}
