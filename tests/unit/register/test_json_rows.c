/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/json_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/csv.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

/* Rows as "LINE field;field", a field as it stands. */
static const struct {
	const char *json, *rows;
} read_as[] = {
	{ "[]", "" },
	{ "[{\"a\": \"x\", \"b\": null}]", "1 a;b\n1 x;\n" },
	{ "[{\"a\": 1},\n {\"b\": true, \"a\": \"y,z\"}]",
	    "1 a;b\n1 1;\n2 y,z;yes\n" },
	{ "[{\"tags\": [\"core\", \"x|y\"]}]", "1 tags\n1 core|x\\|y\n" },
	{ "\n [{\"f\": \"=1+1\"}]", "1 f\n2 =1+1\n" },
};

static char *said;

static void
keep(const char *line)
{
	free(said);
	said = strdup(line);
}

static void
add_row(struct buf *out, const struct csv_row *row)
{
	buf_printf(out, "%u ", row->line);
	for (size_t i = 0; i < row->count; i++)
		buf_printf(out, "%s%s", i > 0 ? ";" : "", row->fields[i].text);
	buf_add_u8(out, '\n');
}

static void
rows_become_the_table_that_they_stand_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(read_as); i++) {
		const char *text = read_as[i].json;
		struct json_rows *r;
		struct csv_row row;
		struct buf out = { 0 };

		assert_true(json_rows_are(text, strlen(text)));
		assert_int_equal(
		    ERR_OK, json_rows_open("x", text, strlen(text), &r));
		while (json_rows_next(r, &row) == ERR_OK)
			add_row(&out, &row);
		assert_string_equal(read_as[i].rows, buf_str(&out));
		buf_free(&out);
		json_rows_close(r);
	}
}

static void
a_field_stands_where_its_value_does(void **state)
{
	const char *text = "[\n  {\"a\": 1,\n   \"b\": \"c\"}\n]";
	struct json_rows *r;
	struct csv_row row;

	(void)state;
	assert_int_equal(ERR_OK, json_rows_open("x", text, strlen(text), &r));
	assert_int_equal(ERR_OK, json_rows_next(r, &row));
	assert_int_equal(ERR_OK, json_rows_next(r, &row));
	assert_int_equal(2, row.fields[0].line);
	assert_int_equal(9, row.fields[0].column);
	assert_int_equal(3, row.fields[1].line);
	assert_int_equal(9, row.fields[1].column);
	assert_int_equal(ERR_NOTFOUND, json_rows_next(r, &row));
	json_rows_close(r);
}

static const struct {
	const char *json, *why;
} refused[] = {
	{ "{\"a\": 1}", "x:1:1: is no list" },
	{ "[1]", "x:1:2: is no object" },
	{ "[[]]", "x:1:2: is no object" },
	{ "[\n{}]", "x:2:1: a row has at least one value" },
	{ "[{\"a\": 1}, 2]", "x:1:12: is no object" },
	{ "[", "x:1:2: a value is missing" },
	{ "[{\"a\": 1,\n\"a\": 2}]", "x:2:1: this name stands twice" },
	{ "[{\"a\": 1},\n{\"b\": nul}]", "x:2: " },
	{ "[{\"a\": 1}] [", "x:1:12: something follows the end" },
};

static void
other_shapes_are_refused(void **state)
{
	(void)state;
	log_divert(keep);
	for (size_t i = 0; i < ROWS(refused); i++) {
		const char *text = refused[i].json;
		struct json_rows *r;

		assert_int_equal(
		    ERR_PARSE, json_rows_open("x", text, strlen(text), &r));
		assert_non_null(strstr(said, refused[i].why));
	}
	assert_false(json_rows_are("name,address\n", 13));
	assert_false(json_rows_are(" ", 1));
}

static void
a_long_one_is_read_in_pieces(void **state)
{
	enum { OBJECTS = 300 };
	struct buf text = { 0 };
	struct json_rows *r;
	struct csv_row row;
	size_t n = 0;
	char *filler = malloc(40001);

	(void)state;
	memset(filler, 'x', 40000);
	filler[40000] = '\0';
	for (int i = 0; i < OBJECTS; i++)
		buf_printf(
		    &text, "%s{\"a\": \"%s\"}", i > 0 ? ",\n" : "[", filler);
	buf_add_u8(&text, ']');
	assert_true(text.len > JSON_MAX);
	assert_int_equal(
	    ERR_OK, json_rows_open("x", buf_str(&text), text.len, &r));
	while (json_rows_next(r, &row) == ERR_OK)
		n++;
	assert_int_equal(OBJECTS + 1, n);
	json_rows_close(r);
	buf_free(&text);
	free(filler);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_the_table_that_they_stand_for),
		cmocka_unit_test(a_field_stands_where_its_value_does),
		cmocka_unit_test(other_shapes_are_refused),
		cmocka_unit_test(a_long_one_is_read_in_pieces),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(said);
	return failed;
}
