/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/page.h"

#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static const char *
written(struct buf *out, bool html, void (*write)(struct page *))
{
	struct page p = { .out = out, .html = html };

	buf_clear(out);
	write(&p);
	return buf_str(out);
}

static void
write_list(struct page *p)
{
	struct buf rows = { 0 };
	struct page table = { .out = &rows, .html = p->html };

	page_begin(p, "nl");
	page_paragraph(p, "", "Twee.");
	page_paragraph(p, "- ", "sw1 < sw2");
	page_note(p, "Rol: kern & rand");
	page_gap(p);
	page_row(&table, "Patch", "P-1");
	page_row(&table, "Beëindigd", "ja");
	page_table(p, &rows);
	page_rule(p);
	page_paragraph(p, "", "Groet.");
	page_end(p);
	buf_free(&rows);
}

static void
text_is_what_a_terminal_shows(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_string_equal("Twee.\n\n"
			    "- sw1 < sw2\n"
			    "  Rol: kern & rand\n"
			    "\n"
			    "  Patch                  P-1\n"
			    "  Beëindigd              ja\n"
			    "\n"
			    "-- \n"
			    "Groet.\n",
	    written(&out, false, write_list));
	buf_free(&out);
}

static void
html_is_the_same_and_escaped(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_string_equal("<!DOCTYPE html>\n<html lang=\"nl\"><head>"
			    "<meta charset=\"utf-8\"></head><body>\n"
			    "<p>Twee.</p>\n"
			    "<p>sw1 &lt; sw2</p>\n"
			    "<p>Rol: kern &amp; rand</p>\n"
			    "<table>\n"
			    "<tr><td>Patch</td><td>P-1</td></tr>\n"
			    "<tr><td>Beëindigd</td><td>ja</td></tr>\n"
			    "</table>\n"
			    "<hr>\n"
			    "<p>Groet.</p>\n"
			    "</body></html>\n",
	    written(&out, true, write_list));
	buf_free(&out);
}

#define TEN "negen één "

static void
write_long(struct page *p)
{
	page_paragraph(p, "- ", TEN TEN TEN TEN TEN TEN TEN TEN "einde");
}

static void
write_whole(struct page *p)
{
	char word[200];

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	page_paragraph(p, "", word);
}

static void
lines_are_counted_in_letters(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_string_equal("- " TEN TEN TEN TEN TEN TEN "negen één\n"
			    "  " TEN "einde\n",
	    written(&out, false, write_long));
	buf_free(&out);
}

static void
a_word_stays_whole(void **state)
{
	struct buf out = { 0 };
	const char *text = written(&out, false, write_whole);

	(void)state;
	assert_int_equal(199, strspn(text, "x"));
	assert_string_equal("\n\n", text + 199);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_what_a_terminal_shows),
		cmocka_unit_test(html_is_the_same_and_escaped),
		cmocka_unit_test(lines_are_counted_in_letters),
		cmocka_unit_test(a_word_stays_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
