/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"

#include "tests/unit/store/made_rows.h"
#include "tests/unit/test.h"

static const struct column columns[] = {
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "late", NULL, COLUMN_BOOL, 0 },
	{ "due", "DUE", COLUMN_TIME, 0 },
	{ "tags", "TAGS", COLUMN_LIST, 0 },
	{ 0 },
};

static int64_t
at(const char *text)
{
	int64_t t;

	assert_int_equal(0, clock_parse(text, &t));
	return t;
}

static struct table *
example(void)
{
	struct table *t = table_new("sites", columns);

	table_add_text(t, "De Regenboog, locatie \"Oost\"");
	table_add_int(t, 12);
	table_add_bool(t, true);
	table_add_time(t, at("2026-07-01T10:00Z"));
	table_add_text(t, "[\"a\",\"b c\"]");
	table_add_text(t, NULL);
	table_add_int(t, -1);
	table_add_bool(t, false);
	table_add_time(t, DB_NO_TIME);
	table_add_text(t, "[]");
	return t;
}

static void
assert_printed(const struct table *t, enum form form, const char *wanted)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	table_print(t, f, form);
	fclose(f);
	assert_string_equal(wanted, text);
	free(text);
}

static void
people_read_columns_with_titles_in_their_zone(void **state)
{
	struct table *t = example();

	(void)state;
	assert_printed(t, FORM_TABLE,
	    "NAME                         DEVICES DUE                   "
	    "TAGS\n"
	    "De Regenboog, locatie \"Oost\"      12 2026-07-01 12:00 CEST "
	    "a, b c\n"
	    "-                                 -1 -                     -\n");
	table_free(t);
}

static void
programs_read_every_column_in_utc(void **state)
{
	struct table *t = example();

	(void)state;
	assert_printed(t, FORM_JSON,
	    "[\n"
	    "{\"name\": \"De Regenboog, locatie \\\"Oost\\\"\", "
	    "\"devices\": 12, \"late\": true, "
	    "\"due\": \"2026-07-01T10:00:00Z\", \"tags\": [\"a\", \"b c\"]},\n"
	    "{\"name\": null, \"devices\": -1, \"late\": false, "
	    "\"due\": null, \"tags\": []}\n"
	    "]\n");
	assert_printed(t, FORM_CSV,
	    "name,devices,late,due,tags\r\n"
	    "\"De Regenboog, locatie \"\"Oost\"\"\",12,yes,"
	    "2026-07-01T10:00:00Z,a b c\r\n"
	    ",-1,no,,\r\n");
	table_free(t);
}

static void
a_record_stands_upright(void **state)
{
	struct table *t = table_new("site", columns);

	(void)state;
	table_make_record(t);
	table_add_text(t, "De Vlinder");
	table_add_int(t, 1);
	table_add_bool(t, false);
	table_add_time(t, DB_NO_TIME);
	table_add_text(t, "[]");
	assert_printed(t, FORM_TABLE, "NAME     De Vlinder\nDEVICES  1\n");
	assert_printed(t, FORM_JSON,
	    "{\"name\": \"De Vlinder\", \"devices\": 1, \"late\": false, "
	    "\"due\": null, \"tags\": []}\n");
	table_free(t);
}

static void
an_empty_table_is_empty_in_each_form(void **state)
{
	struct table *t = table_new("sites", columns);

	(void)state;
	assert_printed(t, FORM_TABLE, "");
	assert_printed(t, FORM_JSON, "[]\n");
	assert_printed(t, FORM_CSV, "name,devices,late,due,tags\r\n");
	table_free(t);
}

/* What a device says cannot steer the terminal, nor run in a spreadsheet. */
static void
nothing_hides_in_a_cell(void **state)
{
	static const struct column one[] = {
		{ "v", "V", COLUMN_TEXT, 0 },
		{ 0 },
	};
	struct table *t = table_new("values", one);

	(void)state;
	table_add_text(t, "a\033[2J\xe2\x80\xae");
	assert_printed(t, FORM_TABLE, "V\na\\x1b[2JU+202E\n");
	table_free(t);
	t = table_new("values", one);
	table_add_text(t, "=cmd()");
	assert_printed(t, FORM_CSV, "v\r\n\"'=cmd()\"\r\n");
	table_free(t);
}

static void
several_tables_have_their_names(void **state)
{
	struct table *t[2] = { table_new("site", columns),
		table_new("others", columns) };
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	table_make_record(t[0]);
	tables_print(t, 2, f, FORM_JSON);
	fclose(f);
	assert_string_equal("{\n\"site\": null,\n\"others\": []\n}\n", text);
	free(text);
	table_free(t[0]);
	table_free(t[1]);
}

static const struct column two_columns[] = {
	{ "n", "N", COLUMN_INT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ 0 },
};

/* Row by row, as rows of a database come. */
static void
add_rows(struct table *t, int n)
{
	for (int i = 0; i < n; i++) {
		char number[16];
		const char *values[] = { number, "a name" };
		struct db_rows *row;

		snprintf(number, sizeof(number), "%d", i);
		row = made_rows(2, values, 2);
		table_add_rows(t, row);
		db_rows_free(row);
	}
}

/* The same to the byte, in parts and whole. */
static void
assert_as_whole(enum form form, int n)
{
	struct table *whole = table_new("rows", two_columns);
	struct table *parts = table_new("rows", two_columns);
	char *text[2] = { NULL };
	size_t len[2] = { 0 };
	FILE *f = open_memstream(&text[0], &len[0]);

	add_rows(whole, n);
	table_print(whole, f, form);
	fclose(f);
	f = open_memstream(&text[1], &len[1]);
	table_start(parts, f, form);
	add_rows(parts, n);
	fflush(f);
	/* A part has been printed before the last row was known. */
	assert_int_equal(n >= 1000, len[1] > 0);
	assert_int_equal(n, table_rows(parts));
	table_end(parts);
	fclose(f);
	assert_string_equal(text[0], text[1]);
	table_free(whole);
	table_free(parts);
	free(text[0]);
	free(text[1]);
}

static void
a_long_list_is_printed_in_parts(void **state)
{
	static const int counts[] = { 0, 1, 999, 1000, 1001, 3500 };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		assert_as_whole(FORM_JSON, counts[i]);
		assert_as_whole(FORM_CSV, counts[i]);
		if (counts[i] <= 1000)
			assert_as_whole(FORM_TABLE, counts[i]);
	}
}

/* Numbers stand on the right, also where a part has short ones only. */
static void
parts_stand_in_line(void **state)
{
	struct table *t = table_new("rows", two_columns);
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	table_start(t, f, FORM_TABLE);
	add_rows(t, 1000);
	add_rows(t, 8);
	table_end(t);
	fclose(f);
	assert_non_null(strstr(text, "\n999 a name\n  0 a name\n"));
	assert_null(strstr(text + 6, "NAME"));
	free(text);
	table_free(t);
}

static int
in_amsterdam(void **state)
{
	(void)state;
	return zone_set("Europe/Amsterdam");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_read_columns_with_titles_in_their_zone),
		cmocka_unit_test(programs_read_every_column_in_utc),
		cmocka_unit_test(a_record_stands_upright),
		cmocka_unit_test(an_empty_table_is_empty_in_each_form),
		cmocka_unit_test(nothing_hides_in_a_cell),
		cmocka_unit_test(several_tables_have_their_names),
		cmocka_unit_test(a_long_list_is_printed_in_parts),
		cmocka_unit_test(parts_stand_in_line),
	};
	return cmocka_run_group_tests(tests, in_amsterdam, NULL);
}
