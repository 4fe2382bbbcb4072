/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/function.h"

#include "lib/base/err.h"
#include "tests/unit/test.h"

static void
names_are_read_back(void **state)
{
	(void)state;
	for (int f = 0; f < FUNCTIONS; f++) {
		enum function got = FUNCTION_AUDITOR;

		assert_int_equal(ERR_OK,
		    function_parse(function_name((enum function)f), &got));
		assert_int_equal(f, got);
		assert_true(*function_title((enum function)f) != '\0');
	}
}

static void
dutch_words_are_read_and_others_are_not(void **state)
{
	static const char *const none[] = { "", "Board", "it staff", "operator",
		"board " };
	enum function got = FUNCTION_AUDITOR;

	(void)state;
	assert_int_equal(ERR_OK, function_parse("systeemeigenaar", &got));
	assert_int_equal(FUNCTION_SYSTEM_OWNER, got);
	assert_int_equal(ERR_OK, function_parse("leverancier", &got));
	assert_int_equal(FUNCTION_SUPPLIER, got);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(ERR_PARSE, function_parse(none[i], &got));
	assert_int_equal(FUNCTION_SUPPLIER, got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_back),
		cmocka_unit_test(dutch_words_are_read_and_others_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
