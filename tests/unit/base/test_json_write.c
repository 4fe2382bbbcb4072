/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	double value;
	const char *text;
} reals[] = {
	{ 0.1, "0.1" },
	{ 3, "3.0" },
	{ -0.0, "-0.0" },
	{ 1e100, "1e100" },
	{ 2.5e-7, "2.5e-7" },
	{ 1.0 / 3, "0.333333333333333" },
};

static void
numbers_are_written_as_ever(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(reals); i++) {
		struct json *o = json_new_object();
		char *text, expected[64];

		json_put_real(o, "r", reals[i].value);
		text = json_line(o);
		snprintf(
		    expected, sizeof(expected), "{\"r\": %s}", reals[i].text);
		assert_string_equal(expected, text);
		free(text);
		json_free(o);
	}
}

static void
what_would_break_a_text_is_escaped(void **state)
{
	struct json *a = json_new_array();
	char *text;

	(void)state;
	json_add_text(a, "\"\\/ \b\f\n\r\t \x01\x1f\x7f \xe2\x82\xac");
	json_add_text(a, "");
	text = json_line(a);
	assert_string_equal("[\"\\\"\\\\/ \\b\\f\\n\\r\\t \\u0001\\u001F\x7f"
			    " \xe2\x82\xac\", \"\"]",
	    text);
	free(text);
	json_free(a);
}

static struct json *
small(void)
{
	struct json *o = json_new_object(), *a = json_new_array();

	json_add_int(a, INT64_MIN);
	json_add(a, json_new_object());
	json_put(o, "a", a);
	json_put(o, "none", json_new_array());
	json_put_bool(o, "b", false);
	json_put_null(o, "n");
	return o;
}

static void
two_blanks_stand_before_what_is_inside(void **state)
{
	struct json *o = small();
	char *text = json_pretty(o);

	(void)state;
	assert_string_equal("{\n  \"a\": [\n    -9223372036854775808,\n"
			    "    {}\n  ],\n  \"none\": [],\n  \"b\": false,\n"
			    "  \"n\": null\n}",
	    text);
	free(text);
	json_free(o);
}

struct taken {
	struct buf text;
	int parts, stop_at;
};

static int
take(void *of, const void *data, size_t len)
{
	struct taken *t = of;

	if (++t->parts == t->stop_at)
		return ERR_IO;
	buf_add(&t->text, data, len);
	return ERR_OK;
}

static struct json *
large(void)
{
	struct json *a = json_new_array();

	for (int i = 0; i < 3000; i++)
		json_add(a, small());
	return a;
}

static void
parts_are_the_whole(void **state)
{
	struct json *a = large();
	struct taken t = { 0 };
	char *text = json_pretty(a);

	(void)state;
	assert_int_equal(ERR_OK, json_pretty_to(a, take, &t));
	assert_true(t.parts > 3);
	assert_string_equal(text, buf_str(&t.text));
	buf_free(&t.text);
	free(text);
	json_free(a);
}

static void
who_cannot_take_more_is_not_asked_again(void **state)
{
	struct json *a = large();
	struct taken t = { .stop_at = 2 };

	(void)state;
	assert_int_equal(ERR_IO, json_pretty_to(a, take, &t));
	assert_int_equal(2, t.parts);
	buf_free(&t.text);
	json_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_as_ever),
		cmocka_unit_test(what_would_break_a_text_is_escaped),
		cmocka_unit_test(two_blanks_stand_before_what_is_inside),
		cmocka_unit_test(parts_are_the_whole),
		cmocka_unit_test(who_cannot_take_more_is_not_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
