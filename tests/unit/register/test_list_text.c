/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/list_text.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static const char *const words[] = { "core", "a|b", "c\\d", "\\", "|",
	"x \\| y" };

static void
words_come_back_as_they_were(void **state)
{
	struct buf text = { 0 };
	char *at;

	(void)state;
	for (size_t i = 0; i < ROWS(words); i++)
		list_text_add(&text, i > 0, words[i]);
	buf_add_u8(&text, '\0');
	at = (char *)text.data;
	for (size_t i = 0; i < ROWS(words); i++)
		assert_string_equal(words[i], list_text_next(&at));
	assert_null(list_text_next(&at));
	buf_free(&text);
}

static void
what_people_type_is_a_list(void **state)
{
	char typed[] = " ios:>=1 |  | C9300\\x |last", *at = typed;

	(void)state;
	assert_string_equal("ios:>=1", list_text_next(&at));
	assert_string_equal("C9300\\x", list_text_next(&at));
	assert_string_equal("last", list_text_next(&at));
	assert_null(list_text_next(&at));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_come_back_as_they_were),
		cmocka_unit_test(what_people_type_is_a_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
