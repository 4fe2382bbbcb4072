/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/sender_set.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"

#include "tests/unit/test.h"

enum { MOST = 3 };

static struct sender_set *set;
static int64_t now;

static int
begin(void **state)
{
	(void)state;
	set = sender_set_new(MOST);
	now = 100 * CLOCK_DAY;
	sender_set_look(set, now);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	sender_set_free(set);
	return 0;
}

static const uint8_t *
digest(const char *text)
{
	static uint8_t out[2][SENDER_PRINT_LEN];
	static int turn;
	uint8_t *d = out[turn++ % 2];

	memset(d, 0, SENDER_PRINT_LEN);
	for (size_t i = 0; text[i] != '\0'; i++)
		d[i] = (uint8_t)text[i];
	return d;
}

static enum sender_news
add(const char *print, const char *who)
{
	return sender_set_add(set, digest(print), digest(who), now);
}

/* Whose place is taken by another, or "". */
static const char *
renew(const char *who)
{
	static uint8_t print[SENDER_PRINT_LEN + 1];

	return sender_set_renew(set, digest(who), print) ? (const char *)print
							 : "";
}

static void
each_is_news_once_in_a_look(void **state)
{
	(void)state;
	assert_int_equal(SENDER_NEWS, add("a", "sw1"));
	assert_int_equal(SENDER_NEWS, add("b", "sw2"));
	assert_int_equal(SENDER_KNOWN, add("a", "sw1"));
	now += CLOCK_DAY;
	sender_set_look(set, now);
	assert_int_equal(2, sender_set_count(set));
	assert_int_equal(SENDER_NEWS, add("a", "sw1"));
	assert_int_equal(SENDER_KNOWN, add("a", "sw1"));
}

static void
what_does_not_fit_is_counted(void **state)
{
	(void)state;
	(void)add("a", "sw1");
	(void)add("b", "sw2");
	(void)add("c", "sw3");
	assert_int_equal(SENDER_SURPLUS, add("d", "sw4"));
	assert_int_equal(SENDER_SURPLUS, add("e", "sw5"));
	assert_int_equal(SENDER_KNOWN, add("c", "sw3"));
	assert_int_equal(MOST, sender_set_count(set));
	assert_int_equal(2, sender_set_surplus(set));
	sender_set_look(set, now);
	assert_int_equal(0, sender_set_surplus(set));
}

static void
who_is_not_seen_for_two_days_makes_room(void **state)
{
	(void)state;
	(void)add("a", "sw1");
	(void)add("b", "sw2");
	now += CLOCK_DAY;
	sender_set_look(set, now);
	(void)add("b", "sw2");
	(void)add("c", "sw3");
	now += CLOCK_DAY + CLOCK_HOUR;
	sender_set_look(set, now);
	assert_int_equal(2, sender_set_count(set));
	assert_int_equal(SENDER_NEWS, add("d", "sw4"));
	assert_string_equal("", renew("sw1"));
	assert_string_equal("b", renew("sw2"));
	assert_string_equal("c", renew("sw3"));
}

static void
all_of_one_who_are_renewed(void **state)
{
	(void)state;
	(void)add("a", "sw1");
	(void)add("b", "sw1");
	(void)add("c", "sw2");
	assert_true(sender_set_has(set, digest("a")));
	assert_string_equal("a", renew("sw1"));
	assert_false(sender_set_has(set, digest("a")));
	assert_string_equal("b", renew("sw1"));
	assert_string_equal("", renew("sw1"));
	assert_true(sender_set_has(set, digest("c")));
	assert_false(sender_set_has(set, digest("d")));
	assert_string_equal("", renew("sw3"));
}

/* One name, two certificates: each time that one of them comes in. */
static void
who_takes_turns_is_told_of_once(void **state)
{
	(void)state;
	assert_int_equal(SENDER_NEWS, add("a", "sw1"));
	assert_string_equal("a", renew("sw1"));
	assert_int_equal(SENDER_KNOWN, add("a", "sw1"));
	assert_string_equal("", renew("sw1"));
	sender_set_look(set, now);
	assert_int_equal(SENDER_NEWS, add("a", "sw1"));
	assert_string_equal("a", renew("sw1"));
}

static void
a_full_one_is_found_whole(void **state)
{
	char print[12];

	(void)state;
	sender_set_free(set);
	set = sender_set_new(SENDER_SET_MAX);
	for (int round = 0; round < 3; round++) {
		sender_set_look(set, now);
		for (int i = 0; i < SENDER_SET_MAX + 10; i++) {
			snprintf(print, sizeof(print), "%d", i);
			assert_int_equal(
			    i < SENDER_SET_MAX ? SENDER_NEWS : SENDER_SURPLUS,
			    add(print, print));
		}
		assert_int_equal(10, sender_set_surplus(set));
		now += CLOCK_DAY;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    each_is_news_once_in_a_look, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_does_not_fit_is_counted, begin, end),
		cmocka_unit_test_setup_teardown(
		    who_is_not_seen_for_two_days_makes_room, begin, end),
		cmocka_unit_test_setup_teardown(
		    all_of_one_who_are_renewed, begin, end),
		cmocka_unit_test_setup_teardown(
		    who_takes_turns_is_told_of_once, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_full_one_is_found_whole, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
