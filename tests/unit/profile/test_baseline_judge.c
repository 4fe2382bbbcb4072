/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/baseline_judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

#include "tests/unit/test.h"

static struct baseline_set *
shipped(void)
{
	struct baseline_set *set;

	assert_int_equal(ERR_OK, baseline_load_default(getenv("srcdir"), &set));
	return set;
}

static const struct baseline_check *
find(const struct baseline_set *set, const char *title)
{
	for (size_t i = 0; i < baseline_count(set); i++) {
		if (strcmp(baseline_at(set, i)->title, title) == 0)
			return baseline_at(set, i);
	}
	fail_msg("no check %s", title);
	return NULL;
}

static struct snapshot *
recorded(const char *text)
{
	struct snapshot *s;

	assert_int_equal(
	    ERR_OK, recording_parse(text, strlen(text), NULL, NULL, &s));
	return s;
}

static void
expect(const char *title, const struct baseline_facts *f,
    enum baseline_result result, const char *text, const char *object)
{
	struct baseline_set *set = shipped();
	struct buf said = { 0 };
	const char *by;

	assert_int_equal(
	    result, baseline_judge(find(set, title), f, &said, &by));
	assert_string_equal(text, buf_str(&said));
	if (object == NULL)
		assert_null(by);
	else
		assert_string_equal(object, by);
	buf_free(&said);
	baseline_free(set);
}

#define NTP   "1.3.6.1.2.1.197.1.2.1.0"
#define CISCO "1.3.6.1.4.1.9.9.168.1.1.11.0"
#define ID    "1.3.6.1.2.1.1.2.0|6|"

static void
the_first_object_that_knows_counts(void **state)
{
	struct baseline_facts f = { 0 };
	struct snapshot *s;

	(void)state;
	f.snapshot = s =
	    recorded(NTP "|2|99\n" CISCO "|2|3\n" ID "1.3.6.1.4.1.9.1.99\n");
	expect("time-source", &f, BASELINE_FAILED, "3", CISCO);
	snapshot_free(s);
	f.snapshot = s =
	    recorded(NTP "|2|6\n" CISCO "|2|3\n" ID "1.3.6.1.4.1.9.1.99\n");
	expect("time-source", &f, BASELINE_PASSED, "6", NTP);
	snapshot_free(s);
}

static void
an_object_of_another_maker_is_not_looked_at(void **state)
{
	struct snapshot *s = recorded(CISCO "|2|3\n" ID "1.3.6.1.4.1.99.1\n");
	struct baseline_facts f = { .snapshot = s };

	(void)state;
	expect("time-source", &f, BASELINE_NOT_OBSERVABLE, "", NULL);
	snapshot_free(s);
}

static void
what_does_not_show_is_no_fault(void **state)
{
	struct snapshot *s = recorded(ID "1.3.6.1.4.1.9.1.99\n");
	struct baseline_facts f = { .snapshot = s };
	struct baseline_set *set = shipped();
	const char *by;

	(void)state;
	for (size_t i = 0; i < baseline_count(set); i++) {
		struct buf said = { 0 };

		assert_int_equal(BASELINE_NOT_OBSERVABLE,
		    baseline_judge(baseline_at(set, i), &f, &said, &by));
		buf_free(&said);
	}
	baseline_free(set);
	snapshot_free(s);
}

static void
an_empty_location_is_none(void **state)
{
	struct snapshot *s = recorded("1.3.6.1.2.1.1.6.0|4|\n");
	struct baseline_facts f = { .snapshot = s };

	(void)state;
	expect("location-set", &f, BASELINE_FAILED, "", "1.3.6.1.2.1.1.6.0");
	snapshot_free(s);
}

static void
spans_are_held_against_what_is_allowed_either_way(void **state)
{
	struct baseline_facts f = { .clock = { .span = -7 * CLOCK_SECOND,
					.has_span = true },
		.log = { .span = 3 * CLOCK_HOUR, .has_span = true },
		.snmp = "v3 priv",
		.legacy = "v2c public" };

	(void)state;
	expect("clock-right", &f, BASELINE_FAILED, "-7 s", NULL);
	expect("log-heard", &f, BASELINE_PASSED, "3 h", NULL);
	expect("snmp-private", &f, BASELINE_PASSED, "v3 priv", NULL);
	expect("snmp-legacy-silent", &f, BASELINE_FAILED, "v2c public", NULL);
	f.log = (struct baseline_said){ .text = "not in a week" };
	expect("log-heard", &f, BASELINE_FAILED, "not in a week", NULL);
}

static void
a_check_is_for_its_kinds_of_devices(void **state)
{
	struct baseline_set *set = shipped();
	const struct baseline_check *log = find(set, "log-heard");
	struct baseline_facts f = { .category = "network" };

	(void)state;
	assert_true(baseline_is_for(log, &f));
	f.category = "peripheral";
	assert_false(baseline_is_for(log, &f));
	assert_true(baseline_is_for(find(set, "snmp-private"), &f));
	baseline_free(set);
}

static char why_last[100];

static void
on_told(void *arg, const struct baseline_check *c,
    const struct baseline_test *t, const char *why)
{
	(void)arg;
	(void)c;
	(void)t;
	if (why != NULL)
		snprintf(why_last, sizeof(why_last), "%s", why);
}

static void
a_test_that_does_not_hold_says_so(void **state)
{
	struct baseline_set *set;

	(void)state;
	assert_int_equal(ERR_OK,
	    baseline_parse("t",
		"check \"a\" { about = \"x\" source = \"y\" look = snmp "
		"pass = { '^v3' }\n"
		"test { says = \"v3 priv\" result = passed }\n"
		"test { says = \"v1 none\" result = passed } }\n",
		&set));
	assert_int_equal(
	    1, baseline_run_tests(baseline_at(set, 0), on_told, NULL));
	assert_string_equal("it is failed, not passed", why_last);
	baseline_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_object_that_knows_counts),
		cmocka_unit_test(an_object_of_another_maker_is_not_looked_at),
		cmocka_unit_test(what_does_not_show_is_no_fault),
		cmocka_unit_test(an_empty_location_is_none),
		cmocka_unit_test(
		    spans_are_held_against_what_is_allowed_either_way),
		cmocka_unit_test(a_check_is_for_its_kinds_of_devices),
		cmocka_unit_test(a_test_that_does_not_hold_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
