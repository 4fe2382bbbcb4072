/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/box.h"

#include <stdlib.h>

#include "lib/base/mem.h"

/* Turns boxes into drawing, from the left top to PDF's left bottom. */
struct painter {
	struct pdf *pdf;
	unsigned page, npages; /* which one, and how many there are */
	bool open;
	struct node *node; /* of the open section; NULL: an artifact */
	enum artifact artifact;
};

static double
up(double y)
{
	return PAGE_HEIGHT - y;
}

/* Elements are made in the order of drawing: that is the reading order. */
static struct elem *
elem_of(struct painter *p, struct node *n)
{
	if (n->elem != NULL)
		return n->elem;
	if (n->parent == NULL) {
		n->elem = pdf_root(p->pdf);
		return n->elem;
	}
	n->elem = pdf_elem(p->pdf, elem_of(p, n->parent), n->type);
	if (n->alt != NULL)
		elem_set_alt(p->pdf, n->elem, n->alt);
	if (n->scope != NULL)
		elem_set_scope(n->elem, n->scope);
	if (n->list != NULL)
		elem_set_list(n->elem, n->list);
	if (n->id != NULL)
		elem_set_id(p->pdf, n->elem, n->id);
	if (n->span > 1)
		elem_set_span(n->elem, n->span);
	if (n->has_box)
		elem_set_box(n->elem, n->box.x, up(n->box.y + n->box.h),
		    n->box.w, n->box.h);
	return n->elem;
}

static void
close_section(struct painter *p)
{
	if (p->open)
		pdf_end(p->pdf, p->page);
	p->open = false;
}

/* Boxes of one element that follow each other share a section. */
static void
open_section(struct painter *p, const struct box *b)
{
	if (p->open && p->node == b->node &&
	    (b->node != NULL || p->artifact == b->artifact))
		return;
	close_section(p);
	p->node = b->node;
	p->artifact = b->artifact;
	if (b->node != NULL)
		pdf_begin(p->pdf, p->page, elem_of(p, b->node));
	else
		pdf_artifact(p->pdf, p->page, b->artifact);
	p->open = true;
}

static void
paint_text(struct painter *p, const struct box *b)
{
	double hyphen = 0;

	pdf_text(p->pdf, p->page, b->face, b->size, b->rgb, b->x, up(b->y),
	    b->text, b->len);
	if (!b->hyphen)
		return;
	hyphen = pdf_width(p->pdf, b->face, "-", 1) * b->size;
	pdf_hyphen(p->pdf, p->page, b->face, b->size, b->rgb,
	    b->x + b->w - hyphen, up(b->y));
}

static void
paint_points(struct painter *p, const struct box *b)
{
	double few[32], *xy = few;

	if (b->npoints > 16)
		xy = mem_new(2 * b->npoints, sizeof(*xy));
	for (size_t i = 0; i < b->npoints; i++) {
		xy[2 * i] = b->points[2 * i];
		xy[2 * i + 1] = up(b->points[2 * i + 1]);
	}
	if (b->kind == BOX_POLYGON)
		pdf_polygon(p->pdf, p->page, xy, b->npoints, b->rgb);
	else
		pdf_line(p->pdf, p->page, xy, b->npoints, &b->stroke);
	if (xy != few)
		free(xy);
}

static void
paint_box(struct painter *p, const struct box *b)
{
	const struct stroke *stroke = b->stroked ? &b->stroke : NULL;

	if (b->kind == BOX_MARK) {
		close_section(p);
		elem_of(p, b->node);
		return;
	}
	open_section(p, b);
	switch (b->kind) {
	case BOX_TEXT:
		paint_text(p, b);
		break;
	case BOX_RECT:
		pdf_rect(p->pdf, p->page, b->x, up(b->y + b->h), b->w, b->h,
		    b->radius, b->rgb);
		break;
	case BOX_FRAME:
		pdf_frame(p->pdf, p->page, b->x, up(b->y + b->h), b->w, b->h,
		    b->radius, &b->stroke);
		break;
	case BOX_CIRCLE:
		pdf_circle(p->pdf, p->page, b->x, up(b->y), b->radius,
		    b->filled ? b->rgb : PDF_NO_FILL, stroke);
		break;
	case BOX_IMAGE:
		pdf_image(p->pdf, p->page, b->image, b->x, up(b->y + b->h),
		    b->w, b->h);
		break;
	case BOX_CLIP:
		pdf_clip(p->pdf, p->page, b->x, up(b->y + b->h), b->w, b->h);
		break;
	case BOX_UNCLIP:
		pdf_unclip(p->pdf, p->page);
		break;
	default:
		paint_points(p, b);
	}
}

static void
paint_boxes(struct painter *p, const struct layout *l)
{
	for (const struct box *b = l->boxes; b != NULL; b = b->next) {
		if (b->page != p->page)
			close_section(p);
		p->page = b->page;
		paint_box(p, b);
	}
	close_section(p);
}

static void
paint_links(struct painter *p, const struct layout *l)
{
	for (const struct link *k = l->links; k != NULL; k = k->next) {
		struct area where = { k->where.x, up(k->where.y + k->where.h),
			k->where.w, k->where.h };

		if (k->url != NULL)
			pdf_link_url(p->pdf, k->page, elem_of(p, k->node),
			    &where, k->url, k->what);
		else
			pdf_link_page(p->pdf, k->page, elem_of(p, k->node),
			    &where, k->to->page, up(k->to->top), k->what);
	}
}

static void
paint_bookmarks(struct painter *p, const struct layout *l)
{
	for (const struct heading *h = l->headings; h != NULL; h = h->next) {
		const char *title = h->number == NULL
		    ? h->title
		    : pool_printf(l->pool, "%s %s", h->number, h->title);

		pdf_bookmark(p->pdf, h->level, title, h->page, up(h->top));
	}
}

/* Rows are complete; a later one is drawn in elements of its own. */
static void
end_rows(struct painter *p, const struct layout *l)
{
	for (const struct node *n = l->passing; n != NULL; n = n->next)
		if (n->elem != NULL)
			elem_end(p->pdf, n->elem);
}

static void
add_pages(struct painter *p, const struct layout *l)
{
	for (; p->npages < l->npages; p->npages++)
		(void)pdf_add_page(p->pdf, PAGE_WIDTH, PAGE_HEIGHT);
}

/* A full page, or what was left for the end on any of them. */
static void
take(struct layout *l, bool is_end, void *of)
{
	struct painter *p = of;
	unsigned full = l->boxes->page;

	add_pages(p, l);
	paint_boxes(p, l);
	paint_links(p, l);
	if (!l->row_open)
		end_rows(p, l);
	if (!is_end)
		pdf_page_done(p->pdf, full);
}

void
layout_paint(struct pdf *pdf, void *painting)
{
	struct painting *job = painting;
	struct painter p = { .pdf = pdf };
	const struct layout_taker taker = { take, &p };

	job->layout = layout_new(&taker);
	layout_run(job->layout, job->document, job->measure, job->hyphen);
	add_pages(&p, job->layout);
	paint_bookmarks(&p, job->layout);
}
