/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/front.h"

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static const struct {
	const char *text, *value; /* of "periods"; NULL: none */
} heads[] = {
	{ "---\nreport: x\nperiods: month, quarter\n---\n", "month, quarter" },
	{ "---\n  periods:\tyear \r\n---\n", "year" },
	{ "---\nperiods:\n---\n", "" },
	{ "---\nperiods: year", "year" },
	{ "---\nreport: x\n---\nperiods: year\n", NULL },
	{ "---\nperiodsx: year\n---\n", NULL },
	{ "---\nperiods\n---\n", NULL },
	{ "---\n# periods: year\n---\n", NULL },
	{ "periods: year\n", NULL },
	{ "---", NULL },
	{ "", NULL },
};

static void
a_head_ends_where_the_pages_begin(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(heads); i++) {
		struct buf out = { 0 };

		assert_int_equal(heads[i].value != NULL,
		    front_find(heads[i].text, "periods", &out));
		assert_string_equal(
		    heads[i].value != NULL ? heads[i].value : "",
		    buf_str(&out));
		buf_free(&out);
	}
}

static void
a_word_is_listed_whole(void **state)
{
	(void)state;
	assert_true(front_lists("month, quarter", "month"));
	assert_true(front_lists("month,quarter", "quarter"));
	assert_false(front_lists("months", "month"));
	assert_false(front_lists("mont", "month"));
	assert_false(front_lists(" , ", "month"));
	assert_false(front_lists("", "month"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_ends_where_the_pages_begin),
		cmocka_unit_test(a_word_is_listed_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
