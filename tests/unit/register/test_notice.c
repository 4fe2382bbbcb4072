/* SPDX-License-Identifier: Apache-2.0 */
#include "register/plan/notice.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct notice_value values[] = {
	{ "title", "FortiOS {niet} 7" },
	{ "sites", "" },
	{ "owner", NULL },
	{ "from", "vanavond" },
	{ 0 },
};

static const struct {
	const char *template, *text;
} filled[] = {
	{ "Op {from}: {title}\n", "Op vanavond: FortiOS {niet} 7\n" },
	{ "a\n\nb\n", "a\n\nb\n" },
	{ "# voor wie het bewerkt {x}\na", "a\n" },
	{ "Waar: {sites}\nWie: {owner}\nb\n", "b\n" },
	{ "{from} {sites}\n", "" },
	{ "een { zonder einde\n", "een { zonder einde\n" },
	{ "", "" },
};

static void
names_are_replaced(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(filled); i++) {
		struct buf out = { 0 }, why = { 0 };

		assert_int_equal(ERR_OK,
		    notice_fill(filled[i].template, values, &out, &why));
		assert_string_equal(filled[i].text, buf_str(&out));
		buf_free(&out);
		buf_free(&why);
	}
}

static void
a_name_that_is_none_is_told_with_its_line(void **state)
{
	struct buf out = { 0 }, why = { 0 };

	(void)state;
	assert_int_equal(ERR_PARSE,
	    notice_fill("a\n{from}\nDag {naam},\n", values, &out, &why));
	assert_string_equal("3: nothing is called {naam}", buf_str(&why));
	buf_free(&out);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_replaced),
		cmocka_unit_test(a_name_that_is_none_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
