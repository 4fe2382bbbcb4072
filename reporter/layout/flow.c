/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <string.h>

void
flow_end_page(struct flow *f)
{
	foot_put(f);
	if (f->layout->npages == 1)
		put_notice(f);
	layout_take(f->layout, false);
}

void
flow_page(struct flow *f)
{
	flow_end_page(f);
	f->c.page = f->layout->npages++;
	f->y = TEXT_TOP;
	f->bottom = TEXT_BOTTOM;
}

bool
flow_need(struct flow *f, double h)
{
	if (f->y + h <= f->bottom || f->y <= TEXT_TOP)
		return false;
	flow_page(f);
	return true;
}

double
flow_left(const struct flow *f)
{
	return f->bottom - f->y;
}

double
baseline(double top, double size, double lead)
{
	return top + size * 0.8 + (lead - size) / 2;
}

struct setting
flow_setting(const struct flow *f, enum face face, double size)
{
	return (struct setting){
		.measure = f->c.measure,
		.pool = f->layout->pool,
		.hyphen = f->hyphen,
		.hyphen_below = 0.84,
		.size = size,
		.face = face,
	};
}

static void
add_link(struct flow *f, const struct span *s, struct node *node, double x,
    double base)
{
	struct link *l = POOL_NEW(f->layout->of_page, struct link);

	l->page = f->c.page;
	l->node = node;
	l->where =
	    (struct area){ x, base - s->size * 0.8, s->width, s->size * 1.1 };
	l->url = s->url;
	l->what = pool_printf(f->layout->of_page, "%.*s %s", (int)s->len,
	    s->text, f->doc->furniture->website);
	*f->layout->last_link = l;
	f->layout->last_link = &l->next;
}

static void
put_span(
    struct flow *f, const struct span *s, unsigned rgb, double x, double base)
{
	struct box *b = canvas_add(&f->c, BOX_TEXT);

	b->x = x;
	b->y = s->note != NULL ? base - s->size * 0.45 : base;
	b->w = s->width;
	b->face = s->face;
	b->size = s->size;
	b->rgb = rgb;
	b->text = s->text;
	b->len = s->len;
	b->hyphen = s->hyphen;
}

/* A mark of a footnote, which leads to it. */
static void
put_mark(struct flow *f, const struct span *s, unsigned rgb, double x,
    double base, struct node *node)
{
	const struct heading *to = foot_take(f, s->note, node == NULL);
	struct node *link;
	struct link *l;

	if (node == NULL) {
		canvas_tag(&f->c, NULL);
		put_span(f, s, rgb, x, base);
		return;
	}
	link =
	    node_new(f->layout, node_new(f->layout, node, "Reference"), "Link");
	canvas_tag(&f->c, link);
	put_span(f, s, rgb, x, base);
	l = POOL_NEW(f->layout->of_page, struct link);
	l->page = f->c.page;
	l->node = link;
	l->where =
	    (struct area){ x, base - s->size * 1.25, s->width, s->size * 1.1 };
	l->to = to;
	l->what = pool_printf(f->layout->of_page, "%s %s",
	    f->doc->furniture->note, s->note->mark);
	*f->layout->last_link = l;
	f->layout->last_link = &l->next;
}

void
flow_line(struct flow *f, const struct line *line, double size, unsigned rgb,
    double x, double base, double width, enum align align, struct node *node)
{
	struct node *link;

	(void)size;
	if (align == ALIGN_RIGHT)
		x += width - line->width;
	else if (align == ALIGN_CENTRE)
		x += (width - line->width) / 2;
	for (const struct span *s = line->spans; s != NULL; s = s->next) {
		if (s->note != NULL) {
			put_mark(f, s, rgb, x + s->x, base, node);
			continue;
		}
		if (s->url == NULL || node == NULL) {
			canvas_tag(&f->c, node);
			put_span(f, s, rgb, x + s->x, base);
			continue;
		}
		link = node_new(f->layout, node, "Link");
		canvas_tag(&f->c, link);
		put_span(f, s, BLUE, x + s->x, base);
		canvas_rule(&f->c, x + s->x, base + 1.7, x + s->x + s->width,
		    base + 1.7, BLUE, 0.5);
		add_link(f, s, link, x + s->x, base);
	}
}

/* Never one line alone at the foot or the top of a page: of three, all. */
static size_t
together(size_t i, size_t n)
{
	if (i == 0 && n <= 3)
		return n;
	return i == 0 || i + 2 == n ? 2 : 1;
}

size_t
flow_first_lines(
    const struct flow *f, const struct run *runs, double size, double indent)
{
	struct setting set = flow_setting(f, FACE_REGULAR, size);
	struct lines lines;

	lines_break(&set, runs, f->w - indent, &lines);
	return together(0, lines.n);
}

void
flow_paragraph(struct flow *f, const char *type, const struct run *runs,
    enum face face, double size, double lead, unsigned rgb, double after)
{
	struct node *node = node_new(f->layout, f->section, type);
	struct setting set = flow_setting(f, face, size);
	struct lines lines;
	size_t i = 0;

	lines_break(&set, runs, f->w, &lines);
	for (const struct line *l = lines.first; l != NULL; l = l->next, i++) {
		size_t k = together(i, lines.n);

		flow_need(f, (double)k * lead + foot_lines(f, l, k));
		flow_line(f, l, size, rgb, f->x, baseline(f->y, size, lead),
		    f->w, ALIGN_LEFT, node);
		f->y += lead;
	}
	f->y += after;
}
