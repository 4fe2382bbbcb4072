/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static char last[4096];

static void
keep(const char *line)
{
	strcpy(last, line);
}

static void
keys_keep_their_order(void **state)
{
	struct json *o = json_new_object(), *a = json_new_array();
	char *text;

	(void)state;
	json_put_int(o, "z", 1);
	json_put_text(o, "a", "\xc3\xa9 \xff");
	json_put_text(o, "none", NULL);
	json_put_real(o, "tenth", 0.1);
	json_put_real(o, "endless", INFINITY);
	json_put_time(o, "at", 0);
	json_add_int(a, 5);
	json_add_text(a, "x");
	json_put(o, "list", a);
	text = json_line(o);
	assert_string_equal("{\"z\": 1, \"a\": \"\xc3\xa9 \xef\xbf\xbd\", "
			    "\"none\": null, \"tenth\": 0.1, "
			    "\"endless\": null, "
			    "\"at\": \"1970-01-01T00:00:00Z\", "
			    "\"list\": [5, \"x\"]}",
	    text);
	free(text);
	assert_string_equal("a", json_key_at(o, 1, NULL));
	json_free(o);
}

static void
what_is_missing_is_what_was_given(void **state)
{
	static const char text[] = "{\"n\": 3, \"t\": \"x\", \"b\": true}";
	struct json *o;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("x", text, strlen(text), &o));
	assert_int_equal(3, json_get_int(o, "n", 9));
	assert_int_equal(9, json_get_int(o, "t", 9));
	assert_true(json_get_bool(o, "b", false));
	assert_null(json_get_text(o, "n"));
	assert_true(json_is_null(json_get(o, "absent")));
	assert_false(json_has(o, "absent"));
	assert_int_equal(3, json_len(o));
	assert_null(json_at(o, 0));
	json_free(o);
}

static const struct {
	const char *text, *message;
} faults[] = {
	{ "", "x.json:" },
	{ "{\n\"a\": }", "x.json:2:" },
	{ "{\"a\": 1, \"a\": 2}", "duplicate" },
	{ "[1] tail", "x.json:1:" },
	{ "\"\xff\"", "x.json:1:" },
};

static void
faults_name_file_and_line(void **state)
{
	struct json *o;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		assert_int_equal(ERR_PARSE,
		    json_parse(
			"x.json", faults[i].text, strlen(faults[i].text), &o));
		assert_non_null(strstr(last, faults[i].message));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_keep_their_order),
		cmocka_unit_test(what_is_missing_is_what_was_given),
		cmocka_unit_test(faults_name_file_and_line),
	};

	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
