/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/uptime.h"

#include "lib/base/clock.h"

#include "tests/unit/test.h"

#define S    CLOCK_SECOND
#define DAY  ((int64_t)86400 * 100)
#define WRAP ((int64_t)1 << 32)

/* agent, host in 1/100 s; boots, engine time in s; below 0: not said. */
struct said {
	int64_t agent, host, boots, time;
};

static const struct {
	const char *what;
	struct said before, now;
	int64_t after_s;
	bool net_snmp;
	enum uptime_change is;
} changes[] = {
	{ "nothing happened", { 5000, -1, -1, -1 }, { 35000, -1, -1, -1 }, 300,
	    false, UPTIME_UP },
	{ "a drifting clock, 1 % fast", { 40 * DAY, -1, -1, -1 },
	    { 41 * DAY - DAY / 100, -1, -1, -1 }, 86400, false, UPTIME_UP },
	{ "497 days are over", { WRAP - 10000, -1, -1, -1 },
	    { 20000, -1, -1, -1 }, 300, false, UPTIME_WRAPPED },
	{ "the same, as a server tells it", { 7000, WRAP - 10000, -1, -1 },
	    { 37000, 20000, -1, -1 }, 300, true, UPTIME_WRAPPED },
	{ "wrapped a little early", { WRAP - 31000, -1, -1, -1 },
	    { 1000, -1, -1, -1 }, 300, false, UPTIME_WRAPPED },
	{ "a boot shortly before 497 days", { WRAP - 10000, -1, -1, -1 },
	    { 5000, -1, -1, -1 }, 3600, false, UPTIME_REBOOTED },
	{ "a switch booted", { 9 * DAY, -1, -1, -1 }, { 12000, -1, -1, -1 },
	    300, false, UPTIME_REBOOTED },
	{ "a second boot within a minute", { 4000, -1, -1, -1 },
	    { 500, -1, -1, -1 }, 30, false, UPTIME_REBOOTED },
	{ "booted in a gap longer than it was up", { 1000, -1, -1, -1 },
	    { 400000, -1, -1, -1 }, 86400, false, UPTIME_REBOOTED },
	{ "snmpd started again", { 9 * DAY, 9 * DAY, -1, -1 },
	    { 500, 9 * DAY + 30000, -1, -1 }, 300, true,
	    UPTIME_AGENT_RESTARTED },
	{ "a server booted", { 9 * DAY, 9 * DAY, -1, -1 },
	    { 500, 2000, -1, -1 }, 300, true, UPTIME_REBOOTED },
	{ "snmpd without hrSystemUptime: only the agent is known",
	    { 9 * DAY, -1, 3, 777600 }, { 500, -1, 4, 5 }, 300, true,
	    UPTIME_AGENT_RESTARTED },
	{ "boots rose and the time fell", { 9 * DAY, -1, 3, 777600 },
	    { 500, -1, 4, 5 }, 300, false, UPTIME_REBOOTED },
	{ "the engine went on: its agent counts anew",
	    { 9 * DAY, -1, 3, 777600 }, { 500, -1, 3, 777900 }, 300, false,
	    UPTIME_AGENT_RESTARTED },
	{ "boots were set back by hand", { 9 * DAY, -1, 7, 777600 },
	    { 9 * DAY + 30000, -1, 1, 777900 }, 300, false, UPTIME_UP },
	{ "boots rose, the time did not fall", { -1, -1, 3, 777600 },
	    { -1, -1, 4, 777900 }, 300, false, UPTIME_UNKNOWN },
	{ "an engine that forgets its boots", { 9 * DAY, -1, 1, 777600 },
	    { 500, -1, 1, 5 }, 300, false, UPTIME_REBOOTED },
	{ "zero is what an agent says that does not know",
	    { 9 * DAY, -1, -1, -1 }, { 0, -1, -1, -1 }, 300, false,
	    UPTIME_UNKNOWN },
	{ "what no TimeTicks holds says nothing", { 9 * DAY, -1, -1, -1 },
	    { INT64_MAX, INT64_MAX, 3, INT64_MAX }, 300, false,
	    UPTIME_UNKNOWN },
	{ "not before, either", { INT64_MAX, WRAP, 3, INT64_MAX },
	    { 9 * DAY, 9 * DAY, 3, 5 }, 300, false, UPTIME_UNKNOWN },
	{ "nothing is said any more", { 9 * DAY, -1, -1, -1 },
	    { -1, -1, -1, -1 }, 300, false, UPTIME_UNKNOWN },
	{ "our clock went back", { 9 * DAY, -1, -1, -1 },
	    { 9 * DAY + 100, -1, -1, -1 }, -300, false, UPTIME_UNKNOWN },
	{ "our clock was far behind", { 9 * DAY, -1, -1, -1 },
	    { 10 * DAY, -1, -1, -1 }, 300, false, UPTIME_UNKNOWN },
	{ "its clock was put back by 20 s", { 9 * DAY, -1, -1, -1 },
	    { 9 * DAY - 2000, -1, -1, -1 }, 10, false, UPTIME_UP },
	{ "a machine that slept for an hour", { 9 * DAY, -1, -1, -1 },
	    { 9 * DAY + 30000, -1, -1, -1 }, 3900, false, UPTIME_UNKNOWN },
};

static struct uptime
uptime_of(const struct said *s, int64_t at, bool net_snmp)
{
	return (struct uptime){ at, s->agent, s->host, s->boots, s->time,
		!net_snmp, 0, false };
}

static void
changes_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(changes); i++) {
		int64_t at = 1000000 * S;
		struct uptime before =
		    uptime_of(&changes[i].before, at, changes[i].net_snmp);
		struct uptime now = uptime_of(&changes[i].now,
		    at + changes[i].after_s * S, changes[i].net_snmp);
		enum uptime_change got = uptime_compare(&before, &now);

		if (got != changes[i].is)
			print_error("%s: %s\n", changes[i].what,
			    uptime_change_name(got));
		assert_int_equal(changes[i].is, got);
	}
}

/* Up for ten minutes, it slept for ten hours: its counter stood still. */
static void
a_sleeper_that_goes_on_has_not_booted(void **state)
{
	struct uptime before = { 0, 60000, -1, -1, -1, true, 0, true };
	struct uptime now = { 36300 * S, 90000, -1, -1, -1, true, 0, true };

	(void)state;
	assert_int_equal(UPTIME_UNKNOWN, uptime_compare(&before, &now));
	now.may_sleep = false;
	assert_int_equal(UPTIME_REBOOTED, uptime_compare(&before, &now));
	now.may_sleep = true;
	now.agent_cs = 500; /* it fell */
	assert_int_equal(UPTIME_REBOOTED, uptime_compare(&before, &now));
}

static void
the_first_reading_tells_no_change(void **state)
{
	const struct uptime now = { 1000 * S, 500, 500, 1, 5, true, 0, false };

	(void)state;
	assert_int_equal(UPTIME_UNKNOWN, uptime_compare(NULL, &now));
}

static void
a_boot_is_dated_by_what_counts_the_system(void **state)
{
	struct uptime u = { 1000 * S, 500, 2000, 3, 100, false, 0, false };

	(void)state;
	assert_int_equal(980 * S, uptime_boot_at(&u));
	u.host_cs = -1;
	assert_int_equal(CLOCK_NONE, uptime_boot_at(&u));
	u.agent_is_system = true;
	assert_int_equal(995 * S, uptime_boot_at(&u));
	u.agent_cs = INT64_MAX; /* as a Counter64 */
	assert_int_equal(900 * S, uptime_boot_at(&u));
	u.engine_time_s = INT64_MAX;
	assert_int_equal(CLOCK_NONE, uptime_boot_at(&u));
}

/* A fixed sequence (Knuth's MMIX), so that a failure comes back. */
static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (*seed >> 33) % below;
}

/*
 * A device up for any time is polled after 5 minutes, an hour or a day, with
 * a clock that drifts; one poll in a hundred comes after a boot. No wrap is
 * taken for a boot, and no boot is missed that is older than the tolerance.
 */
static void
no_wrap_is_a_boot_and_no_boot_is_missed(void **state)
{
	static const int64_t gaps[] = { 300, 3600, 86400 };
	uint64_t seed = 3;
	long boots = 0, wraps = 0;

	(void)state;
	for (long i = 0; i < 200000; i++) {
		int64_t gap = gaps[draw(&seed, 3)] * 100;
		int64_t up = (int64_t)draw(&seed, 1000) * DAY +
		    (int64_t)draw(&seed, (uint64_t)DAY);
		int64_t drift = (int64_t)draw(&seed, 801) - 400;
		bool boot = draw(&seed, 100) == 0;
		int64_t next = boot ? 1 + (int64_t)draw(&seed, (uint64_t)gap)
				    : up + gap + drift;
		struct uptime before = { 0, up % WRAP, -1, -1, -1, true, 0,
			false };
		struct uptime now = { gap * S / 100, next % WRAP, -1, -1, -1,
			true, 0, false };
		enum uptime_change c;

		if (before.agent_cs == 0 || now.agent_cs == 0)
			continue;
		c = uptime_compare(&before, &now);
		/* Up no longer than the gap: the two cannot be told apart. */
		if (boot && up % WRAP > gap + gap / 50 + 6000 &&
		    up % WRAP + gap + 6000 + gap / 50 < WRAP) {
			boots++;
			assert_int_equal(UPTIME_REBOOTED, c);
		}
		if (!boot && up > gap) {
			wraps += next / WRAP != up / WRAP;
			assert_int_not_equal(UPTIME_REBOOTED, c);
			assert_int_not_equal(UPTIME_UNKNOWN, c);
		}
	}
	assert_true(boots > 1000);
	assert_true(wraps > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_told_apart),
		cmocka_unit_test(a_sleeper_that_goes_on_has_not_booted),
		cmocka_unit_test(the_first_reading_tells_no_change),
		cmocka_unit_test(a_boot_is_dated_by_what_counts_the_system),
		cmocka_unit_test(no_wrap_is_a_boot_and_no_boot_is_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
