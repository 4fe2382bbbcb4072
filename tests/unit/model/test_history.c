/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/deployment.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/pair.h"
#include "lib/model/wake.h"

#include "tests/unit/test.h"

/*
 * Random lives of a deployment: readings of every kind, boots, claims, log
 * lines, windows that are set and moved, exceptions, patches withdrawn. The
 * whole history is kept beside it, and each verdict is checked against what an
 * auditor would read in it.
 */

enum { HISTORIES = 100000, EVENTS = 60, STEPS_MAX = 8 };

#define GAP (10 * CLOCK_MINUTE)

struct past {
	struct judgement reading;
	int64_t boot_at; /* as known then */
};

struct life {
	uint64_t seed;
	struct policy policy;
	struct deployment d;
	struct deployment_facts f;
	struct past past[EVENTS];
	size_t n;
	bool needs_boot;
	bool was_confirmed; /* once */
	enum met met;       /* as it was then */
};

static unsigned taken[64]; /* how often each row of the table */

static uint64_t
draw(struct life *l, uint64_t below)
{
	l->seed = l->seed * 6364136223846793005U + 1442695040888963407U;
	return (l->seed >> 33) % below;
}

static bool
chance(struct life *l, unsigned percent)
{
	return draw(l, 100) < percent;
}

/* What an auditor asks of the readings, without looking at the row. */

static bool
is_good(const struct judgement *r)
{
	return r->tested && !r->suggestion && r->fine && r->agreed;
}

static bool
shows_fix(const struct judgement *r)
{
	return r->verdict == FIX_MET && is_good(r) && r->same;
}

static bool
shows_old(const struct judgement *r)
{
	return r->verdict == FIX_NOT_MET && is_good(r);
}

/*
 * The last reading and that of v, at least the gap before it, show the fix,
 * with no boot, old version or other branch between; and where a boot is asked
 * for, one came after the last old reading.
 */
static bool
is_proof_in_history(const struct life *l, int64_t v)
{
	const struct past *last = &l->past[l->n - 1], *p = last;
	size_t i = l->n - 1;

	if (!shows_fix(&last->reading) || !last->reading.whole ||
	    last->reading.at - v < GAP)
		return false;
	while (p->reading.at != v) {
		if (shows_old(&p->reading) || p->reading.verdict == FIX_APART ||
		    i == 0)
			return false;
		p = &l->past[--i];
	}
	if (!shows_fix(&p->reading) ||
	    (last->boot_at != CLOCK_NONE && v < last->boot_at))
		return false;
	if (!last->reading.needs_boot)
		return true;
	for (i = l->n; i-- > 0;)
		if (shows_old(&l->past[i].reading))
			return last->boot_at >= l->past[i].reading.at;
	return last->boot_at != CLOCK_NONE;
}

/* The last two readings and what was said since leave no doubt. */
static bool
is_contradiction_in_history(const struct life *l)
{
	const struct past *last = &l->past[l->n - 1];
	int64_t first = CLOCK_NONE;
	int run = 0;

	if (!shows_old(&last->reading))
		return false;
	for (size_t i = l->n; i-- > 0;) {
		if (!shows_old(&l->past[i].reading) ||
		    l->past[i].reading.since != last->reading.since ||
		    (last->boot_at != CLOCK_NONE &&
			l->past[i].reading.at < last->boot_at))
			break;
		first = l->past[i].reading.at;
		run++;
	}
	return run >= 2 && last->reading.at - first >= GAP;
}

/* The last two readings say the same old version, both since the boot. */
static bool
is_said_twice(const struct life *l)
{
	const struct past *last = &l->past[l->n - 1], *p = last - 1;

	return l->n >= 2 && shows_old(&last->reading) &&
	    p->reading.since == last->reading.since &&
	    (last->boot_at == CLOCK_NONE || p->reading.at >= last->boot_at);
}

/* Every reading for as long as the gap, and the last, is of another device. */
static bool
is_other_in_history(const struct life *l)
{
	const struct past *last = &l->past[l->n - 1];

	for (size_t i = l->n; i-- > 0 && !l->past[i].reading.same;)
		if (last->reading.at - l->past[i].reading.at >= GAP)
			return true;
	return false;
}

static void
check_step(struct life *l, const struct deployment_outcome *o)
{
	if (o->flag != 0)
		return;
	if (o->to == STATE_CONFIRMED || o->to == STATE_ALREADY_MET) {
		assert_non_null(l->f.reading);
		assert_int_equal(EVIDENCE_PROOF, l->d.level);
		assert_true(is_proof_in_history(l, l->d.seen));
		if (!l->was_confirmed)
			l->met = l->d.met;
		l->was_confirmed = true;
	}
	if (o->to == STATE_STABLE) {
		assert_true(o->from == STATE_OBSERVING);
		assert_true(l->f.compared.worse_at == CLOCK_NONE ||
		    l->f.compared.worse_at <= l->f.compared.dismissed);
	}
	if (o->from == STATE_REGRESSED)
		assert_true(
		    o->rests_on == RESTS_READING || o->rests_on == RESTS_CLAIM);
	if (o->to == STATE_ROLLED_BACK) {
		assert_true(deployment_is_active(o->from));
		assert_true(is_said_twice(l));
	}
}

static void
check_row(const struct life *l)
{
	const struct deployment *d = &l->d;
	bool active = deployment_is_active(d->state);
	bool late = l->f.now > d->deadline && !active &&
	    !(d->flags & FLAG_EXCEPTED) && d->state != STATE_WITHDRAWN;

	assert_int_equal(late, (d->flags & FLAG_OVERDUE) != 0);
	/* What is withdrawn keeps what was known of it. */
	if (d->state != STATE_WITHDRAWN)
		assert_int_equal(active, d->confirmed != CLOCK_NONE);
	if (active)
		assert_int_equal(EVIDENCE_PROOF, d->level);
	if (d->flags & FLAG_OVERDUE)
		assert_true(d->first_late != CLOCK_NONE);
	if (l->was_confirmed)
		assert_int_equal(l->met, d->met);
	if (l->f.reading != NULL && is_other_in_history(l))
		assert_false(active);
	if (l->f.reading != NULL && is_contradiction_in_history(l)) {
		assert_false(active);
		if (l->f.now > d->deadline && !(d->flags & FLAG_EXCEPTED) &&
		    d->state != STATE_WITHDRAWN)
			assert_true(d->flags & FLAG_OVERDUE);
	}
	assert_int_equal(d->state == STATE_ROLLED_BACK,
	    deployment_alerts(d, &l->f, ALERT_ROLLED_BACK));
}

static void
note_cause(const char *cause)
{
	for (size_t i = 0; transition_at(i) != NULL; i++)
		if (strcmp(transition_at(i)->cause, cause) == 0)
			taken[i]++;
}

static void
run_steps(struct life *l)
{
	struct deployment_outcome o;
	int steps = 0;

	deployment_observe(&l->d, &l->f);
	while (deployment_step(&l->d, &l->f, &o) == ERR_OK) {
		assert_true(++steps <= STEPS_MAX);
		if (o.flag == 0)
			note_cause(o.cause);
		check_step(l, &o);
	}
	check_row(l);
}

/* Events of a life. */

/* Of the fix the row has the first reading, and of the rest nobody asks it. */
static bool
has_before(enum fix_verdict v)
{
	return v == FIX_NOT_MET || v == FIX_APART;
}

static void
read_device(struct life *l)
{
	/* The new version most often, so that lives get far. */
	static const enum fix_verdict kinds[] = { FIX_MET, FIX_MET, FIX_MET,
		FIX_NOT_MET, FIX_NOT_MET, FIX_APART, FIX_UNREADABLE };
	const struct judgement *last =
	    l->n > 0 ? &l->past[l->n - 1].reading : NULL;
	struct judgement r = {
		.at = l->f.now,
		.since = l->f.now,
		.before = CLOCK_NONE,
		.tested = !chance(l, 3),
		.fine = !chance(l, 3),
		.same =
		    last != NULL && !last->same ? chance(l, 50) : !chance(l, 3),
		.agreed = !chance(l, 3),
		.whole = !chance(l, 3),
		.running = "1",
		.why = "",
	};

	/* Whether it tells what runs does not change from day to day. */
	r.needs_boot = l->needs_boot;
	if (last != NULL && chance(l, 75)) {
		r.verdict = last->verdict;
		r.since = last->since;
		r.before = last->at;
	} else {
		r.verdict = kinds[draw(l, 7)];
	}
	r.suggestion = r.verdict == FIX_UNREADABLE && chance(l, 50);
	if (!has_before(r.verdict))
		r.before = CLOCK_NONE;
	l->past[l->n++] = (struct past){ r, l->f.boot_at };
	l->f.reading = &l->past[l->n - 1].reading;
	l->f.last_try = r.at;
}

static void
move_window(struct life *l)
{
	l->d.window_start = l->f.now + ((int64_t)draw(l, 10) - 3) * CLOCK_HOUR;
	l->d.window_end = l->d.window_start + 2 * CLOCK_HOUR;
	if (chance(l, 20))
		l->d.window_start = l->d.window_end = CLOCK_NONE;
}

static void
grant_exception(struct life *l)
{
	l->f.exception_approved = l->f.now;
	l->f.exception_until = l->f.now + (int64_t)draw(l, 20) * CLOCK_HOUR;
}

static void
change_scope(struct life *l)
{
	l->f.out_of_scope = !l->f.out_of_scope;
}

/* What comparing, its clock and people say while it is observed. */
static void
watch_closely(struct life *l)
{
	struct deployment_comparison *c = &l->f.compared;

	switch (draw(l, 4)) {
	case 0:
		c->worse_at = l->f.now;
		break;
	case 1:
		c->dismissed = l->f.now;
		break;
	case 2:
		c->reboots = l->policy.reboot_limit;
		break;
	default:
		l->f.silent_since = l->f.now;
		l->f.last_try = l->f.now + 2 * CLOCK_DAY;
		break;
	}
}

static void
live_on(struct life *l)
{
	uint64_t what = draw(l, 100);

	l->f.now += (int64_t)draw(l, 45) * CLOCK_MINUTE + CLOCK_SECOND;
	l->f.reading = NULL;
	l->f.silent_since = CLOCK_NONE;
	l->f.compared.reboots = 0;
	l->f.compared.passed = chance(l, 70);
	l->f.hinted = CLOCK_NONE;
	if (what < 70)
		read_device(l);
	else if (what < 75)
		l->f.boot_at = l->f.now;
	else if (what < 79)
		l->d.claimed = l->f.now;
	else if (what < 81)
		l->f.hinted = l->f.now;
	else if (what < 85)
		move_window(l);
	else if (what < 87)
		grant_exception(l);
	else if (what < 88)
		change_scope(l);
	else if (what < 91)
		watch_closely(l);
	/* The register may have changed just before a reading, too. */
	if (what < 70 && chance(l, 1))
		change_scope(l);
	l->f.watched = (int64_t)draw(l, 3) * CLOCK_HOUR;
}

static void
begin(struct life *l, uint64_t seed)
{
	*l = (struct life){ .seed = seed * 2654435761U + 1 };
	l->needs_boot = chance(l, 25);
	policy_default(&l->policy);
	l->policy.confirm_gap = GAP;
	l->policy.observe = 2 * CLOCK_HOUR;
	l->policy.observe_active = CLOCK_HOUR;
	l->policy.observe_max = 6 * CLOCK_HOUR;
	l->d = (struct deployment){
		.attempt = 1,
		.deadline = (int64_t)draw(l, 24) * CLOCK_HOUR,
		.window_start = CLOCK_NONE,
		.window_end = CLOCK_NONE,
		.claimed = CLOCK_NONE,
		.last_old = CLOCK_NONE,
		.seen = CLOCK_NONE,
		.confirmed = CLOCK_NONE,
		.first_late = CLOCK_NONE,
		.observe_from = CLOCK_NONE,
		.observe_until = CLOCK_NONE,
		.closed = CLOCK_NONE,
		.reopened = CLOCK_NONE,
		.other_since = CLOCK_NONE,
	};
	l->f = (struct deployment_facts){
		.policy = &l->policy,
		.boot_at = CLOCK_NONE,
		.hinted = CLOCK_NONE,
		.last_try = CLOCK_NONE,
		.silent_since = CLOCK_NONE,
		.compared = { .worse_at = CLOCK_NONE, .dismissed = CLOCK_NONE },
		.exception_approved = CLOCK_NONE,
		.exception_until = CLOCK_NONE,
	};
}

static void
every_life_keeps_the_invariants(void **state)
{
	struct life *l = calloc(1, sizeof(*l));
	uint64_t n = HISTORIES / (uint64_t)one_in();

	(void)state;
	assert_non_null(l);
	for (uint64_t i = 0; i < n; i++) {
		begin(l, i);
		for (int k = 0; k < EVENTS; k++) {
			live_on(l);
			run_steps(l);
		}
	}
	free(l);
}

/*
 * The same life, of which only those readings are looked at that say another
 * thing than the last one, come after a boot or a change, or at their time: the
 * others move until when something was seen, and nothing else.
 */
struct sleeper {
	struct deployment d;
	bool rests;
	int64_t wake;
	struct judgement said; /* the last that was looked at */
	int64_t same_at;       /* the last one like it */
	uint64_t passed_over;
};

static bool
is_alike(const struct judgement *a, const struct judgement *b)
{
	return a->verdict == b->verdict && a->since == b->since &&
	    a->tested == b->tested && a->suggestion == b->suggestion &&
	    a->fine == b->fine && a->same == b->same &&
	    a->agreed == b->agreed && a->whole == b->whole;
}

/* Whether they moved more of it than the last reading of the old version. */
static bool
take_all_steps(struct deployment *d, const struct deployment_facts *f)
{
	struct deployment before = *d, after;
	struct deployment_outcome o;
	bool moved = false;

	deployment_observe(d, f);
	while (deployment_step(d, f, &o) == ERR_OK)
		moved = true;
	after = *d;
	if (before.last_old != CLOCK_NONE)
		after.last_old = before.last_old;
	return moved || !deployment_is_same(&before, &after);
}

static void
sleep_on(struct sleeper *s, struct life *l, bool stirred)
{
	struct deployment_facts clock = l->f;
	const struct judgement *r = l->f.reading;

	clock.reading = NULL;
	if (stirred)
		s->rests = false;
	if (r == NULL) {
		if (take_all_steps(&s->d, &clock))
			s->rests = false;
		return;
	}
	if (s->rests && is_alike(r, &s->said) && r->at < s->wake) {
		s->same_at = r->at;
		s->passed_over++;
		if (take_all_steps(&s->d, &clock))
			s->rests = false;
		return;
	}
	if (s->d.last_old != CLOCK_NONE && s->d.last_old >= s->said.at)
		s->d.last_old = s->same_at;
	s->rests = !take_all_steps(&s->d, &l->f);
	s->wake = deployment_wake(&s->d, &l->f);
	s->said = *r;
	s->same_at = r->at;
}

/* What devices mostly do: what they did before. */
static void
say_it_again(struct life *l)
{
	const struct judgement *last = &l->past[l->n - 1].reading;
	struct judgement r = *last;

	l->f.now += (int64_t)draw(l, 30) * CLOCK_MINUTE + CLOCK_SECOND;
	l->f.hinted = CLOCK_NONE;
	l->f.watched = (int64_t)draw(l, 3) * CLOCK_HOUR;
	r.before = has_before(r.verdict) ? last->at : CLOCK_NONE;
	r.at = l->f.now;
	l->past[l->n++] = (struct past){ r, l->f.boot_at };
	l->f.reading = &l->past[l->n - 1].reading;
	l->f.last_try = r.at;
}

static void
compare_with_sleeper(const struct life *l, struct sleeper *s)
{
	struct deployment d = s->d;

	if (s->said.at != 0 && d.last_old != CLOCK_NONE &&
	    d.last_old >= s->said.at)
		d.last_old = s->same_at;
	assert_true(deployment_is_same(&l->d, &d));
}

static void
what_says_nothing_new_moves_nothing_before_its_time(void **state)
{
	struct life *l = calloc(1, sizeof(*l));
	uint64_t n = HISTORIES / (uint64_t)one_in();
	uint64_t passed_over = 0;

	(void)state;
	assert_non_null(l);
	for (uint64_t i = 0; i < n; i++) {
		struct sleeper s = { 0 };

		begin(l, i);
		s.d = l->d;
		for (int k = 0; k < EVENTS; k++) {
			struct deployment was = l->d;
			int64_t boot_at = l->f.boot_at;
			bool was_out = l->f.out_of_scope;
			bool again = l->n > 0 && chance(l, 70);
			bool stirred;

			if (again)
				say_it_again(l);
			else
				live_on(l);
			/* People change the rows that they see. */
			s.d.claimed = l->d.claimed != was.claimed ? l->d.claimed
								  : s.d.claimed;
			s.d.window_start = l->d.window_start;
			s.d.window_end = l->d.window_end;
			stirred = !deployment_is_same(&was, &l->d) ||
			    boot_at != l->f.boot_at ||
			    was_out != l->f.out_of_scope ||
			    l->f.hinted != CLOCK_NONE;
			run_steps(l);
			sleep_on(&s, l, stirred);
			compare_with_sleeper(l, &s);
		}
		passed_over += s.passed_over;
	}
	free(l);
	/* Or nothing was shown: some ten of sixty. */
	assert_true(passed_over > 5 * n);
}

/* After the lives above: no row that nothing can reach. */
static void
every_row_of_the_table_was_taken(void **state)
{
	(void)state;
	for (size_t i = 0; transition_at(i) != NULL; i++) {
		if (taken[i] == 0)
			print_error("never: %s\n", transition_at(i)->cause);
		assert_true(taken[i] > 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_life_keeps_the_invariants),
		cmocka_unit_test(
		    what_says_nothing_new_moves_nothing_before_its_time),
		cmocka_unit_test(every_row_of_the_table_was_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
