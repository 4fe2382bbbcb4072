/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/incident.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

#define MIN  CLOCK_MINUTE
#define HOUR CLOCK_HOUR

enum {
	IT = 1U << FUNCTION_IT_STAFF,
	SYSTEM = 1U << FUNCTION_SYSTEM_OWNER,
	PROCESS = 1U << FUNCTION_PROCESS_OWNER,
	BOARD = 1U << FUNCTION_BOARD,
	CISO = 1U << FUNCTION_CISO,
};

static const struct alert_plan ladder = {
	.severity = SEVERITY_CRITICAL,
	.group = GROUP_SITE,
	.gather = MIN,
	.grow = HOUR,
	.settle = 5 * MIN,
	.flap_limit = 2,
	.flap_settle = 2 * HOUR,
	.remind = 4 * HOUR,
	.copy = CISO,
	.steps = 4,
	.step = { { .functions = IT },
	    { .functions = SYSTEM, .unacknowledged = 3 * HOUR },
	    { .functions = PROCESS, .unacknowledged = 6 * HOUR },
	    { .functions = BOARD, .unacknowledged = 24 * HOUR } },
};

static const struct alert_plan term = {
	.severity = SEVERITY_WARNING,
	.group = GROUP_PATCH,
	.copy = CISO,
	.steps = 3,
	.step = { { .functions = IT, .percent = 50 },
	    { .functions = SYSTEM, .percent = 80 },
	    { .functions = PROCESS, .percent = 100 } },
};

static struct incident
fresh(void)
{
	return (struct incident){ .recovered = CLOCK_NONE,
		.muted_until = CLOCK_NONE,
		.term_from = CLOCK_NONE,
		.term_until = CLOCK_NONE,
		.acked = CLOCK_NONE,
		.first_told = CLOCK_NONE,
		.told = CLOCK_NONE,
		.holding = 1 };
}

/* What happens to an incident, and what is said of it: a line each. */
enum happening { LOOK, ACK, RECOVER, RETURN, MUTE, GROW, DEADLINE };

struct line {
	int64_t at;
	enum happening what;
	int64_t arg;
	const char *said; /* "opened 4", of the looks until nothing is said */
	bool over;
};

static void
say(const struct alert_plan *plan, struct incident *i, const struct line *l)
{
	char text[200] = "";
	struct saying s;
	int n = 0;

	do {
		incident_next(plan, i, l->at, &s);
		if (s.kind == SAYING_NONE)
			break;
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s%s %x", n > 0 ? ", " : "", saying_name(s.kind),
		    s.functions);
		assert_true(++n < 9);
	} while (!s.over);
	assert_string_equal(l->said, text);
	assert_int_equal(l->over, s.over);
	/* Nothing is left that only chance would look at. */
	if (!s.over && s.look != CLOCK_NONE)
		assert_true(s.look > l->at);
}

static void
play(const struct alert_plan *plan, struct incident i, const struct line *l)
{
	for (; l->said != NULL; l++) {
		switch (l->what) {
		case LOOK:
			break;
		case ACK:
			i.acked = l->at;
			break;
		case RECOVER:
			i.recovered = l->at;
			break;
		case RETURN:
			i.recovered = CLOCK_NONE;
			i.returns++;
			break;
		case MUTE:
			i.muted_until = l->arg;
			break;
		case GROW:
			i.holding = (int)l->arg;
			break;
		case DEADLINE:
			i.term_from = 0;
			i.term_until = l->arg;
			break;
		}
		say(plan, &i, l);
	}
}

static void
nobody_takes_note_and_it_climbs(void **state)
{
	static const struct line story[] = {
		{ 0, LOOK, 0, "", false },
		{ MIN - 1, LOOK, 0, "", false },
		{ MIN, LOOK, 0, "opened 4", false },
		{ 2 * MIN, LOOK, 0, "", false },
		{ 3 * HOUR, LOOK, 0, "", false },
		{ 3 * HOUR + MIN, LOOK, 0, "escalated 12", false },
		{ 6 * HOUR + MIN, LOOK, 0, "escalated 18", false },
		{ 10 * HOUR + MIN, LOOK, 0, "reminder 1e", false },
		/* The daemon was away: one step after the other, one word. */
		{ 30 * HOUR, LOOK, 0, "escalated 11", false },
		{ 31 * HOUR, RECOVER, 0, "", false },
		{ 31 * HOUR + 5 * MIN, LOOK, 0, "closed 1f", true },
		{ 0 },
	};
	static const struct line away[] = {
		{ 0, LOOK, 0, "", false },
		{ MIN, LOOK, 0, "opened 4", false },
		{ 40 * HOUR, LOOK, 0, "escalated 1b", false },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), story);
	play(&ladder, fresh(), away);
}

static void
who_takes_note_is_left_alone(void **state)
{
	static const struct line story[] = {
		{ MIN, LOOK, 0, "opened 4", false },
		{ HOUR, ACK, 0, "", false },
		{ 90 * HOUR, LOOK, 0, "", false },
		{ 91 * HOUR, RECOVER, 0, "", false },
		{ 92 * HOUR, LOOK, 0, "closed 4", true },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), story);
}

static void
what_passes_at_once_is_not_said(void **state)
{
	static const struct line brief[] = {
		{ MIN / 2, RECOVER, 0, "", false },
		{ MIN, LOOK, 0, "", false },
		{ 6 * MIN, LOOK, 0, "", true },
		{ 0 },
	};
	/* Nobody looked while it was so: that it lasted is said all the same.
	 */
	static const struct line unseen[] = {
		{ HOUR, RECOVER, 0, "opened 4", false },
		{ HOUR + 5 * MIN, LOOK, 0, "closed 4", true },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), brief);
	play(&ladder, fresh(), unseen);
}

static void
what_flaps_is_one_incident(void **state)
{
	static const struct line story[] = {
		{ MIN, LOOK, 0, "opened 4", false },
		{ 10 * MIN, RECOVER, 0, "", false },
		{ 12 * MIN, RETURN, 0, "", false },
		{ 20 * MIN, RECOVER, 0, "", false },
		{ 22 * MIN, RETURN, 0, "", false },
		/* Now it flaps: five minutes do not count any more. */
		{ 30 * MIN, RECOVER, 0, "", false },
		{ 60 * MIN, LOOK, 0, "", false },
		{ 61 * MIN, RETURN, 0, "", false },
		{ 70 * MIN, RECOVER, 0, "", false },
		{ 190 * MIN - 1, LOOK, 0, "", false },
		{ 190 * MIN, LOOK, 0, "closed 4", true },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), story);
}

static void
muted_is_said_when_it_outlasts(void **state)
{
	static const struct line outlasts[] = {
		{ 0, MUTE, 2 * HOUR, "", false },
		{ HOUR, LOOK, 0, "", false },
		{ 2 * HOUR, LOOK, 0, "opened 4", false },
		{ 0 },
	};
	static const struct line within[] = {
		{ 0, MUTE, 2 * HOUR, "", false },
		{ HOUR, RECOVER, 0, "", false },
		{ HOUR + 5 * MIN, LOOK, 0, "", true },
		{ 0 },
	};
	static const struct line later[] = {
		{ MIN, LOOK, 0, "opened 4", false },
		{ 2 * HOUR, MUTE, 9 * HOUR, "", false },
		{ 8 * HOUR, LOOK, 0, "", false },
		{ 9 * HOUR, LOOK, 0, "escalated 1a", false },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), outlasts);
	play(&ladder, fresh(), within);
	play(&ladder, fresh(), later);
}

static void
growth_is_said_as_it_doubles(void **state)
{
	static const struct line story[] = {
		{ MIN, LOOK, 0, "opened 4", false },
		{ MIN + 1, GROW, 2, "", false },
		{ 2 * MIN, GROW, 3, "grown 4", false },
		{ 4 * MIN, GROW, 5, "", false },
		{ 5 * MIN, GROW, 40, "grown 4", false },
		/* Half of them are well, and are ill again: nothing new. */
		{ 7 * MIN, GROW, 20, "", false },
		{ 8 * MIN, GROW, 40, "", false },
		{ 9 * MIN, GROW, 79, "", false },
		{ 64 * MIN, LOOK, 0, "", false },
		{ 65 * MIN, LOOK, 0, "grown 4", false },
		{ 0 },
	};

	(void)state;
	play(&ladder, fresh(), story);
}

static void
a_deadline_is_told_as_it_nears(void **state)
{
	static const struct line story[] = {
		{ 1, LOOK, 0, "", false },
		{ 2, DEADLINE, 48 * HOUR, "", false },
		{ 24 * HOUR - 1, LOOK, 0, "", false },
		{ 24 * HOUR, LOOK, 0, "opened 4", false },
		/* Who takes note moves no deadline. */
		{ 25 * HOUR, ACK, 0, "", false },
		{ 38 * HOUR + 24 * MIN - 1, LOOK, 0, "", false },
		{ 38 * HOUR + 24 * MIN, LOOK, 0, "escalated 12", false },
		{ 48 * HOUR, LOOK, 0, "escalated 18", false },
		{ 49 * HOUR, RECOVER, 0, "closed 1e", true },
		{ 0 },
	};
	static const struct line at_once[] = {
		{ 0, DEADLINE, CLOCK_NONE, "", false },
		{ 60 * HOUR, DEADLINE, 48 * HOUR, "opened 1e", false },
		{ 0 },
	};

	(void)state;
	play(&term, fresh(), story);
	play(&term, fresh(), at_once);
}

static void
who_is_not_there_is_heard_for(void **state)
{
	static const struct {
		function_set wanted, heard, hears;
	} rows[] = {
		{ IT, IT, IT },
		{ IT, IT | BOARD, IT },
		{ SYSTEM | CISO, IT | CISO, IT | CISO },
		{ BOARD, PROCESS | IT, PROCESS },
		{ BOARD | PROCESS, IT, IT },
		{ CISO, IT, IT }, /* better one too many than none */
		{ IT, BOARD, BOARD },
		{ BOARD, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(rows[i].hears,
		    incident_hearers(rows[i].wanted, rows[i].heard));
}

static void
names_are_read_back(void **state)
{
	enum alert_group g;
	enum alert_severity s;

	(void)state;
	for (int i = 0; i < ALERT_GROUPS; i++) {
		assert_int_equal(ERR_OK,
		    alert_group_parse(
			alert_group_name((enum alert_group)i), &g));
		assert_int_equal(i, g);
	}
	for (int i = 0; i <= SEVERITY_CRITICAL; i++) {
		assert_int_equal(ERR_OK,
		    alert_severity_parse(
			alert_severity_name((enum alert_severity)i), &s));
		assert_int_equal(i, s);
	}
	assert_int_equal(ERR_PARSE, alert_group_parse("school", &g));
	assert_int_equal(ERR_PARSE, alert_severity_parse("", &s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_takes_note_and_it_climbs),
		cmocka_unit_test(who_takes_note_is_left_alone),
		cmocka_unit_test(what_passes_at_once_is_not_said),
		cmocka_unit_test(what_flaps_is_one_incident),
		cmocka_unit_test(muted_is_said_when_it_outlasts),
		cmocka_unit_test(growth_is_said_as_it_doubles),
		cmocka_unit_test(a_deadline_is_told_as_it_nears),
		cmocka_unit_test(who_is_not_there_is_heard_for),
		cmocka_unit_test(names_are_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
