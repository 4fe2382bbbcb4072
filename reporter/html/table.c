/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/html/html.h"

#include "lib/base/buf.h"

static bool
has_words(const struct run *r)
{
	for (; r != NULL; r = r->next)
		if (r->text != NULL && *r->text != '\0')
			return true;
	return false;
}

/* rows: how many it is the head of, where that is more than its own. */
static void
open_cell(struct page *p, const char *tag, const char *scope, unsigned flags,
    unsigned rows)
{
	buf_printf(p->out, "<%s dir=\"auto\"", tag);
	if (rows > 1)
		buf_printf(p->out, " rowspan=\"%u\"", rows);
	if (scope != NULL)
		buf_printf(p->out, " scope=\"%s\"", scope);
	if (flags & (COLUMN_RIGHT | COLUMN_BOLD))
		buf_printf(p->out, " class=\"%s%s%s\"",
		    flags & COLUMN_RIGHT ? "right" : "",
		    (flags & COLUMN_RIGHT) && (flags & COLUMN_BOLD) ? " " : "",
		    flags & COLUMN_BOLD ? "bold" : "");
	buf_add_u8(p->out, '>');
}

/* A row and those after it that continue it. */
static unsigned
rows_named(const struct row *row)
{
	unsigned n = 1;

	for (row = row->next; row != NULL && row->continues; row = row->next)
		n++;
	return n;
}

/* The first cell is what a row is called by. */
static void
add_cell(
    struct page *p, const struct table *t, const struct row *row, size_t column)
{
	const struct cell *cell = &row->cells[column];
	const char *tag = column == 0 ? "th" : "td";

	open_cell(p, tag, column == 0 ? "row" : NULL, t->columns[column].flags,
	    column == 0 ? rows_named(row) : 1);
	html_light(p, cell->light, !has_words(cell->runs));
	html_runs(p, cell->runs);
	buf_printf(p->out, "</%s>", tag);
}

static void
add_row(struct page *p, const struct table *t, const struct row *row)
{
	if (row->group) {
		buf_printf(p->out,
		    "<tr class=\"group\"><th dir=\"auto\" scope=\"rowgroup\" "
		    "colspan=\"%zu\">",
		    t->ncolumns);
		html_runs(p, row->cells[0].runs);
		buf_add_str(p->out, "</th></tr>\n");
		return;
	}
	buf_add_str(p->out, "<tr>");
	for (size_t i = row->continues ? 1 : 0; i < t->ncolumns; i++)
		add_cell(p, t, row, i);
	buf_add_str(p->out, "</tr>\n");
}

static void
add_head(struct page *p, const struct table *t)
{
	buf_add_str(p->out, "<thead><tr>");
	for (size_t i = 0; i < t->ncolumns; i++) {
		open_cell(p, "th", "col",
		    t->columns[i].flags & ~(unsigned)COLUMN_BOLD, 1);
		html_text(p->out, t->columns[i].title);
		if (t->columns[i].note != NULL)
			html_mark(p, t->columns[i].note);
		buf_add_str(p->out, "</th>");
	}
	buf_add_str(p->out, "</tr></thead>\n");
}

/* A group of rows is a body of its own, which its heading is of. */
static void
add_bodies(struct page *p, const struct table *t)
{
	bool open = false;

	for (const struct row *row = t->rows; row != NULL; row = row->next) {
		if (open && row->group)
			buf_add_str(p->out, "</tbody>\n");
		if (!open || row->group)
			buf_add_str(p->out, "<tbody>\n");
		open = true;
		add_row(p, t, row);
	}
	if (open)
		buf_add_str(p->out, "</tbody>\n");
}

/* A table without a title is called by the heading that it stands under, with
 * a number where that has named another one. */
static const char *
name_of(struct page *p, const struct table *t)
{
	if (t->title != NULL && *t->title != '\0')
		return t->title;
	if (p->bare++ == 0)
		return p->near;
	return pool_printf(p->doc->pool, "%s (%u)", p->near, p->bare);
}

void
html_table(struct page *p, const struct table *t)
{
	const char *name = name_of(p, t);

	buf_add_str(p->out,
	    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"");
	html_text(p->out, name);
	buf_printf(p->out, "\"><table%s>\n<caption%s>",
	    t->plain && t->tall ? " class=\"plain tall\""
		: t->plain      ? " class=\"plain\""
		: t->dense      ? " class=\"dense\""
				: "",
	    name == t->title ? "" : " class=\"hidden\"");
	html_text(p->out, name);
	buf_add_str(p->out, "</caption>\n");
	add_head(p, t);
	add_bodies(p, t);
	buf_add_str(p->out, "</table></div>\n");
}

void
html_tiles(struct page *p, const struct tile *t)
{
	buf_add_str(p->out, "<dl class=\"tiles\">\n");
	for (; t != NULL; t = t->next) {
		buf_printf(p->out, "<div class=\"tile %s\"><dt>",
		    html_light_name(t->light));
		html_text(p->out, t->label);
		buf_add_str(p->out, "</dt><dd class=\"value\">");
		html_light(p, t->light, false);
		html_text(p->out, t->value);
		if (t->light != LIGHT_NONE) {
			buf_add_str(p->out, "<span class=\"hidden\"> (");
			html_text(p->out, p->doc->furniture->light[t->light]);
			buf_add_str(p->out, ")</span>");
		}
		buf_add_str(p->out, "</dd>");
		if (t->change != NULL) {
			buf_add_str(p->out, "<dd>");
			html_text(p->out, t->change);
			buf_add_str(p->out, "</dd>");
		}
		if (t->note != NULL) {
			buf_add_str(p->out, "<dd class=\"muted\">");
			html_text(p->out, t->note);
			buf_add_str(p->out, "</dd>");
		}
		buf_add_str(p->out, "</div>\n");
	}
	buf_add_str(p->out, "</dl>\n");
}
