/* SPDX-License-Identifier: Apache-2.0 */

/* Footnotes, and the pages that they stand on. */
#include "tests/unit/reporter/laid.h"

/* A paragraph of some lines, the last of which has the mark of a note. */
static void
add_marked(struct document *d, int lines, const struct footnote *note)
{
	struct block *b = laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, lines));

	b->runs->next = POOL_NEW(d->pool, struct run);
	b->runs->next->text = note->mark;
	b->runs->next->note = note;
}

static struct footnote
new_note(struct run *text)
{
	return (struct footnote){
		.number = 1, .name = "n", .mark = "1", .runs = text
	};
}

/* "2 Link text 80.0 300.0 regular 7.2 1": of that type, its page and y. */
static bool
read_box(const char *line, const char *type, unsigned *page, double *y)
{
	size_t len = strlen(type);
	char *at;

	*page = (unsigned)strtoul(line, &at, 10);
	if (*at != ' ' || strncmp(at + 1, type, len) != 0 ||
	    strncmp(at + 1 + len, " text ", 6) != 0)
		return false;
	(void)strtod(at + 1 + len + 6, &at);
	*y = strtod(at, NULL);
	return true;
}

/* The nth of them. */
static bool
find_box(const char *dump, const char *type, int nth, unsigned *page, double *y)
{
	for (const char *p = dump; *p != '\0'; p = strchr(p, '\n') + 1) {
		if (read_box(p, type, page, y) && --nth == 0)
			return true;
	}
	return false;
}

static void
a_footnote_stands_below_the_text_of_its_page(void **state)
{
	(void)state;
	for (int n = 30; n < 60; n++) {
		struct document *d = laid_document();
		struct run text = { .text = "what it means" };
		struct footnote note = new_note(&text);
		struct buf dump = { 0 };
		unsigned page, foot;
		double mark, y;
		struct layout *l;

		add_marked(d, n, &note);
		laid_add(d, BLOCK_PARAGRAPH, laid_lines(d, 60));
		assert_int_equal(ERR_OK, layout_make(d, &measure, NULL, &l));
		layout_dump(l, &dump);
		assert_true(find_box(buf_str(&dump), "Link", 1, &page, &mark));
		assert_true(find_box(buf_str(&dump), "Note", 1, &foot, &y));
		assert_int_equal(page, foot);
		assert_true(mark < y);
		/* What follows on that page ends above it. */
		for (const struct box *b = l->boxes; b != NULL; b = b->next) {
			if (b->kind == BOX_TEXT && b->page + 1 == page &&
			    b->node != NULL && strcmp(b->node->type, "P") == 0)
				assert_true(b->y < y - 10);
		}
		assert_false(find_box(buf_str(&dump), "Note", 2, &foot, &y));
		buf_free(&dump);
		layout_free(l);
		document_free(d);
	}
}

static void
a_footnote_is_repeated_on_each_page_with_its_mark(void **state)
{
	struct document *d = laid_document();
	struct run text = { .text = "what it means" };
	struct footnote note = new_note(&text);
	char *got;

	(void)state;
	add_marked(d, 2, &note);
	add_marked(d, 2, &note);
	laid_add(d, BLOCK_PAGE, NULL);
	add_marked(d, 2, &note);
	got = laid_texts(d);
	/* Twice marked, once there; and once more on the next page. */
	assert_non_null(strstr(got,
	    "2 P line1\n2 P line2\n2 Link 1\n2 P line1\n2 P line2\n"
	    "2 Link 1\n2 Lbl 1\n2 Note what it means\n"
	    "3 P line1\n3 P line2\n3 Link 1\n3 Lbl 1\n"
	    "3 Note what it means\n"));
	free(got);
	document_free(d);
}

/* Under a header that is repeated, the note is for the eye as it is. */
static void
a_column_has_a_footnote(void **state)
{
	struct document *d = laid_document();
	struct run text = { .text = "what it means" };
	struct footnote note = new_note(&text);
	char *got;

	(void)state;
	laid_table(d, 60, 0);
	d->body->table->columns[1].note = &note;
	got = laid_texts(d);
	assert_non_null(strstr(got, "2 TH State\n2 Link 1\n"));
	assert_non_null(strstr(got, "2 Lbl 1\n2 Note what it means\n"));
	assert_non_null(strstr(got, "3 - State\n3 - 1\n"));
	assert_non_null(strstr(got, "3 - 1\n3 - what it means\n"));
	free(got);
	document_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_footnote_stands_below_the_text_of_its_page),
		cmocka_unit_test(
		    a_footnote_is_repeated_on_each_page_with_its_mark),
		cmocka_unit_test(a_column_has_a_footnote),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
