/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/page.h"

#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { WRAP_AT = 72, LABEL_WIDTH = 22 };

/* One paragraph; a word that is longer than a line stays whole. Lines that go
 * on begin with that many blanks. */
static void
add_wrapped(struct buf *out, const char *text, int indent)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " \n");
		size_t width = utf8_length(text, len);

		if (column > 0 && column + 1 + width > WRAP_AT) {
			buf_printf(out, "\n%*s", indent, "");
			column = (size_t)indent;
		} else if (column > 0 && len > 0) {
			buf_add_u8(out, ' ');
			column++;
		}
		buf_add(out, text, len);
		column += width;
		text += len;
		if (*text == '\n') {
			buf_add_u8(out, '\n');
			column = 0;
		}
		if (*text != '\0')
			text++;
	}
	buf_add_str(out, "\n");
}

/* What is not plain text in HTML; quotes stand in no attribute here. */
static void
add_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buf_add_str(out, "&lt;");
		else if (*text == '>')
			buf_add_str(out, "&gt;");
		else if (*text == '&')
			buf_add_str(out, "&amp;");
		else
			buf_add_u8(out, (uint8_t)*text);
	}
}

static void
add_html(
    struct page *p, const char *before, const char *text, const char *after)
{
	buf_add_str(p->out, before);
	add_escaped(p->out, text);
	buf_add_str(p->out, after);
}

void
page_begin(struct page *p, const char *language)
{
	if (p->html)
		buf_printf(p->out,
		    "<!DOCTYPE html>\n<html lang=\"%s\"><head>"
		    "<meta charset=\"utf-8\"></head><body>\n",
		    language);
}

void
page_paragraph(struct page *p, const char *mark, const char *text)
{
	struct buf marked = { 0 };

	if (p->html) {
		add_html(p, "<p>", text, "</p>\n");
		return;
	}
	buf_add_str(&marked, mark);
	buf_add_str(&marked, text);
	add_wrapped(p->out, buf_str(&marked), (int)strlen(mark));
	if (*mark == '\0')
		page_gap(p);
	buf_free(&marked);
}

void
page_note(struct page *p, const char *text)
{
	if (p->html) {
		add_html(p, "<p>", text, "</p>\n");
		return;
	}
	buf_add_str(p->out, "  ");
	add_wrapped(p->out, text, 2);
}

void
page_row(struct page *p, const char *title, const char *text)
{
	size_t width = utf8_length(title, strlen(title));

	if (p->html) {
		add_html(p, "<tr><td>", title, "</td>");
		add_html(p, "<td>", text, "</td></tr>\n");
		return;
	}
	buf_printf(p->out, "  %s", title);
	for (; width < LABEL_WIDTH; width++)
		buf_add_u8(p->out, ' ');
	buf_printf(p->out, " %s\n", text);
}

void
page_table(struct page *p, const struct buf *rows)
{
	buf_add_str(p->out, p->html ? "<table>\n" : "");
	buf_add(p->out, rows->data, rows->len);
	buf_add_str(p->out, p->html ? "</table>\n" : "\n");
}

void
page_gap(struct page *p)
{
	if (!p->html)
		buf_add_u8(p->out, '\n');
}

void
page_rule(struct page *p)
{
	buf_add_str(p->out, p->html ? "<hr>\n" : "-- \n");
}

void
page_end(struct page *p)
{
	struct buf *out = p->out;

	if (p->html)
		buf_add_str(out, "</body></html>\n");
	while (out->len > 1 && out->data[out->len - 2] == '\n')
		out->len--;
}
