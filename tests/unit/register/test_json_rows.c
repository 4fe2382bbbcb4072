/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/json_rows.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static const struct {
	const char *json, *table;
} read_as[] = {
	{ "[]", "\n" },
	{ "[{\"a\": \"x\", \"b\": null}]", "a,b\nx,\n" },
	{ "[{\"a\": 1}, {\"b\": true, \"a\": \"y,z\"}]",
	    "a,b\n1,\n\"y,z\",yes\n" },
	{ "[{\"tags\": [\"core\", \"x\"]}]", "tags\ncore|x\n" },
	{ " [{\"f\": \"=1+1\"}]", "f\n\"'=1+1\"\n" },
};

static void
rows_become_the_table_that_they_stand_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(read_as); i++) {
		struct buf out = { 0 };
		const char *text = read_as[i].json;

		assert_true(json_rows_are(text, strlen(text)));
		assert_int_equal(
		    ERR_OK, json_rows_read("x", text, strlen(text), &out));
		assert_string_equal(read_as[i].table, buf_str(&out));
		buf_free(&out);
	}
}

static const char *const refused[] = { "{\"a\": 1}", "[1]", "[[]]", "[{}]",
	"[{\"a\": 1}, 2]", "[" };

static void
mute(const char *line)
{
	(void)line;
}

static void
other_shapes_are_refused(void **state)
{
	(void)state;
	log_divert(mute);
	for (size_t i = 0; i < ROWS(refused); i++) {
		struct buf out = { 0 };

		assert_int_equal(ERR_PARSE,
		    json_rows_read("x", refused[i], strlen(refused[i]), &out));
		buf_free(&out);
	}
	assert_false(json_rows_are("name,address\n", 13));
	assert_false(json_rows_are(" ", 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_the_table_that_they_stand_for),
		cmocka_unit_test(other_shapes_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
