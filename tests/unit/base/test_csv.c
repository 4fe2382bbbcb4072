/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/csv.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static char last[4096];

static void
keep(const char *line)
{
	strcpy(last, line);
}

static struct csv *
open_text(const char *text)
{
	last[0] = '\0';
	return csv_open("x.csv", text, strlen(text));
}

static void
fields_know_where_they_stood(void **state)
{
	struct csv *c = open_text("\xef\xbb\xbfname;\xc3\xa9t\xc3\xa9;note\r\n"
				  "\r\n"
				  "a;\"b; \"\"c\"\"\nd\";last\r\n"
				  "\xc3\xa9;;x");
	struct csv_row row;

	(void)state;
	assert_int_equal(';', csv_separator(c));
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(3, row.count);
	assert_string_equal("name", row.fields[0].text);
	assert_int_equal(10, row.fields[2].column);
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(3, row.line);
	assert_string_equal("b; \"c\"\nd", row.fields[1].text);
	assert_true(row.fields[1].quoted);
	assert_int_equal(3, row.fields[1].line);
	assert_int_equal(3, row.fields[1].column);
	assert_int_equal(4, row.fields[2].line);
	assert_int_equal(4, row.fields[2].column);
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(5, row.line);
	assert_int_equal(0, row.fields[1].len);
	assert_int_equal(3, row.fields[1].column);
	assert_string_equal("x", row.fields[2].text);
	assert_int_equal(ERR_NOTFOUND, csv_next(c, &row));
	csv_close(c);
}

static const struct {
	const char *text;
	char separator;
} headers[] = {
	{ "", ',' },
	{ "a", ',' },
	{ "a,b;c,d\nx;x;x;x;x", ',' },
	{ "a;b\nx,x,x", ';' },
	{ "a\tb", '\t' },
	{ "\"a,b,c\";d", ';' },
};

static void
the_header_tells_the_separator(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(headers); i++) {
		struct csv *c = open_text(headers[i].text);

		assert_int_equal(headers[i].separator, csv_separator(c));
		csv_close(c);
	}
}

static void
an_empty_last_field_counts(void **state)
{
	struct csv *c = open_text("a,b,\n\"\"\n");
	struct csv_row row;

	(void)state;
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(3, row.count);
	assert_string_equal("", row.fields[2].text);
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(1, row.count);
	assert_int_equal(ERR_NOTFOUND, csv_next(c, &row));
	csv_close(c);
}

static const struct {
	const char *text;
	size_t len;
	const char *message;
} faults[] = {
	{ "a,b\nc,\"d", 8, "x.csv:2:3: this quote is never closed" },
	{ "a\nb\"c", 5, "x.csv:2:2: a quote within" },
	{ "\"a\" b", 5, "x.csv:1:4: text after" },
	{ "a\xe9", 2, "x.csv:1:2: not UTF-8" },
	{ "a\0", 2, "x.csv:1:2: a NUL byte" },
};

static void
faults_name_file_line_and_column(void **state)
{
	struct csv_row row;
	int rc;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		struct csv *c =
		    csv_open("x.csv", faults[i].text, faults[i].len);

		while ((rc = csv_next(c, &row)) == ERR_OK)
			continue;
		assert_int_equal(ERR_PARSE, rc);
		assert_non_null(strstr(last, faults[i].message));
		assert_int_equal(ERR_NOTFOUND, csv_next(c, &row));
		csv_close(c);
	}
}

static void
a_row_has_limits(void **state)
{
	struct buf text = { 0 };
	struct csv_row row;
	struct csv *c;

	(void)state;
	for (int i = 0; i < CSV_FIELDS_MAX; i++)
		buf_add_str(&text, ",");
	c = open_text(buf_str(&text));
	assert_int_equal(ERR_RANGE, csv_next(c, &row));
	csv_close(c);
	buf_clear(&text);
	memset(buf_extend(&text, CSV_FIELD_MAX + 1), 'x', CSV_FIELD_MAX + 1);
	c = open_text(buf_str(&text));
	assert_int_equal(ERR_RANGE, csv_next(c, &row));
	csv_close(c);
	buf_free(&text);
}

static const struct {
	const char *text, *written;
} fields[] = {
	{ "plain", "plain" },
	{ "a,b", "\"a,b\"" },
	{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
	{ "=1+1", "\"'=1+1\"" },
	{ "-5", "-5" },
	{ "-5+1", "\"'-5+1\"" },
	{ "", "" },
};

static void
what_is_written_cannot_run_as_a_formula(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(fields); i++) {
		buf_clear(&out);
		csv_add(&out, fields[i].text);
		assert_string_equal(fields[i].written, buf_str(&out));
	}
	buf_free(&out);
}

static void
lines_above_the_header_are_passed_and_counted(void **state)
{
	const char text[] = "Export of, today\r\n\na;b;c,d\n1;\"x\n";
	struct csv *c = csv_open("x.csv", text, sizeof(text) - 1);
	struct csv_row row;

	(void)state;
	csv_skip(c, 2);
	assert_int_equal(';', csv_separator(c));
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(3, row.line);
	assert_string_equal("c,d", row.fields[2].text);
	csv_close(c);

	c = csv_open("x.csv", "a|b,c\n", 6);
	csv_set_separator(c, '|');
	csv_skip(c, 0);
	csv_set_separator(c, '|');
	assert_int_equal(ERR_OK, csv_next(c, &row));
	assert_int_equal(2, row.count);
	assert_string_equal("b,c", row.fields[1].text);
	csv_skip(c, 9); /* past the end is the end */
	assert_int_equal(ERR_NOTFOUND, csv_next(c, &row));
	csv_close(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_above_the_header_are_passed_and_counted),
		cmocka_unit_test(fields_know_where_they_stood),
		cmocka_unit_test(the_header_tells_the_separator),
		cmocka_unit_test(an_empty_last_field_counts),
		cmocka_unit_test(faults_name_file_line_and_column),
		cmocka_unit_test(a_row_has_limits),
		cmocka_unit_test(what_is_written_cannot_run_as_a_formula),
	};

	log_divert(keep);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
