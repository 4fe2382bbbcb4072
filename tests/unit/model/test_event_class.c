/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/event_class.h"

#include "tests/unit/test.h"

static void
every_class_is_found_by_its_name(void **state)
{
	enum event_class c;

	(void)state;
	for (int i = 0; i < EVENT_CLASSES; i++) {
		const char *name = event_class_name((enum event_class)i);

		assert_non_null(name);
		assert_true(event_class_parse(name, &c));
		assert_int_equal(i, c);
	}
	assert_true(event_class_parse("upgrade-failed", &c));
	assert_int_equal(EVENT_UPGRADE_FAILED, c);
	assert_false(event_class_parse("upgrade", &c));
	assert_false(event_class_parse("", &c));
}

static void
what_may_run_another_version_is_asked_and_is_evidence(void **state)
{
	(void)state;
	assert_true(event_class_makes_due(EVENT_BOOT));
	assert_true(event_class_makes_due(EVENT_VERSION));
	assert_false(event_class_makes_due(EVENT_RESTART_ASKED));
	assert_false(event_class_makes_due(EVENT_LINK_DOWN));
	assert_true(event_class_is_evidence(EVENT_CRASH));
	for (int i = 0; i < EVENT_CLASSES; i++)
		if (event_class_makes_due((enum event_class)i))
			assert_true(
			    event_class_is_evidence((enum event_class)i));
	assert_false(event_class_is_evidence(EVENT_LOGIN_OK));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_class_is_found_by_its_name),
		cmocka_unit_test(
		    what_may_run_another_version_is_asked_and_is_evidence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
