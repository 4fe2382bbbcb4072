/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/past.h"

#include <stdlib.h>

#include "tests/unit/test.h"

static const struct {
	const char *sql, *now, *then;
} statements[] = {
	{ "SELECT 1", "SELECT 1", "SELECT 1" },
	{ "FROM @device($2) d WHERE f(d)", "FROM device d WHERE f(d)",
	    "FROM device_at($1,$2) d WHERE f(d)" },
	{ "@patch($12),@device($3)", "patch,device",
	    "patch_at($1,$12),device_at($1,$3)" },
	{ "FROM @@supplier_duty($1,$2) u", "FROM supplier_duty($1,$2) u",
	    "FROM supplier_duty_at($1,$2) u" },
	{ "x='a@b' AND @@ y@(z) OR @open(", "x='a@b' AND @@ y@(z) OR @open(",
	    "x='a@b' AND @@ y@(z) OR @open(" },
};

static void
tables_are_named_as_they_are_or_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(statements); i++) {
		char *now = past_sql(statements[i].sql, false);
		char *then = past_sql(statements[i].sql, true);

		assert_string_equal(statements[i].now, now);
		assert_string_equal(statements[i].then, then);
		free(now);
		free(then);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_named_as_they_are_or_were),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
