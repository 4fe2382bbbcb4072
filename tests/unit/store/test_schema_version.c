/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/schema_version.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <string.h>

#include "lib/base/embedded.h"
#include "lib/store/migrations.h"

static void
the_last_migration_is_the_version(void **state)
{
	const struct embedded list[] = { { "001-a.sql", "" },
		{ "007-b.sql", "" }, { NULL, NULL } };

	(void)state;
	assert_int_equal(schema_version_newest(list), 7);
	assert_int_equal(schema_version_newest(list + 2), 0);
}

static void
tables_of_our_version_are_right(void **state)
{
	char why[SCHEMA_VERSION_WHY];

	(void)state;
	assert_false(
	    schema_version_why(schema_version_newest(migrations), why));
	assert_string_equal(why, "");
}

static void
others_are_told_with_what_to_do(void **state)
{
	int known = schema_version_newest(migrations);
	char why[SCHEMA_VERSION_WHY];

	(void)state;
	assert_true(schema_version_why(known - 1, why));
	assert_non_null(strstr(why, "patchwacht-db migrate"));
	assert_true(schema_version_why(0, why));
	assert_non_null(strstr(why, "patchwacht-db migrate"));
	assert_true(schema_version_why(known + 1, why));
	assert_non_null(strstr(why, "install a newer one"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_migration_is_the_version),
		cmocka_unit_test(tables_of_our_version_are_right),
		cmocka_unit_test(others_are_told_with_what_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
