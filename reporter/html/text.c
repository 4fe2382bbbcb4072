/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include <string.h>

#include "lib/base/buf.h"

void
html_text_len(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		switch (c) {
		case '&':
			buf_add_str(out, "&amp;");
			break;
		case '<':
			buf_add_str(out, "&lt;");
			break;
		case '>':
			buf_add_str(out, "&gt;");
			break;
		case '"':
			buf_add_str(out, "&quot;");
			break;
		case '\'':
			buf_add_str(out, "&#39;");
			break;
		default:
			/* HTML has no place for other control characters. */
			if (c >= 0x20 || c == '\n' || c == '\t')
				buf_add_u8(out, c);
			else
				buf_add_str(out, "\xef\xbf\xbd");
		}
	}
}

void
html_text(struct buf *out, const char *text)
{
	if (text != NULL)
		html_text_len(out, text, strlen(text));
}

/* Longer words, which are names and hashes, may be divided: every so many
 * bytes, at a whole character. Others stay whole, also in narrow columns. */
enum { LONG_WORD = 24, WORD_PART = 16 };

static void
add_word(struct buf *out, const char *word, size_t len)
{
	while (len > LONG_WORD) {
		size_t part = WORD_PART;

		while (part < len && ((unsigned char)word[part] & 0xc0) == 0x80)
			part++;
		html_text_len(out, word, part);
		buf_add_str(out, "<wbr>");
		word += part;
		len -= part;
	}
	html_text_len(out, word, len);
}

static void
add_words(struct buf *out, const char *text)
{
	while (*text != '\0') {
		size_t word = strcspn(text, " \n");
		size_t space = strspn(text + word, " ");

		add_word(out, text, word);
		html_text_len(out, text + word, space);
		text += word + space;
		if (*text == '\n') {
			buf_add_str(out, "<br>");
			text++;
		}
	}
}

/* Only what a template may link to; a value never becomes an address. */
static bool
is_safe_url(const char *url)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static void
add_run(struct buf *out, const struct run *r)
{
	static const struct {
		unsigned style;
		const char *open, *close;
	} marks[] = {
		{ RUN_BOLD, "<strong>", "</strong>" },
		{ RUN_ITALIC, "<em>", "</em>" },
		{ RUN_CODE, "<code>", "</code>" },
	};
	bool linked = r->url != NULL && is_safe_url(r->url);

	if (linked) {
		buf_add_str(out, "<a href=\"");
		html_text(out, r->url);
		buf_add_str(out, "\">");
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (r->style & marks[i].style)
			buf_add_str(out, marks[i].open);
	add_words(out, r->text);
	for (size_t i = sizeof(marks) / sizeof(marks[0]); i > 0; i--)
		if (r->style & marks[i - 1].style)
			buf_add_str(out, marks[i - 1].close);
	if (linked)
		buf_add_str(out, "</a>");
}

void
html_mark(struct page *p, const struct footnote *note)
{
	buf_add_str(p->out, "<sup><a role=\"doc-noteref\" ");
	if (note->number > p->marked) {
		p->marked = note->number;
		buf_printf(p->out, "id=\"r%u\" ", note->number);
	}
	buf_printf(p->out, "aria-label=\"%s %s\" href=\"#n%u\">%s</a></sup>",
	    p->doc->furniture->note, note->mark, note->number, note->mark);
}

void
html_runs(struct page *p, const struct run *runs)
{
	for (const struct run *r = runs; r != NULL; r = r->next) {
		if (r->note != NULL)
			html_mark(p, r->note);
		else if (r->text != NULL)
			add_run(p->out, r);
	}
}

/* A page of HTML has one foot; each leads back to its first mark. */
void
html_notes(struct page *p)
{
	const struct footnote *n = p->doc->notes;

	if (n == NULL)
		return;
	buf_printf(p->out,
	    "<section class=\"notes\" role=\"doc-endnotes\" "
	    "aria-label=\"%s\"><ol>\n",
	    p->doc->furniture->notes);
	for (; n != NULL; n = n->next) {
		buf_printf(p->out, "<li id=\"n%u\">", n->number);
		html_runs(p, n->runs);
		buf_printf(p->out,
		    " <a role=\"doc-backlink\" aria-label=\"%s %s\" "
		    "href=\"#r%u\">\xe2\x86\xa9</a></li>\n",
		    p->doc->furniture->note, n->mark, n->number);
	}
	buf_add_str(p->out, "</ol></section>\n");
}

const char *
html_words(const struct page *p, const struct run *runs)
{
	struct buf words = { 0 };
	const char *text;

	for (const struct run *r = runs; r != NULL; r = r->next)
		if (r->text != NULL)
			buf_add_str(&words, r->text);
	text = pool_dup(p->doc->pool, buf_str(&words));
	buf_free(&words);
	return text;
}
