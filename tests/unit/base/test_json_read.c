/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

enum { LONG = 1 << 20, ROWS_OF_ONE = 3000 };

static char last[4096];

static void
keep(const char *line)
{
	strcpy(last, line);
}

/* A document that has to be cut: lists of rows on lines of their own. */
static void
fill(struct buf *out, const char *tail)
{
	buf_add_str(out, "{\"format\": 1,\n\"rows\": [\n");
	for (int i = 0; i < ROWS_OF_ONE; i++)
		buf_printf(out,
		    "{\"id\": %d, \"name\": \"a \\\"]}\\u00e9 %d\","
		    " \"part\": 0.5, \"none\": null, \"is\": true}%s\n",
		    i, i % 10, i + 1 < ROWS_OF_ONE ? "," : "");
	buf_printf(out, "]%s", tail);
}

static int
parse_own(struct buf *text, struct json **out)
{
	return json_parse_own(
	    "x.json", (const char *)text->data, text->len, LONG, out);
}

static void
every_kind_of_value_is_read(void **state)
{
	static const char text[] =
	    "{\"i\": -9223372036854775808, \"r\": 1e3, \"t\": \"\\u0001\", "
	    "\"y\": true, \"n\": false, \"o\": null, \"a\": [1, [2]]}";
	struct json *o;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("x", text, strlen(text), &o));
	assert_true(json_get_int(o, "i", 0) == INT64_MIN);
	assert_true(json_get_real(o, "r", 0) == 1000);
	assert_int_equal(9, json_get_int(o, "r", 9));
	assert_string_equal("\1", json_get_text(o, "t"));
	assert_true(json_get_bool(o, "y", false));
	assert_false(json_get_bool(o, "n", true));
	assert_true(json_has(o, "o"));
	assert_true(json_is_null(json_get(o, "o")));
	assert_true(json_is_list(json_get(o, "a")));
	assert_int_equal(
	    2, json_int_of(json_at(json_at(json_get(o, "a"), 1), 0), 0));
	json_free(o);
}

static void
a_long_document_is_what_a_short_one_would_be(void **state)
{
	struct json *cut, *whole;
	struct buf text = { 0 };
	char *a, *b;

	(void)state;
	fill(&text, ", \"end\": {}}\n");
	assert_int_equal(ERR_OK, parse_own(&text, &cut));
	assert_int_equal(
	    ERR_OK, json_parse("x", (const char *)text.data, text.len, &whole));
	assert_int_equal(ROWS_OF_ONE, json_len(json_get(cut, "rows")));
	a = json_line(cut);
	b = json_line(whole);
	assert_string_equal(a, b);
	free(a);
	free(b);
	json_free(cut);
	json_free(whole);
	buf_free(&text);
}

static const struct {
	const char *tail, *message;
} faults[] = {
	{ ", \"rows\": 1}", "x.json:3003: duplicate" },
	{ ",\n\"end\": nothing}", "x.json:3004:" },
	{ ",\n\"end\": 1", "x.json:3004:" },
	{ "}\n}", "x.json:3004:" },
	{ ", {\"a\": 1, \"a\": 2}", "x.json:3003:" },
};

static void
a_fault_in_a_long_document_is_named_by_its_line(void **state)
{
	struct json *o;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		struct buf text = { 0 };

		fill(&text, faults[i].tail);
		assert_int_equal(ERR_PARSE, parse_own(&text, &o));
		assert_non_null(strstr(last, faults[i].message));
		buf_free(&text);
	}
}

static void
what_is_too_long_is_refused(void **state)
{
	struct json *o;

	(void)state;
	assert_int_equal(ERR_RANGE, json_parse_own("x", "[1, 2]", 6, 5, &o));
	assert_int_equal(ERR_OK, json_parse_own("x", "[1, 2]", 6, 6, &o));
	json_free(o);
	assert_int_equal(
	    ERR_RANGE, json_parse("x", "", (size_t)JSON_MAX + 1, &o));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_value_is_read),
		cmocka_unit_test(a_long_document_is_what_a_short_one_would_be),
		cmocka_unit_test(
		    a_fault_in_a_long_document_is_named_by_its_line),
		cmocka_unit_test(what_is_too_long_is_refused),
	};

	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
