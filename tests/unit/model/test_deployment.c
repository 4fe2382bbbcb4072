/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/deployment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/test.h"

/*
 * Stories as tables: at each minute one thing happens, and the deployment is
 * then in a state, at a level, with flags. The terms are short: 10 minutes
 * between two readings, 5 of grace, 5 to settle, 60 of observation.
 */
#define M CLOCK_MINUTE

enum what {
	OLD,    /* a reading, with the old version */
	NEW,    /* ... with the new one */
	APART,  /* ... with one that the fix set does not know */
	BLIND,  /* ... that no profile can read */
	COARSE, /* ... of an agent that cannot show the patch */
	HALF,   /* ... of which one member is old */
	OTHER,  /* ... of another device in its place, with the new one */
	LOADED, /* ... with the new one, installed but not running */
	BOOT,
	CLAIM,
	LOG,
	CLOCK,
	EXCEPT, /* an exception, from now for an hour */
	WITHDRAW,
	REINSTATE
};

struct line {
	int minute;
	enum what what;
	enum deployment_state is;
	int level;
	unsigned flags;
};

struct story {
	const char *name;
	int window_start, window_end, deadline; /* minutes; 0: none */
	struct line line[12];
};

#define LATE     FLAG_OVERDUE
#define EXCEPTED FLAG_EXCEPTED
#define CONFLICT FLAG_CONFLICTING

static const struct story stories[] = {
	{ "installed and proven", 10, 30, 100,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 10, CLOCK, STATE_IN_WINDOW, 0, 0 },
		{ 15, OLD, STATE_IN_WINDOW, 0, 0 },
		{ 18, BOOT, STATE_IN_WINDOW, 0, 0 },
		{ 20, NEW, STATE_SEEN, 3, 0 }, { 25, NEW, STATE_SEEN, 3, 0 },
		{ 30, NEW, STATE_OBSERVING, 4, 0 },
		{ 60, NEW, STATE_OBSERVING, 4, 0 },
		{ 82, NEW, STATE_OBSERVING, 4, 0 },
		{ 84, NEW, STATE_STABLE, 4, 0 },
		{ 200, CLOCK, STATE_STABLE, 4, 0 } } },
	{ "proven by a reading that comes soon after a boot", 0, 0, 100,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 2, NEW, STATE_SEEN, 3, 0 },
		{ 4, BOOT, STATE_SEEN, 3, 0 }, { 13, NEW, STATE_SEEN, 3, 0 },
		{ 22, NEW, STATE_SEEN, 3, 0 },
		{ 23, NEW, STATE_OBSERVING, 4, 0 } } },
	{ "claimed, and not installed", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 2, CLAIM, STATE_REPORTED, 1, 0 },
		{ 10, OLD, STATE_REPORTED, 1, 0 },
		{ 30, OLD, STATE_REPORTED, 1, 0 },
		{ 61, CLOCK, STATE_REPORTED, 1, LATE },
		{ 70, NEW, STATE_SEEN, 3, LATE },
		{ 80, NEW, STATE_OBSERVING, 4, 0 } } },
	{ "rolled back, and installed again", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, NEW, STATE_SEEN, 3, 0 },
		{ 15, NEW, STATE_OBSERVING, 4, 0 },
		{ 30, OLD, STATE_OBSERVING, 4, 0 },
		{ 35, OLD, STATE_OBSERVING, 4, 0 },
		{ 40, OLD, STATE_ROLLED_BACK, 0, 0 },
		{ 61, CLOCK, STATE_ROLLED_BACK, 0, LATE },
		{ 70, NEW, STATE_SEEN, 3, LATE },
		{ 80, NEW, STATE_OBSERVING, 4, 0 } } },
	{ "rolled back when the deadline had passed", 0, 0, 20,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, NEW, STATE_SEEN, 3, 0 },
		{ 15, NEW, STATE_OBSERVING, 4, 0 },
		{ 90, NEW, STATE_STABLE, 4, 0 },
		{ 100, OLD, STATE_STABLE, 4, 0 },
		{ 110, OLD, STATE_ROLLED_BACK, 0, LATE } } },
	{ "there already", 0, 0, 60,
	    { { 1, NEW, STATE_PLANNED, 3, 0 },
		{ 11, NEW, STATE_ALREADY_MET, 4, 0 },
		{ 20, OLD, STATE_ALREADY_MET, 4, 0 },
		{ 30, OLD, STATE_ROLLED_BACK, 0, 0 } } },
	{ "there already, while its window opens", 5, 30, 60,
	    { { 1, NEW, STATE_PLANNED, 3, 0 },
		{ 6, CLOCK, STATE_IN_WINDOW, 3, 0 },
		{ 11, NEW, STATE_ALREADY_MET, 4, 0 } } },
	{ "a failed window", 10, 30, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 10, CLOCK, STATE_IN_WINDOW, 0, 0 },
		{ 31, OLD, STATE_IN_WINDOW, 0, 0 },
		{ 36, OLD, STATE_FAILED, 0, 0 },
		{ 40, CLAIM, STATE_REPORTED, 1, 0 },
		{ 50, NEW, STATE_SEEN, 3, 0 },
		{ 61, NEW, STATE_OBSERVING, 4, 0 } } },
	{ "it fell back before it was proven", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, NEW, STATE_SEEN, 3, 0 },
		{ 8, OLD, STATE_SEEN, 0, 0 },
		{ 18, OLD, STATE_FAILED, 0, 0 } } },
	{ "no profile, and only a claim", 0, 0, 60,
	    { { 1, BLIND, STATE_PLANNED, 0, 0 },
		{ 2, CLAIM, STATE_REPORTED, 1, 0 },
		{ 8, BLIND, STATE_REPORTED, 1, 0 },
		{ 12, BLIND, STATE_UNDETERMINABLE, 1, 0 },
		{ 61, CLOCK, STATE_UNDETERMINABLE, 1, LATE },
		{ 70, NEW, STATE_SEEN, 3, LATE },
		{ 80, NEW, STATE_OBSERVING, 4, 0 } } },
	{ "an agent that cannot show the patch", 0, 0, 60,
	    { { 1, COARSE, STATE_PLANNED, 2, 0 },
		{ 12, COARSE, STATE_PLANNED, 2, 0 },
		{ 14, CLAIM, STATE_REPORTED, 2, 0 },
		{ 24, COARSE, STATE_UNDETERMINABLE, 1, 0 } } },
	{ "a window, and nobody can tell", 10, 30, 90,
	    { { 10, CLOCK, STATE_IN_WINDOW, 0, 0 },
		{ 31, BLIND, STATE_IN_WINDOW, 0, 0 },
		{ 36, BLIND, STATE_UNDETERMINABLE, 0, 0 },
		{ 40, OLD, STATE_UNDETERMINABLE, 0, 0 },
		{ 50, OLD, STATE_PLANNED, 0, 0 } } },
	{ "the log says so, the device does not", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 2, LOG, STATE_REPORTED, 2, 0 },
		{ 10, OLD, STATE_REPORTED, 2, 0 } } },
	{ "another branch", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, NEW, STATE_SEEN, 3, 0 },
		{ 15, NEW, STATE_OBSERVING, 4, 0 },
		{ 20, APART, STATE_OBSERVING, 4, 0 },
		{ 30, APART, STATE_UNDETERMINABLE, 0, 0 },
		{ 61, CLOCK, STATE_UNDETERMINABLE, 0, LATE } } },
	{ "half a stack", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 5, HALF, STATE_PLANNED, 0, CONFLICT },
		{ 15, HALF, STATE_PLANNED, 0, CONFLICT },
		{ 20, NEW, STATE_SEEN, 3, 0 },
		{ 30, NEW, STATE_OBSERVING, 4, 0 },
		{ 40, HALF, STATE_OBSERVING, 4, CONFLICT },
		{ 50, HALF, STATE_ROLLED_BACK, 0, CONFLICT } } },
	{ "another device in its place", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 5, OTHER, STATE_PLANNED, 0, CONFLICT },
		{ 15, OTHER, STATE_PLANNED, 0, CONFLICT } } },
	{ "another device in the place of one that was proven", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, NEW, STATE_SEEN, 3, 0 },
		{ 15, NEW, STATE_OBSERVING, 4, 0 },
		{ 20, OTHER, STATE_OBSERVING, 4, CONFLICT },
		{ 25, NEW, STATE_OBSERVING, 4, 0 },
		{ 30, OTHER, STATE_OBSERVING, 4, CONFLICT },
		{ 40, OTHER, STATE_UNDETERMINABLE, 0, CONFLICT },
		{ 61, CLOCK, STATE_UNDETERMINABLE, 0, CONFLICT | LATE } } },
	{ "installed, and not running", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 }, { 5, LOADED, STATE_SEEN, 3, 0 },
		{ 20, LOADED, STATE_SEEN, 3, 0 },
		{ 25, BOOT, STATE_SEEN, 3, 0 },
		{ 26, LOADED, STATE_SEEN, 3, 0 },
		{ 36, LOADED, STATE_OBSERVING, 4, 0 } } },
	{ "installed before anybody looked, and not running", 0, 0, 60,
	    { { 5, LOADED, STATE_PLANNED, 3, 0 },
		{ 15, LOADED, STATE_SEEN, 3, 0 },
		{ 20, BOOT, STATE_SEEN, 3, 0 },
		{ 21, LOADED, STATE_SEEN, 3, 0 },
		{ 31, LOADED, STATE_OBSERVING, 4, 0 } } },
	{ "an exception before the deadline", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 50, EXCEPT, STATE_PLANNED, 0, EXCEPTED },
		{ 61, CLOCK, STATE_PLANNED, 0, EXCEPTED },
		{ 110, CLOCK, STATE_PLANNED, 0, LATE } } },
	{ "an exception after it", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 61, CLOCK, STATE_PLANNED, 0, LATE },
		{ 62, EXCEPT, STATE_PLANNED, 0, LATE } } },
	{ "withdrawn and reinstated", 0, 0, 60,
	    { { 1, OLD, STATE_PLANNED, 0, 0 },
		{ 61, CLOCK, STATE_PLANNED, 0, LATE },
		{ 62, WITHDRAW, STATE_WITHDRAWN, 0, 0 },
		{ 63, NEW, STATE_WITHDRAWN, 3, 0 },
		{ 64, REINSTATE, STATE_PLANNED, 0, LATE },
		{ 65, NEW, STATE_SEEN, 3, LATE } } },
	{ "nobody looked while the window was open", 10, 30, 90,
	    { { 40, CLOCK, STATE_IN_WINDOW, 0, 0 },
		{ 41, OLD, STATE_IN_WINDOW, 0, 0 },
		{ 51, OLD, STATE_FAILED, 0, 0 } } },
};

struct scene {
	struct policy policy;
	struct deployment d;
	struct deployment_facts f;
	struct judgement reading;
	enum what last; /* of the readings */
	int64_t last_at, since;
};

static int64_t
minute(int m)
{
	return m == 0 ? CLOCK_NONE : m * M;
}

static void
set_scene(struct scene *s, const struct story *story)
{
	*s = (struct scene){ .last = CLOCK, .last_at = CLOCK_NONE };
	policy_default(&s->policy);
	s->policy.confirm_gap = 10 * M;
	s->policy.window_grace = s->policy.settle = 5 * M;
	s->policy.observe = s->policy.observe_active = 60 * M;
	s->d = (struct deployment){
		.attempt = 1,
		.deadline = story->deadline * M,
		.window_start = minute(story->window_start),
		.window_end = minute(story->window_end),
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
	s->f = (struct deployment_facts){
		.policy = &s->policy,
		.boot_at = CLOCK_NONE,
		.last_try = CLOCK_NONE,
		.silent_since = CLOCK_NONE,
		.watched = 60 * M,
		.compared = { .passed = true,
		    .worse_at = CLOCK_NONE,
		    .dismissed = CLOCK_NONE },
		.exception_approved = CLOCK_NONE,
		.exception_until = CLOCK_NONE,
	};
}

static enum fix_verdict
verdict_of(enum what what)
{
	switch (what) {
	case OLD:
	case HALF:
		return FIX_NOT_MET;
	case APART:
		return FIX_APART;
	case BLIND:
		return FIX_UNREADABLE;
	default:
		return FIX_MET;
	}
}

static void
read_device(struct scene *s, enum what what)
{
	bool same = s->last == what;

	if (!same)
		s->since = s->f.now;
	s->reading = (struct judgement){
		.at = s->f.now,
		.since = s->since,
		.before = same ? s->last_at : CLOCK_NONE,
		.verdict = verdict_of(what),
		.tested = what != BLIND,
		.fine = what != COARSE,
		.same = what != OTHER,
		.agreed = true,
		.whole = what != HALF,
		.needs_boot = what == LOADED,
		.running = "1.0",
		.why = "",
	};
	s->last = what;
	s->last_at = s->f.now;
	s->f.reading = &s->reading;
	s->f.last_try = s->f.now;
}

static void
happen(struct scene *s, const struct line *line)
{
	s->f.now = line->minute * M;
	s->f.reading = NULL;
	s->f.hinted = CLOCK_NONE;
	switch (line->what) {
	case BOOT:
		s->f.boot_at = s->f.now;
		break;
	case CLAIM:
		s->d.claimed = s->f.now;
		break;
	case LOG:
		s->f.hinted = s->f.now;
		break;
	case EXCEPT:
		s->f.exception_approved = s->f.now;
		s->f.exception_until = s->f.now + 60 * M;
		break;
	case WITHDRAW:
	case REINSTATE:
		s->f.out_of_scope = line->what == WITHDRAW;
		break;
	case CLOCK:
		break;
	default:
		read_device(s, line->what);
	}
}

static void
check_line(const struct story *story, const struct line *line,
    const struct deployment *d)
{
	if (d->state != line->is || (int)d->level != line->level ||
	    d->flags != line->flags)
		print_error("%s, minute %d: %s, E%d, flags %u\n", story->name,
		    line->minute, state_name(d->state), (int)d->level,
		    d->flags);
	assert_string_equal(state_name(line->is), state_name(d->state));
	assert_int_equal(line->level, (int)d->level);
	assert_int_equal(line->flags, d->flags);
}

static void
stories_end_as_they_must(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(stories); i++) {
		const struct story *story = &stories[i];
		struct scene s;

		set_scene(&s, story);
		for (const struct line *l = story->line; l->minute > 0; l++) {
			struct deployment_outcome o;

			happen(&s, l);
			deployment_observe(&s.d, &s.f);
			while (deployment_step(&s.d, &s.f, &o) == ERR_OK)
				assert_true(*o.reason != '\0');
			check_line(story, l, &s.d);
		}
	}
}

/* Regressed waits for the statistics of rings: nothing leads there yet. */
static void
every_state_is_entered_and_left(void **state)
{
	unsigned entered = 1U << STATE_PLANNED | 1U << STATE_REGRESSED;
	unsigned left = 0;

	(void)state;
	for (size_t i = 0; transition_at(i) != NULL; i++) {
		entered |= 1U << transition_at(i)->to;
		left |= transition_at(i)->from;
	}
	assert_int_equal((1U << STATES) - 1, entered);
	assert_int_equal((1U << STATES) - 1, left);
}

static void
an_alert_of_a_row_holds_in_the_state_it_leads_to(void **state)
{
	struct scene s;

	(void)state;
	set_scene(&s, &stories[0]);
	for (size_t i = 0; transition_at(i) != NULL; i++) {
		const struct transition_row *row = transition_at(i);

		s.d.state = row->to;
		if (row->alert >= 0)
			assert_true(deployment_alerts(
			    &s.d, &s.f, (enum alert_rule)row->alert));
	}
}

/* Silence: window to minute 30, and 15 minutes to come back. */
static const struct {
	enum deployment_state state;
	int silent_since, last_try;
	bool holds;
	bool sleeps;
	int claimed; /* then without a window */
	int window_end;
} silences[] = {
	{ STATE_IN_WINDOW, 12, 44, false, false, 0, 0 }, /* a little longer */
	{ STATE_IN_WINDOW, 12, 45, true, false, 0, 0 },
	{ STATE_CONFIRMED, 40, 54, false, false, 0, 0 },
	{ STATE_CONFIRMED, 40, 55, true, false, 0, 0 },
	{ STATE_IN_WINDOW, 5, 90, false, false, 0, 0 }, /* was away before */
	{ STATE_IN_WINDOW, 0, 90, false, false, 0, 0 }, /* it answers */
	{ STATE_PLANNED, 12, 90, false, false, 0, 0 },
	{ STATE_STABLE, 40, 90, false, false, 0, 0 },
	{ STATE_IN_WINDOW, 12, 90, false, true, 0, 0 }, /* a printer, asleep */
	{ STATE_IN_WINDOW, 12, 30 + 24 * 60, true, true, 0, 0 },
	{ STATE_REPORTED, 18, 34, false, false, 20, 0 },
	{ STATE_REPORTED, 18, 35, true, false, 20, 0 },
	{ STATE_REPORTED, 4, 35, false, false, 20, 0 }, /* was away before */
	/* In a window of weeks work is over after two hours. */
	{ STATE_IN_WINDOW, 12, 146, false, false, 0, 20160 },
	{ STATE_IN_WINDOW, 12, 147, true, false, 0, 20160 },
	{ STATE_OBSERVING, 1440, 1574, false, false, 0, 20160 },
	{ STATE_OBSERVING, 1440, 1575, true, false, 0, 20160 },
	{ STATE_IN_WINDOW, 5, 2000, false, false, 0, 20160 },
};

static void
silence_is_told_when_we_kept_asking(void **state)
{
	struct scene s;

	(void)state;
	for (size_t i = 0; i < ROWS(silences); i++) {
		set_scene(&s, &stories[0]);
		s.f.now = 20160 * M;
		s.d.state = silences[i].state;
		s.f.silent_since = minute(silences[i].silent_since);
		s.f.last_try = minute(silences[i].last_try);
		s.f.sleeps = silences[i].sleeps;
		if (silences[i].window_end > 0)
			s.d.window_end = minute(silences[i].window_end);
		if (silences[i].claimed > 0) {
			s.d.window_start = s.d.window_end = CLOCK_NONE;
			s.d.claimed = minute(silences[i].claimed);
		}
		assert_int_equal(silences[i].holds,
		    deployment_alerts(&s.d, &s.f, ALERT_NOT_RETURNED));
	}
}

static void
a_critical_report_is_waited_for_less_long(void **state)
{
	struct scene s;

	(void)state;
	set_scene(&s, &stories[0]);
	s.d.state = STATE_REPORTED;
	s.f.last_try = s.f.now = 5 * CLOCK_HOUR;
	s.f.priority = PRIORITY_HIGH;
	assert_false(deployment_alerts(&s.d, &s.f, ALERT_NOT_CONFIRMED));
	s.f.priority = PRIORITY_CRITICAL;
	assert_true(deployment_alerts(&s.d, &s.f, ALERT_NOT_CONFIRMED));
	/* Nobody asked the device since. */
	s.f.last_try = CLOCK_MINUTE;
	assert_false(deployment_alerts(&s.d, &s.f, ALERT_NOT_CONFIRMED));
}

static void
names_are_those_of_the_tables(void **state)
{
	enum deployment_state s;

	(void)state;
	for (int i = 0; i < STATES; i++) {
		assert_int_equal(ERR_OK,
		    state_parse(state_name((enum deployment_state)i), &s));
		assert_int_equal(i, (int)s);
	}
	assert_int_equal(ERR_PARSE, state_parse("unknown", &s));
	assert_string_equal("conflicting", flag_name(FLAG_CONFLICTING));
}

static void
add_states(struct buf *out, unsigned from)
{
	const char *between = "";

	if (from == (((1U << STATES) - 1) & ~(1U << STATE_WITHDRAWN))) {
		buf_add_str(out, "any other");
		return;
	}
	for (int i = 0; i < STATES; i++) {
		if (!(from & (1U << i)))
			continue;
		buf_printf(
		    out, "%s%s", between, state_name((enum deployment_state)i));
		between = ", ";
	}
}

/* The table of doc/STATES.md, as this program would write it. */
static void
print_table(struct buf *out)
{
	static const char *const rests[] = { "the clock", "readings",
		"a log line", "a person", "a comparison" };

	buf_add_str(out,
	    "| from | cause | to | rests on | when | alert |\n"
	    "| --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; transition_at(i) != NULL; i++) {
		const struct transition_row *r = transition_at(i);

		buf_add_str(out, "| ");
		add_states(out, r->from);
		buf_printf(out, " | %s | %s | %s | %s | %s |\n", r->cause,
		    state_name(r->to), rests[r->rests_on], r->condition,
		    r->alert < 0 ? ""
				 : alert_rule_name((enum alert_rule)r->alert));
	}
}

/* STATES_PRINT=1 writes the table as it must stand there. */
static void
the_manual_shows_the_table(void **state)
{
	const char *top = getenv("srcdir");
	struct buf want = { 0 }, text = { 0 };
	char path[4096];

	(void)state;
	print_table(&want);
	if (getenv("STATES_PRINT") != NULL)
		fputs(buf_str(&want), stderr);
	snprintf(
	    path, sizeof(path), "%s/doc/STATES.md", top != NULL ? top : SRCDIR);
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &text));
	if (strstr(buf_str(&text), buf_str(&want)) == NULL)
		fail_msg("%s does not hold the table of transition.c", path);
	buf_free(&want);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stories_end_as_they_must),
		cmocka_unit_test(every_state_is_entered_and_left),
		cmocka_unit_test(
		    an_alert_of_a_row_holds_in_the_state_it_leads_to),
		cmocka_unit_test(silence_is_told_when_we_kept_asking),
		cmocka_unit_test(a_critical_report_is_waited_for_less_long),
		cmocka_unit_test(names_are_those_of_the_tables),
		cmocka_unit_test(the_manual_shows_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
