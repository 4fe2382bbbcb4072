/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/wheel.h"

#include "tests/unit/test.h"

enum { GAP = 1000, TIMERS = 8 };

/* What is in a ring is told apart by its place here. */
static struct ring timer[TIMERS];
static struct wheel wheel;

static int
start(void **state)
{
	(void)state;
	wheel_start(&wheel, GAP);
	for (int i = 0; i < TIMERS; i++)
		ring_reset(&timer[i]);
	return 0;
}

#define OF_WHEEL(test) cmocka_unit_test_setup(test, start)

/* The numbers of those that came by until now, in their order; then -1. */
static const int *
taken(int64_t now)
{
	static int numbers[TIMERS + 1];
	struct ring out;
	int n = 0;

	ring_reset(&out);
	wheel_take(&wheel, now, &out);
	while (!ring_is_empty(&out)) {
		numbers[n++] = (int)(out.next - timer);
		ring_take(out.next);
	}
	numbers[n] = -1;
	return numbers;
}

#define assert_taken(now, ...)                                          \
	assert_memory_equal(taken(now), ((const int[]){ __VA_ARGS__ }), \
	    sizeof((const int[]){ __VA_ARGS__ }))

static void
nothing_comes_of_an_empty_wheel(void **state)
{
	(void)state;
	assert_taken(0, -1);
	assert_taken(5 * GAP, -1);
	assert_taken(INT64_MAX, -1);
}

static void
none_comes_before_its_time(void **state)
{
	(void)state;
	for (int64_t at = 3 * GAP; at < 4 * GAP; at += GAP / 4) {
		start(NULL);
		wheel_put(&wheel, &timer[0], at);
		/* A place is looked at when all of its time has gone by. */
		assert_taken(at, -1);
		assert_taken(4 * GAP - 1, -1);
		assert_taken(4 * GAP, 0, -1);
		assert_taken(5 * GAP, -1);
	}
}

static void
the_earlier_comes_first_however_late_it_is_asked(void **state)
{
	(void)state;
	wheel_put(&wheel, &timer[2], 30 * GAP);
	wheel_put(&wheel, &timer[0], 10 * GAP);
	wheel_put(&wheel, &timer[3], 40 * GAP);
	wheel_put(&wheel, &timer[1], 20 * GAP);
	assert_taken(100 * GAP, 0, 1, 2, 3, -1);
}

static void
those_of_one_place_come_as_they_were_put(void **state)
{
	(void)state;
	wheel_put(&wheel, &timer[1], GAP + 900);
	wheel_put(&wheel, &timer[0], GAP + 100);
	wheel_put(&wheel, &timer[2], GAP + 500);
	assert_taken(2 * GAP, 1, 0, 2, -1);
}

static void
one_that_is_put_again_comes_once(void **state)
{
	(void)state;
	wheel_put(&wheel, &timer[0], 5 * GAP);
	wheel_put(&wheel, &timer[0], 9 * GAP);
	wheel_put(&wheel, &timer[1], 9 * GAP);
	wheel_put(&wheel, &timer[1], 5 * GAP);
	assert_taken(6 * GAP, 1, -1);
	assert_taken(10 * GAP, 0, -1);
	assert_taken(1000 * GAP, -1);
}

static void
one_that_is_taken_out_never_comes(void **state)
{
	(void)state;
	wheel_put(&wheel, &timer[0], 5 * GAP);
	wheel_put(&wheel, &timer[1], 5 * GAP);
	ring_take(&timer[0]);
	assert_taken(10 * GAP, 1, -1);
}

static void
it_goes_round_for_ever(void **state)
{
	int64_t now = 0;

	(void)state;
	for (int i = 0; i < 5 * WHEEL_PLACES; i++) {
		/* The longest that it may hold. */
		wheel_put(&wheel, &timer[0], now + (WHEEL_PLACES - 2) * GAP);
		now += (WHEEL_PLACES - 2) * GAP;
		assert_taken(now, -1);
		now += GAP;
		assert_taken(now, 0, -1);
	}
}

/* Of more than a round, nothing is passed over, and nothing comes twice; what
 * is then the oldest place comes first. */
static void
a_leap_of_the_clock_brings_all_once(void **state)
{
	(void)state;
	for (int i = 0; i < TIMERS; i++)
		wheel_put(&wheel, &timer[i], i * 60 * GAP);
	assert_taken((INT64_C(1000000) * WHEEL_PLACES + 200) * GAP, 4, 5, 6, 7,
	    0, 1, 2, 3, -1);
	assert_taken(INT64_C(1000001) * WHEEL_PLACES * GAP, -1);
}

static void
a_clock_that_goes_back_brings_nothing_twice(void **state)
{
	(void)state;
	wheel_put(&wheel, &timer[0], 50 * GAP);
	assert_taken(60 * GAP, 0, -1);
	wheel_put(&wheel, &timer[1], 70 * GAP);
	assert_taken(10 * GAP, -1);
	assert_taken(60 * GAP, -1);
	assert_taken(71 * GAP, 1, -1);
}

/* One that is for a later round is handed out too: its owner puts it back. */
static void
what_is_for_later_is_put_back(void **state)
{
	const int64_t late = (WHEEL_PLACES + 5) * GAP;

	(void)state;
	wheel_put(&wheel, &timer[0], late);
	assert_taken(10 * GAP, 0, -1);
	wheel_put(&wheel, &timer[0], late);
	assert_taken(late, -1);
	assert_taken(late + GAP, 0, -1);
}

static void
an_empty_wheel_stands_still_until_it_is_used(void **state)
{
	const int64_t now = INT64_C(123456789) * GAP;

	(void)state;
	wheel_skip(&wheel, now);
	wheel_put(&wheel, &timer[0], now + 3 * GAP);
	assert_taken(now + 3 * GAP, -1);
	assert_taken(now + 4 * GAP, 0, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_WHEEL(nothing_comes_of_an_empty_wheel),
		OF_WHEEL(none_comes_before_its_time),
		OF_WHEEL(the_earlier_comes_first_however_late_it_is_asked),
		OF_WHEEL(those_of_one_place_come_as_they_were_put),
		OF_WHEEL(one_that_is_put_again_comes_once),
		OF_WHEEL(one_that_is_taken_out_never_comes),
		OF_WHEEL(it_goes_round_for_ever),
		OF_WHEEL(a_leap_of_the_clock_brings_all_once),
		OF_WHEEL(a_clock_that_goes_back_brings_nothing_twice),
		OF_WHEEL(what_is_for_later_is_put_back),
		OF_WHEEL(an_empty_wheel_stands_still_until_it_is_used),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
