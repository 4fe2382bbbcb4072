/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <string.h>

static void
add_entry(struct flow *f, struct entry e)
{
	struct entry **last = &f->entries;

	while (*last != NULL)
		last = &(*last)->next;
	*last = POOL_NEW(f->layout->pool, struct entry);
	**last = e;
}

static void
put_entry(struct flow *f, const struct heading *h, struct node *toc)
{
	bool top = h->level == 1;
	enum face face = top ? FACE_SEMIBOLD : FACE_REGULAR;
	double size = top ? 9.2 : 8.8, lead = top ? 17 : 15;
	double indent = top ? 0 : 22, number = top ? 22 : 28;
	struct node *item = node_new(f->layout, toc, "TOCI");
	struct node *reference = node_new(f->layout, item, "Reference");
	struct node *link = node_new(f->layout, reference, "Link");
	struct setting set = flow_setting(f, face, size);
	const struct run title = { .text = h->title };
	double left = f->x + indent + (h->number != NULL ? number : 0);
	unsigned rgb = top ? f->doc->palette.heading : INK;
	struct lines lines;

	set.hyphen = NULL;
	lines_break(&set, &title, f->x + f->w - 30 - left, &lines);
	flow_need(f, (double)lines.n * lead);
	canvas_tag(&f->c, link);
	if (h->number != NULL)
		canvas_text(&f->c, face, size, rgb, f->x + indent,
		    baseline(f->y, size, lead), 0, ALIGN_LEFT,
		    pool_printf(f->layout->pool, "%s ", h->number));
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, size, rgb, left, baseline(f->y, size, lead), 0,
		    ALIGN_LEFT, link);
		f->y += lead;
	}
	add_entry(f,
	    (struct entry){ .heading = h,
		.node = link,
		.page = f->c.page,
		.right = f->x + f->w,
		.base = baseline(f->y - lead, size, lead),
		.size = size,
		.face = face });
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rule(&f->c, f->x + indent, f->y, f->x + f->w, f->y, RULE, 0.4);
}

/* All of it, or the least with which it may begin on this page. */
static double
contents_height(const struct flow *f, const struct block *b)
{
	double h = 40;

	for (const struct heading *n = f->layout->headings; n != NULL;
	     n = n->next) {
		if (n->level <= b->level)
			h += n->level == 1 ? 17 : 15;
	}
	return h;
}

void
put_contents(struct flow *f, const struct block *b)
{
	const char *title =
	    b->runs != NULL ? b->runs->text : f->doc->furniture->contents;
	struct node *toc;

	flow_need(f, contents_height(f, b));
	canvas_tag(&f->c, node_new(f->layout, f->section, "P"));
	if (f->y <= TEXT_TOP) {
		canvas_text(&f->c, FACE_REGULAR, 20, f->doc->palette.heading,
		    f->x, baseline(f->y, 20, 24), 0, ALIGN_LEFT, title);
		f->y += 34;
	} else {
		canvas_text(&f->c, FACE_BOLD, 9.4, f->doc->palette.accent, f->x,
		    baseline(f->y, 9.4, 14), 0, ALIGN_LEFT, title);
		f->y += 17;
	}
	toc = node_new(f->layout, f->section, "TOC");
	for (const struct heading *h = f->layout->headings; h != NULL;
	     h = h->next) {
		if (h->level <= b->level)
			put_entry(f, h, toc);
	}
	f->y += 20;
}

/* Every page is known now. */
void
finish_contents(struct flow *f)
{
	for (const struct entry *e = f->entries; e != NULL; e = e->next) {
		struct link *l = POOL_NEW(f->layout->pool, struct link);

		f->c.page = e->page;
		canvas_tag(&f->c, e->node);
		canvas_text(&f->c, e->face, e->size, INK, e->right, e->base, 0,
		    ALIGN_RIGHT,
		    pool_printf(f->layout->pool, "%u", e->heading->page + 1));
		l->page = e->page;
		l->node = e->node;
		l->to = e->heading;
		l->what = e->heading->title;
		l->where = (struct area){ f->x, e->base - 10, f->w, 14 };
		*f->layout->last_link = l;
		f->layout->last_link = &l->next;
	}
}
