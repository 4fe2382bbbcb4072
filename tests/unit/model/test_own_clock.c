/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/own_clock.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/stability/lives.h"
#include "lib/base/clock.h"

#include "tests/unit/test.h"

#define S CLOCK_SECOND
#define H CLOCK_HOUR

static struct own_clock
clock_of(int64_t by)
{
	struct own_clock c = { 0 };

	assert_false(own_clock_look(&c, 100 * H, 1 * H));
	assert_false(own_clock_look(&c, 100 * H + 2 * S, 1 * H + 2 * S));
	assert_true(own_clock_look(&c, 100 * H + 4 * S + by, 1 * H + 4 * S));
	return c;
}

static void
a_clock_that_is_steered_is_not_set(void **state)
{
	struct own_clock c = { 0 };

	(void)state;
	assert_false(own_clock_look(&c, 100 * H, H));
	assert_false(own_clock_look(&c, 101 * H + 4 * S, 2 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 100 * H, 101 * H));
}

static void
an_hour_that_was_set_forward_never_was(void **state)
{
	struct own_clock c = clock_of(H);

	(void)state;
	assert_int_equal(2 * H, own_clock_elapsed(&c, 99 * H, 102 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 98 * H, 99 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 102 * H, 103 * H));
}

static void
an_hour_that_was_set_back_was_there_twice(void **state)
{
	struct own_clock c = clock_of(-H);

	(void)state;
	assert_int_equal(4 * H, own_clock_elapsed(&c, 99 * H, 102 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 101 * H, 102 * H));
	/* The first or the second time? Rather too short. */
	assert_int_equal(
	    2 * H, own_clock_elapsed(&c, 99 * H + H / 2, 101 * H + H / 2));
}

/* An earlier process looked at 100 H last, and this one two hours later. */
static struct own_clock
clock_after_a_rest(int64_t by)
{
	struct own_clock c = { 0 };
	const struct clock_pair then = { 100 * H, H },
				now = { 102 * H + by, 3 * H };
	struct clock_jump j;

	assert_true(own_clock_was_set(&then, &now, true, &j));
	assert_int_equal(by, j.by);
	own_clock_add(&c, &j);
	return c;
}

static void
what_was_set_while_nobody_looked_is_known_later(void **state)
{
	struct own_clock c = clock_after_a_rest(300 * S);

	(void)state;
	assert_int_equal(
	    3 * H - 300 * S, own_clock_elapsed(&c, 100 * H, 103 * H));
	/* When it was is not known: rather too short, on both sides of it. */
	assert_int_equal(
	    H / 2 - 300 * S, own_clock_elapsed(&c, 100 * H, 100 * H + H / 2));
	assert_int_equal(
	    H / 2 - 300 * S, own_clock_elapsed(&c, 101 * H + H / 2, 102 * H));
	assert_int_equal(300 * S, own_clock_doubt(&c, 100 * H, 101 * H));
	assert_int_equal(0, own_clock_doubt(&c, 100 * H, 103 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 99 * H, 100 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 103 * H, 104 * H));
}

static void
and_what_was_set_back_leaves_a_doubt(void **state)
{
	struct own_clock c = clock_after_a_rest(-300 * S);

	(void)state;
	assert_int_equal(
	    4 * H + 300 * S, own_clock_elapsed(&c, 99 * H, 103 * H));
	assert_int_equal(0, own_clock_doubt(&c, 99 * H, 103 * H));
	assert_int_equal(H, own_clock_elapsed(&c, 100 * H, 101 * H));
	assert_int_equal(300 * S, own_clock_doubt(&c, 100 * H, 101 * H));
	assert_int_equal(0, own_clock_doubt(&c, 98 * H, 99 * H));
}

static void
over_a_boot_of_the_host_only_back_shows(void **state)
{
	const struct clock_pair then = { 100 * H, 50 * H },
				on = { 103 * H, H / 2 },
				back = { 99 * H, H / 2 };
	struct clock_jump j;

	(void)state;
	assert_false(own_clock_was_set(&then, &on, false, &j));
	assert_true(own_clock_was_set(&then, &back, false, &j));
	assert_int_equal(-H, j.by);
}

static void
the_oldest_of_many_is_forgotten(void **state)
{
	struct own_clock c = { 0 };

	(void)state;
	for (int i = 0; i < OWN_CLOCK_JUMPS + 1; i++)
		own_clock_add(
		    &c, &(struct clock_jump){ i * H, (i + 1) * H - S, 10 * S });
	assert_int_equal(H, own_clock_elapsed(&c, 0, H));
	assert_int_equal(H - 10 * S, own_clock_elapsed(&c, H, 2 * H));
}

/* POLLS of them: as many as the bench, since it takes no time. */
static void
nothing_but_a_boot_is_a_boot(void **state)
{
	const char *polls = getenv("POLLS");
	struct lives sum;

	(void)state;
	lives_run(7, polls == NULL ? 40000 : strtoull(polls, NULL, 10), &sum);
	print_message("%llu polls, %llu boots, %llu wraps, %llu agents, %llu "
		      "sleeps, %llu jumps, %llu of them unseen\n",
	    (unsigned long long)sum.polls, (unsigned long long)sum.boots,
	    (unsigned long long)sum.wraps, (unsigned long long)sum.restarts,
	    (unsigned long long)sum.sleeps, (unsigned long long)sum.jumps,
	    (unsigned long long)sum.unseen);
	assert_int_equal(0, sum.accused);
	assert_int_equal(0, sum.missed);
	assert_true(sum.boots > sum.polls / 200 && sum.jumps > sum.polls / 40);
	assert_true(sum.unseen > sum.polls / 200);
	assert_true(sum.wraps > 10 && sum.restarts > 100 && sum.sleeps > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_that_is_steered_is_not_set),
		cmocka_unit_test(an_hour_that_was_set_forward_never_was),
		cmocka_unit_test(an_hour_that_was_set_back_was_there_twice),
		cmocka_unit_test(
		    what_was_set_while_nobody_looked_is_known_later),
		cmocka_unit_test(and_what_was_set_back_leaves_a_doubt),
		cmocka_unit_test(over_a_boot_of_the_host_only_back_shows),
		cmocka_unit_test(the_oldest_of_many_is_forgotten),
		cmocka_unit_test(nothing_but_a_boot_is_a_boot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
