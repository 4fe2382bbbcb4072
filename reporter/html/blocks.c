/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include <stdlib.h>

#include "lib/base/buf.h"

/* The document's title is the only h1. */
enum { TOP_LEVEL = 2, DEPTH_MAX = 3 };

/* Points that go on are one list; deeper ones stand in the point before. */
struct lists {
	struct page *page;
	int depth;
	bool ordered[DEPTH_MAX + 1];
};

static void
close_list(struct lists *l)
{
	buf_printf(
	    l->page->out, "</li></%s>\n", l->ordered[l->depth] ? "ol" : "ul");
	l->depth--;
}

static void
open_list(struct lists *l, bool ordered)
{
	l->depth++;
	l->ordered[l->depth] = ordered;
	buf_add_str(l->page->out, ordered ? "<ol>" : "<ul>");
}

static int
level_of(const struct block *b)
{
	return b->level < 1 ? 1 : b->level > DEPTH_MAX ? DEPTH_MAX : b->level;
}

static void
add_item(struct lists *l, const struct block *b)
{
	int level = level_of(b);
	bool ordered = b->number != NULL;

	while (l->depth > level ||
	    (l->depth == level && l->ordered[l->depth] != ordered))
		close_list(l);
	if (l->depth == level)
		buf_add_str(l->page->out, "</li>\n");
	while (l->depth < level) {
		open_list(l, ordered);
		if (l->depth < level)
			buf_add_str(l->page->out, "<li>");
	}
	/* "3." counts from where the template says. */
	if (ordered)
		buf_printf(l->page->out, "<li value=\"%ld\">",
		    strtol(b->number, NULL, 10));
	else
		buf_add_str(l->page->out, "<li>");
	html_runs(l->page, b->runs);
}

static void
add_title(struct page *p, const struct block *b)
{
	if (b->number != NULL) {
		html_text(p->out, b->number);
		buf_add_str(p->out, " ");
	}
	html_runs(p, b->runs);
}

static void
add_heading(struct page *p, const struct block *b)
{
	int level = TOP_LEVEL - 1 + level_of(b);

	buf_printf(p->out, "<h%d id=\"s%u\">", level, ++p->headings);
	add_title(p, b);
	buf_printf(p->out, "</h%d>\n", level);
	p->near = html_words(p, b->runs);
	p->bare = 0;
}

static void
add_note(struct page *p, const struct block *b)
{
	buf_printf(p->out, "<div class=\"note %s\" role=\"note\"><p>",
	    html_light_name(b->light));
	html_light(p, b->light, false);
	html_runs(p, b->runs);
	buf_add_str(p->out, "</p></div>\n");
}

/* Every heading up to a depth, cover first: they are numbered in this order. */
static void
list_headings(
    struct page *p, const struct block *b, int depth, unsigned *number)
{
	for (; b != NULL; b = b->next) {
		if (b->kind != BLOCK_HEADING)
			continue;
		++*number;
		if (level_of(b) > depth)
			continue;
		buf_printf(p->out, "<li class=\"l%d\"><a href=\"#s%u\">",
		    level_of(b), *number);
		add_title(p, b);
		buf_add_str(p->out, "</a></li>\n");
	}
}

static void
add_contents(struct page *p, const struct block *b)
{
	const char *title = b->runs != NULL ? html_words(p, b->runs)
					    : p->doc->furniture->contents;
	unsigned number = 0;

	buf_add_str(p->out, "<nav aria-label=\"");
	html_text(p->out, title);
	buf_add_str(p->out, "\"><p class=\"bold\">");
	html_text(p->out, title);
	buf_add_str(p->out, "</p><ol>\n");
	list_headings(p, p->doc->cover, b->level, &number);
	list_headings(p, p->doc->body, b->level, &number);
	buf_add_str(p->out, "</ol></nav>\n");
}

static void
add_block(struct page *p, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		add_heading(p, b);
		break;
	case BLOCK_PARAGRAPH:
		buf_add_str(p->out, "<p>");
		html_runs(p, b->runs);
		buf_add_str(p->out, "</p>\n");
		break;
	case BLOCK_TABLE:
		html_table(p, b->table);
		break;
	case BLOCK_TILES:
		html_tiles(p, b->tiles);
		break;
	case BLOCK_CHART:
		html_chart(p, b->chart);
		break;
	case BLOCK_NOTE:
		add_note(p, b);
		break;
	case BLOCK_CONTENTS:
		add_contents(p, b);
		break;
	case BLOCK_PAGE:
		buf_add_str(p->out, "<div class=\"page\"></div>\n");
		break;
	case BLOCK_ITEM: /* html_blocks has it */
		break;
	}
}

void
html_blocks(struct page *p, const struct block *b)
{
	struct lists lists = { .page = p };

	for (; b != NULL; b = b->next) {
		if (b->kind == BLOCK_ITEM) {
			add_item(&lists, b);
			continue;
		}
		while (lists.depth > 0)
			close_list(&lists);
		add_block(p, b);
	}
	while (lists.depth > 0)
		close_list(&lists);
}
