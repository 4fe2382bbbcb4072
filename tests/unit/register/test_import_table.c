/* SPDX-License-Identifier: Apache-2.0 */
#include "register/import_table.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "register/mapping/mapping.h"

#include "tests/unit/scratch.h"
#include "tests/unit/test.h"

static const struct import_column columns[] = {
	{ "name", IMPORT_REQUIRED },
	{ "address", IMPORT_REQUIRED },
	{ "note", 0 },
	{ 0 },
};

static const char map[] = "for = \"device\"\n"
			  "about = \"a test\"\n"
			  "only \"Status\" { is = { \"Active\" } }\n"
			  "column \"name\" { from = { \"Host\", \"Label\" } }\n"
			  "column \"address\" {\n"
			  "\tfrom = { \"IP\" }\n"
			  "\ttake = \"([^/]*)/[0-9]+\"\n"
			  "}\n";

static struct buf told;

static void
keep(void *arg, unsigned line, unsigned column, const char *text)
{
	assert_ptr_equal(&told, arg);
	buf_printf(&told, "%u:%u: %s\n", line, column, text);
}

/* With its header taken, which may have faults. */
static struct import_table *
open_table(const char *text, const struct mapping *m, int header)
{
	struct import_table *t =
	    import_table_new(columns, m, "devices", keep, &told);
	char path[SCRATCH_MAX];
	int fd = mkstemp(scratch_name(path, "table"));

	assert_int_equal(strlen(text), write(fd, text, strlen(text)));
	close(fd);
	buf_clear(&told);
	assert_int_equal(ERR_OK, import_table_open(t, path));
	unlink(path);
	assert_int_equal(header, import_table_header(t));
	return t;
}

static struct mapping *
make_mapping(void)
{
	struct mapping *m;

	assert_int_equal(ERR_OK, mapping_parse("x.map", map, strlen(map), &m));
	return m;
}

static void
fields_are_found_by_their_column_and_have_a_place(void **state)
{
	struct import_table *t = open_table(
	    "note;address;name\n\n\"a\nb\";192.0.2.1; sw1 \n", NULL, ERR_OK);
	unsigned line, col;

	(void)state;
	assert_int_equal(ERR_OK, import_table_next(t));
	assert_string_equal("sw1", import_table_text(t, "name"));
	assert_string_equal("a\nb", import_table_text(t, "note"));
	assert_null(import_table_text(t, "price"));
	assert_int_equal(3, import_table_line(t));
	import_table_place(t, "address", &line, &col);
	assert_int_equal(4, line);
	assert_int_equal(4, col);
	import_table_place(t, NULL, &line, &col);
	assert_int_equal(3, line);
	assert_int_equal(1, col);
	assert_int_equal(ERR_NOTFOUND, import_table_next(t));
	assert_null(import_table_text(t, "name"));
	import_table_free(t);
}

static void
what_a_row_lacks_or_has_too_much_is_told(void **state)
{
	struct import_table *t =
	    open_table("name,address\nsw1\na,b,c\n", NULL, ERR_OK);

	(void)state;
	assert_int_equal(ERR_OK, import_table_next(t));
	assert_int_equal(ERR_OK, import_table_next(t));
	assert_string_equal("2:1: address: is missing\n"
			    "3:5: more fields than the header has\n",
	    buf_str(&told));
	import_table_free(t);
}

static void
a_header_without_what_is_wanted_is_told(void **state)
{
	struct import_table *t = open_table("name,name,nam\n", NULL, ERR_PARSE);

	(void)state;
	assert_non_null(
	    strstr(buf_str(&told), "1:6: column name stands twice"));
	assert_non_null(strstr(buf_str(&told), "1:11: column \"nam\""));
	assert_non_null(
	    strstr(buf_str(&told), "1:1: column address is missing"));
	import_table_free(t);
}

static void
json_is_the_table_that_it_stands_for(void **state)
{
	struct import_table *t = open_table(
	    "[{\"name\": \"sw1\",\n\"address\": \"'=x\"}]", NULL, ERR_OK);
	unsigned line, col;

	(void)state;
	assert_int_equal(ERR_OK, import_table_next(t));
	/* An apostrophe is one: no spreadsheet has written it. */
	assert_string_equal("'=x", import_table_text(t, "address"));
	import_table_place(t, "address", &line, &col);
	assert_int_equal(2, line);
	import_table_free(t);
}

static void
a_mapping_chooses_rows_and_reads_its_own_headings(void **state)
{
	struct mapping *m = make_mapping();
	struct import_table *t = open_table("Label,Host,IP,Status\n"
					    "one,,192.0.2.1/24,Active\n"
					    "two,sw2,192.0.2.2/24,Planned\n"
					    "three,sw3,192.0.2.3/24,Active\n",
	    m, ERR_OK);

	(void)state;
	assert_int_equal(ERR_OK, import_table_next(t));
	assert_string_equal("one", import_table_text(t, "name"));
	assert_string_equal("192.0.2.1", import_table_text(t, "address"));
	assert_int_equal(ERR_OK, import_table_next(t));
	assert_string_equal("sw3", import_table_text(t, "name"));
	assert_int_equal(1, import_table_skipped(t));
	assert_int_equal(ERR_NOTFOUND, import_table_next(t));
	assert_int_equal(0, told.len);
	import_table_free(t);
	mapping_free(m);
}

static void
a_mapping_tells_which_headings_it_misses(void **state)
{
	struct mapping *m = make_mapping();
	struct import_table *t = open_table("Host\nsw1\n", m, ERR_PARSE);

	(void)state;
	assert_non_null(strstr(
	    buf_str(&told), "1:1: there is no column \"IP\" for address\n"));
	assert_non_null(
	    strstr(buf_str(&told), "1:1: there is no column \"Status\", by"));
	import_table_free(t);
	mapping_free(m);
}

static int
forget(void **state)
{
	(void)state;
	buf_free(&told);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    fields_are_found_by_their_column_and_have_a_place),
		cmocka_unit_test(what_a_row_lacks_or_has_too_much_is_told),
		cmocka_unit_test(a_header_without_what_is_wanted_is_told),
		cmocka_unit_test(json_is_the_table_that_it_stands_for),
		cmocka_unit_test(
		    a_mapping_chooses_rows_and_reads_its_own_headings),
		cmocka_unit_test(a_mapping_tells_which_headings_it_misses),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
