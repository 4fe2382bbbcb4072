/* SPDX-License-Identifier: Apache-2.0 */
#include "register/mapping/mapping.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/zone.h"

#include "tests/unit/test.h"

static char told[512];

static void
keep(const char *line)
{
	size_t len = strlen(told);

	snprintf(told + len, sizeof(told) - len, "%s\n", line);
}

static int
parse(const char *text, struct mapping **out)
{
	int rc;

	told[0] = '\0';
	log_divert(keep);
	rc = mapping_parse("x.map", text, strlen(text), out);
	log_divert(NULL);
	return rc;
}

#define HEAD "for = \"device\"\nabout = \"a test\"\n"

/* The value of the only column for a cell; NULL when it is refused. */
static const char *
value(const char *column, const char *cell, struct buf *why)
{
	static char out[256];
	struct buf text = { 0 }, map = { 0 };
	struct mapping *m = NULL;
	int rc;

	buf_printf(&map, HEAD "column \"a\" {\n%s\n}\n", column);
	assert_int_equal(ERR_OK, parse(buf_str(&map), &m));
	rc = mapping_value(mapping_at(m, 0), cell, &text, why);
	snprintf(out, sizeof(out), "%s", buf_str(&text));
	buf_free(&text);
	buf_free(&map);
	mapping_free(m);
	return rc < 0 ? NULL : out;
}

static const struct {
	const char *column, *cell, *text; /* NULL: refused */
} values[] = {
	{ "from = { \"A\" }", "x", "x" },
	{ "from = { \"A\" }", NULL, "" },
	{ "from = { \"A\" }\ndefault = \"d\"", "", "d" },
	{ "value = \"v\"", "x", "v" },
	{ "from = { \"A\" }\ntake = \"([^/]+)/[0-9]+\"", "10.0.0.1/24",
	    "10.0.0.1" },
	{ "from = { \"A\" }\ntake = \"([^/]+)/[0-9]+\"", "10.0.0.1", NULL },
	{ "from = { \"A\" }\ntake = \"[a-z]+\"", "abc", "abc" },
	{ "from = { \"A\" }\ntake = \"-|(.*)\"\ndefault = \"n\"", "-", "n" },
	{ "from = { \"A\" }\ndates = { \"DD-MM-YYYY\" }", "24-11-2026",
	    "2026-11-24" },
	{ "from = { \"A\" }\ndates = { \"DD-MM-YYYY\", \"YYYYMMDD\" }",
	    "20261124", "2026-11-24" },
	{ "from = { \"A\" }\ndates = { \"M/D/YYYY\", \"D/M/YYYY\" }",
	    "24/11/2026", "2026-11-24" },
	{ "from = { \"A\" }\ndates = { \"DD-MM-YYYY\" }", "gisteren", NULL },
	{ "from = { \"A\" }\ndates = { \"DD-MM-YYYY HH:mm\" }\n"
	  "zone = \"UTC\"",
	    "24-11-2026 09:14", "2026-11-24T09:14:00+00:00" },
	{ "from = { \"A\" }\ndates = { \"DD-MM-YYYY HH:mm\" }\n"
	  "zone = \"Europe/Amsterdam\"",
	    "24-07-2026 09:14", "2026-07-24T09:14:00+02:00" },
	{ "from = { \"A\" }\ntranslate \"Aan\" { to = \"yes\" }", "aan",
	    "yes" },
	{ "from = { \"A\" }\ntranslate \"Aan\" { to = \"yes\" }", "uit", NULL },
	{ "from = { \"A\" }\ntranslate \"Aan\" { to = \"yes\" }\n"
	  "otherwise = \"no\"",
	    "uit", "no" },
};

static void
fields_become_ours(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct buf why = { 0 };
		const char *text =
		    value(values[i].column, values[i].cell, &why);

		if (values[i].text == NULL) {
			assert_null(text);
			assert_true(why.len > 0);
		} else {
			assert_non_null(text);
			assert_string_equal(values[i].text, text);
		}
		buf_free(&why);
	}
	assert_string_equal("UTC", zone_name());
}

static const struct {
	const char *text, *why;
} wrong[] = {
	{ "about = \"x\"", "for" },
	{ HEAD, "there is no column" },
	{ HEAD "column \"a\" { }", "neither" },
	{ HEAD "column \"a\" { from = { \"A\" } value = \"v\" }", "not both" },
	{ HEAD "column \"a\" { value = \"v\" take = \"x\" }", "nothing is" },
	{ HEAD "column \"a\" { from = { \"A\" } }\n"
	       "column \"a\" { value = \"v\" }",
	    "duplicate title" },
	{ HEAD "column \"a\" { from = { \"A\" } take = \"(\" }", "take" },
	{ HEAD "column \"a\" { from = { \"A\" } dates = { \"%d\" } }",
	    "DD-MM-YYYY" },
	{ HEAD "column \"a\" { from = { \"A\" } zone = \"UTC\" }",
	    "only dates" },
	{ HEAD "column \"a\" { from = { \"A\" } dates = { \"YYYYMMDD\" }"
	       " zone = \"Mars/Base\" }",
	    "no such zone" },
	{ HEAD "column \"a\" { from = { \"A\" } otherwise = \"x\" }",
	    "nothing to translate" },
	{ HEAD "encoding = \"ebcdic\" column \"a\" { value = \"v\" }",
	    "windows-1252" },
	{ HEAD "separator = \"::\" column \"a\" { value = \"v\" }", "none of" },
};

static void
slips_are_told_with_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct mapping *m = NULL;

		assert_int_equal(ERR_PARSE, parse(wrong[i].text, &m));
		assert_null(m);
		assert_non_null(strstr(told, "x.map:"));
		assert_non_null(strstr(told, wrong[i].why));
	}
}

static void
every_slip_of_a_file_is_told(void **state)
{
	static const char *const said[] = {
		"x.map:3: encoding: \"utf8\" is none of utf-8, ",
		"did you mean \"utf-8\"?",
		"x.map:1: separator \"::\"",
		"x.map:5: column \"a\": has neither",
		"x.map:7: zone \"UTC\": only dates",
	};
	struct mapping *m = NULL;

	(void)state;
	assert_int_equal(ERR_PARSE,
	    parse(HEAD "encoding = utf8\nseparator = \"::\"\n"
		       "column \"a\" { }\ncolumn \"b\" { value = \"v\" }\n"
		       "column \"c\" { from = { \"C\" } zone = \"UTC\" }\n",
		&m));
	assert_null(m);
	for (size_t i = 0; i < ROWS(said); i++)
		if (strstr(told, said[i]) == NULL)
			fail_msg("%s: not in %s", said[i], told);
}

static void
headings_are_found_in_any_case_and_by_their_order(void **state)
{
	static const char *const headings[] = { "Hostname", "NAME", "x" };
	struct mapping *m = NULL;
	struct buf from = { 0 };
	size_t n = 0, none = 0;

	(void)state;
	assert_int_equal(ERR_OK,
	    parse(HEAD "column \"a\" { from = { \"name\", \"hostname\" } }\n"
		       "column \"b\" { from = { \"y\" } }\n"
		       "column \"c\" { value = \"v\" }\n",
		&m));
	assert_int_equal(3, mapping_count(m));
	assert_int_equal(1, mapping_place(mapping_at(m, 0), &n, headings, 3));
	assert_int_equal(0, mapping_place(mapping_at(m, 0), &n, headings, 3));
	assert_int_equal(-1, mapping_place(mapping_at(m, 0), &n, headings, 3));
	n = 0;
	assert_int_equal(0, mapping_place(mapping_at(m, 0), &n, headings, 1));
	assert_int_equal(
	    -1, mapping_place(mapping_at(m, 1), &none, headings, 3));
	none = 0;
	assert_int_equal(
	    -1, mapping_place(mapping_at(m, 2), &none, headings, 3));
	mapping_tell_from(mapping_at(m, 0), &from);
	assert_string_equal("\"name\" or \"hostname\"", buf_str(&from));
	assert_false(mapping_is_verified(m));
	buf_free(&from);
	mapping_free(m);
}

static void
rows_are_chosen_by_their_fields(void **state)
{
	struct mapping *m = NULL;

	(void)state;
	assert_int_equal(ERR_OK,
	    parse(HEAD "only \"Status\" { is = { \"Active\", \"\" } }\n"
		       "column \"a\" { value = \"v\" }\n",
		&m));
	assert_int_equal(1, mapping_conditions(m));
	assert_string_equal("Status", mapping_condition_heading(m, 0));
	assert_true(mapping_condition_holds(m, 0, "active"));
	assert_true(mapping_condition_holds(m, 0, NULL));
	assert_false(mapping_condition_holds(m, 0, "Planned"));
	mapping_free(m);
}

static int
in_utc(void **state)
{
	(void)state;
	return zone_set("UTC");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_become_ours),
		cmocka_unit_test(slips_are_told_with_their_line),
		cmocka_unit_test(every_slip_of_a_file_is_told),
		cmocka_unit_test(
		    headings_are_found_in_any_case_and_by_their_order),
		cmocka_unit_test(rows_are_chosen_by_their_fields),
	};
	return cmocka_run_group_tests(tests, in_utc, NULL);
}
