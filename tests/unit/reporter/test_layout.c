/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/box.h"

#include "tests/unit/reporter/laid.h"

static void
no_line_stands_alone(void **state)
{
	(void)state;
	/* Whatever the length, a page begins and ends with two lines. */
	for (int n = 40; n < 60; n++) {
		struct document *d = laid_document();
		int on_page[4] = { 0 };
		char *got, *p;

		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, 30));
		got = laid_texts(d);
		/* The second paragraph begins at the second "line1". */
		p = strstr(strstr(got, "line1\n") + 1, " line1\n");
		for (p -= 3; *p != '\0'; p = strchr(p, '\n') + 1) {
			if (strchr("234", *p) != NULL && p[2] == 'P')
				on_page[*p - '1']++;
		}
		for (int k = 0; k < 4; k++)
			assert_int_not_equal(1, on_page[k]);
		free(got);
		document_free(d);
	}
}

static void
three_lines_are_not_parted(void **state)
{
	static const enum block_kind kinds[] = { BLOCK_PARAGRAPH, BLOCK_ITEM };

	(void)state;
	for (size_t k = 0; k < ROWS(kinds); k++) {
		for (int n = 30; n < 55; n++) {
			struct document *d = laid_document();
			char *got;

			laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
			laid_add(d, BLOCK_HEADING, "Heading")->level = 2;
			laid_add(d, kinds[k], "one\ntwo\nthree");
			got = laid_texts(d);
			assert_int_equal(laid_page(got, " one\n"),
			    laid_page(got, " three\n"));
			assert_int_equal(laid_page(got, " Heading\n"),
			    laid_page(got, " one\n"));
			if (kinds[k] == BLOCK_ITEM)
				assert_int_equal(laid_page(got, " Lbl "),
				    laid_page(got, " one\n"));
			free(got);
			document_free(d);
		}
	}
}

static void
a_heading_stays_with_what_follows(void **state)
{
	(void)state;
	for (int n = 30; n < 55; n++) {
		struct document *d = laid_document();
		const char *heading, *next;
		char *got;

		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
		laid_add(d, BLOCK_HEADING, "Heading")->level = 2;
		laid_table(d, 3, 0);
		got = laid_texts(d);
		heading = strstr(got, "H2 Heading");
		next = strstr(got, "TH device2");
		assert_int_equal(heading[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

static void
a_sentence_stays_with_the_table_that_it_leads_in_to(void **state)
{
	(void)state;
	for (int n = 20; n < 55; n++) {
		struct document *d = laid_document();
		const char *heading, *next;
		char *got;

		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, n));
		laid_add(d, BLOCK_HEADING, "Heading")->level = 2;
		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, 5));
		laid_table(d, 3, 0);
		got = laid_texts(d);
		heading = strstr(got, "H2 Heading");
		next = strstr(got, "TH device3");
		assert_int_equal(heading[-2], next[-2]);
		free(got);
		document_free(d);
	}
}

static void
contents_know_their_pages(void **state)
{
	struct document *d = laid_document();
	char *got;

	(void)state;
	laid_add(d, BLOCK_CONTENTS, NULL);
	laid_add(d, BLOCK_HEADING, "First")->number = "1";
	laid_add(d, BLOCK_PAGE, NULL);
	laid_add(d, BLOCK_HEADING, "Second")->number = "2";
	got = laid_texts(d);
	assert_non_null(strstr(got, "2 Link First"));
	assert_non_null(strstr(got, "2 Link 2\n2 Link 3\n"));
	free(got);
	document_free(d);
}

static void
without_a_cover_the_body_begins_under_a_masthead(void **state)
{
	static const char *const wanted[] = { " bold 10.5 School\n",
		"1 H1 text 55.7", " regular 7.8 For: you",
		" regular 7.8 By: me\n",
		"1 P text 56.7 139.8 regular 9.0 Words.\n",
		" regular 7.8 At the foot.\n", "Page 1 of 1\n" };
	struct fact by = { .label = "By", .value = "me" };
	struct fact of = { .label = "For", .value = "you", .next = &by };
	struct document *d = laid_document();
	struct buf b = { 0 };
	const char *at;
	struct layout *l;

	(void)state;
	d->no_cover = true;
	d->title = "One page";
	d->organisation = "School";
	d->notice = "At the foot.";
	d->facts = &of;
	laid_add(d, BLOCK_PARAGRAPH, "Words.");
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	assert_int_equal(1, l->npages);
	layout_dump(l, &b);
	at = buf_str(&b);
	for (size_t i = 0; i < ROWS(wanted); i++) {
		at = strstr(at, wanted[i]);
		if (at == NULL)
			fail_msg("no \"%s\" in\n%s", wanted[i], buf_str(&b));
	}
	buf_free(&b);
	layout_free(l);
	document_free(d);
}

static void
boxes_are_listed_as_text(void **state)
{
	struct document *d = laid_document();
	struct buf b = { 0 };
	struct layout *l;

	(void)state;
	laid_add(d, BLOCK_PARAGRAPH, "Words.");
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
	layout_dump(l, &b);
	assert_non_null(
	    strstr(buf_str(&b), "2 P text 56.7 86.0 regular 9.6 Words.\n"));
	assert_non_null(
	    strstr(buf_str(&b), " 808.0 semibold 7.6 Page 2 of 2\n"));
	buf_free(&b);
	layout_free(l);
	document_free(d);
}

/* What was taken so far, and of how many pages at most at a time. */
struct taken {
	struct buf text;
	unsigned times, ends;
};

static void
take(struct layout *l, bool is_end, void *of)
{
	struct taken *t = of;

	layout_dump(l, &t->text);
	t->times++;
	t->ends += is_end;
	for (const struct box *b = l->boxes; !is_end && b != NULL; b = b->next)
		assert_int_equal(l->boxes->page, b->page);
}

static void
pages_that_are_taken_hold_the_same(void **state)
{
	struct document *d = laid_document();
	struct taken t = { .times = 0 };
	const struct layout_taker taker = { take, &t };
	struct layout *whole, *l = layout_new(&taker);
	struct buf b = { 0 };

	(void)state;
	laid_add(d, BLOCK_CONTENTS, NULL)->level = 1;
	laid_add(d, BLOCK_HEADING, "Lists")->level = 1;
	laid_table(d, 60, 0);
	laid_table(d, 3, 2); /* a row that goes on over pages */
	assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &whole));
	layout_dump(whole, &b);
	layout_run(l, d, &measure, NULL);
	assert_string_equal(buf_str(&b), buf_str(&t.text));
	assert_int_equal(whole->npages + 1, t.times);
	assert_int_equal(1, t.ends);
	assert_null(l->boxes);
	assert_null(l->passing);
	buf_free(&b);
	buf_free(&t.text);
	layout_free(whole);
	layout_free(l);
	document_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_stands_alone),
		cmocka_unit_test(three_lines_are_not_parted),
		cmocka_unit_test(a_heading_stays_with_what_follows),
		cmocka_unit_test(
		    a_sentence_stays_with_the_table_that_it_leads_in_to),
		cmocka_unit_test(contents_know_their_pages),
		cmocka_unit_test(
		    without_a_cover_the_body_begins_under_a_masthead),
		cmocka_unit_test(boxes_are_listed_as_text),
		cmocka_unit_test(pages_that_are_taken_hold_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
