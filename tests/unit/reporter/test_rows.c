/* SPDX-License-Identifier: Apache-2.0 */

/* Tables that go on over pages. */
#include "tests/unit/reporter/laid.h"

static void
a_table_repeats_its_header_and_says_so(void **state)
{
	struct document *d = laid_document();
	char *got, *second;

	(void)state;
	laid_table(d, 60, 0);
	got = laid_texts(d);
	assert_non_null(strstr(got, "2 Caption Devices\n2 TH Name\n"));
	/* The repeats are for the eye: artifacts, not headers again. */
	second = strstr(got, "3 - Devices (continued)\n3 - Name\n3 - State\n");
	assert_non_null(second);
	assert_null(strstr(second, "3 TH Name"));
	free(got);
	document_free(d);
}

static void
a_row_taller_than_a_page_goes_on(void **state)
{
	struct document *d = laid_document();
	char *got;
	int lines = 0;

	(void)state;
	laid_table(d, 3, 2);
	got = laid_texts(d);
	assert_non_null(strstr(got, "2 TD line1\n"));
	assert_non_null(strstr(got, "4 TD line150\n"));
	assert_non_null(strstr(got, "4 TH device3\n"));
	for (const char *p = got; (p = strstr(p, " TD line")) != NULL; p++)
		lines++;
	assert_int_equal(150, lines);
	free(got);
	document_free(d);
}

/* The line of a text, from one of its own on; the page stands before it. */
static const char *
line_of(const char *from, const char *text)
{
	const char *at = strstr(from, text);

	assert_non_null(at);
	return at;
}

static void
the_last_row_is_not_alone_on_a_page(void **state)
{
	(void)state;
	for (int n = 20; n < 60; n++) {
		struct document *d = laid_document();
		char *got, last[32], before[32];

		laid_table(d, n, 0);
		got = laid_texts(d);
		snprintf(before, sizeof(before), "TH device%d\n", n - 1);
		snprintf(last, sizeof(last), "TH device%d\n", n);
		assert_int_equal(
		    line_of(got, before)[-2], line_of(got, last)[-2]);
		free(got);
		document_free(d);
	}
}

static void
a_small_table_is_not_parted(void **state)
{
	(void)state;
	for (int n = 20; n < 55; n++) {
		struct document *d = laid_document();
		char *got;

		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
		laid_table(d, 5, 0);
		got = laid_texts(d);
		assert_int_equal(laid_page(got, "Caption Devices\n"),
		    laid_page(got, "TH device5\n"));
		free(got);
		document_free(d);
	}
}

static void
a_title_takes_no_more_than_two_lines(void **state)
{
	struct document *d = laid_document();
	struct table *t;
	char *got;

	(void)state;
	laid_table(d, 3, 0);
	t = d->body->table;
	t->columns[0].title = "Risk of doing nothing";
	t->columns[0].flags = t->columns[1].flags = COLUMN_WIDE;
	for (struct row *r = t->rows; r != NULL; r = r->next) {
		r->cells[0].runs->text = "-";
		r->cells[1].runs->text =
		    "a text that is much longer than what a table of this "
		    "width has on one line, and that asks for all of it, as "
		    "long texts do that stand beside a column of dashes";
	}
	got = laid_texts(d);
	assert_non_null(strstr(got, "TH Risk of doing \n2 TH nothing\n"));
	free(got);
	document_free(d);
}

static void
a_row_that_continues_one_stays_with_it(void **state)
{
	(void)state;
	for (int n = 2; n < 60; n++) {
		struct document *d = laid_document();
		const char *named, *next;
		char *got, name[32];
		struct row *r;

		laid_table(d, 80, 0);
		r = d->body->table->rows;
		for (int i = 1; i < n; i++)
			r = r->next;
		r->cells[0].runs->text = "";
		r->continues = true;
		got = laid_texts(d);
		snprintf(name, sizeof(name), "TH device%d\n", n - 1);
		named = line_of(got, name);
		/* Its own state, then that of the row below. */
		next = line_of(line_of(named, "TD late") + 1, "TD late");
		assert_int_equal(named[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

/* A group's name wants all rows of its first one that have no name. */
static void
a_header_is_not_alone_above_a_group(void **state)
{
	(void)state;
	for (int n = 20; n < 55; n++) {
		struct document *d = laid_document();
		const char *head, *first;
		struct row *r;
		char *got;

		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
		laid_table(d, 9, 0);
		r = d->body->next->table->rows;
		r->group = true;
		r = r->next->next;
		for (int i = 0; i < 5; i++, r = r->next) {
			r->cells[0].runs->text = "";
			r->continues = true;
		}
		got = laid_texts(d);
		head = line_of(got, "TH State");
		first = line_of(got, "TH device2");
		assert_int_equal(head[-2], first[-2]);
		free(got);
		document_free(d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_repeats_its_header_and_says_so),
		cmocka_unit_test(a_row_taller_than_a_page_goes_on),
		cmocka_unit_test(the_last_row_is_not_alone_on_a_page),
		cmocka_unit_test(a_small_table_is_not_parted),
		cmocka_unit_test(a_title_takes_no_more_than_two_lines),
		cmocka_unit_test(a_row_that_continues_one_stays_with_it),
		cmocka_unit_test(a_header_is_not_alone_above_a_group),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
