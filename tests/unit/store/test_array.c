/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/array.h"

#include "lib/base/buf.h"
#include "lib/store/db.h"

#include "tests/unit/test.h"

static const struct {
	struct db_arg value;
	const char *element;
} elements[] = {
	{ { .type = DB_T_NULL }, "NULL" },
	{ { .type = DB_T_INT, .integer = INT64_MIN }, "-9223372036854775808" },
	{ { .type = DB_T_BOOL, .integer = 1 }, "t" },
	{ { .type = DB_T_BOOL }, "f" },
	{ { .type = DB_T_REAL, .real = 0.5 }, "0.5" },
	{ { .type = DB_T_TIME, .integer = 0 }, "1970-01-01T00:00:00Z" },
	{ { .type = DB_T_TIME, .integer = DB_NO_TIME }, "NULL" },
	{ { .type = DB_T_TEXT, .text = "NULL" }, "\"NULL\"" },
	{ { .type = DB_T_TEXT, .text = "" }, "\"\"" },
	{ { .type = DB_T_TEXT, .text = "a,{\"b\\c\"}" },
	    "\"a,{\\\"b\\\\c\\\"}\"" },
	{ { .type = DB_T_BYTES, .bytes = "\x00\xff", .len = 2 },
	    "\"\\\\x00ff\"" },
	{ { .type = DB_T_BYTES }, "\"\\\\x\"" },
};

static void
elements_are_as_sql_reads_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(elements); i++) {
		struct buf array = { 0 }, want = { 0 };

		array_add(&array, &elements[i].value);
		array_add(&array, &elements[i].value);
		array_end(&array);
		buf_printf(
		    &want, "{%s,%s}", elements[i].element, elements[i].element);
		assert_string_equal(buf_str(&want), buf_str(&array));
		buf_free(&array);
		buf_free(&want);
	}
}

static void
an_array_may_be_empty(void **state)
{
	struct buf array = { 0 };

	(void)state;
	array_end(&array);
	assert_string_equal("{}", buf_str(&array));
	buf_free(&array);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_are_as_sql_reads_them),
		cmocka_unit_test(an_array_may_be_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
