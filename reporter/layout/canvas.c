/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/canvas.h"

#include <string.h>

struct node *
node_new(struct layout *l, struct node *parent, const char *type)
{
	struct node *n;

	if (parent != NULL && parent->passes)
		return node_passing(l, parent, type);
	n = POOL_NEW(l->pool, struct node);
	n->type = type;
	n->parent = parent;
	return n;
}

struct node *
node_passing(struct layout *l, struct node *parent, const char *type)
{
	struct node *n = POOL_NEW(l->of_page, struct node);

	n->type = type;
	n->parent = parent;
	n->passes = true;
	n->next = l->passing;
	l->passing = n;
	return n;
}

void
canvas_tag(struct canvas *c, struct node *node)
{
	c->node = node;
	c->artifact = ARTIFACT_LAYOUT;
}

void
canvas_decorate(struct canvas *c, enum artifact kind)
{
	c->node = NULL;
	c->artifact = kind;
}

struct box *
canvas_add(struct canvas *c, enum box_kind kind)
{
	struct box *b = POOL_NEW(c->layout->of_page, struct box);

	b->kind = kind;
	b->page = c->page;
	b->node = c->node;
	b->artifact = c->artifact;
	*c->layout->last_box = b;
	c->layout->last_box = &b->next;
	return b;
}

void
canvas_mark(struct canvas *c, struct node *node)
{
	canvas_add(c, BOX_MARK)->node = node;
}

double
canvas_width(
    const struct canvas *c, enum face face, double size, const char *text)
{
	return size *
	    c->measure->width(c->measure->of, face, text, strlen(text));
}

double
canvas_fit(const struct canvas *c, enum face face, double size, double width,
    const char *text)
{
	double own = canvas_width(c, face, size, text);

	return own > width && width > 0 ? size * width / own : size;
}

double
canvas_text(struct canvas *c, enum face face, double size, unsigned rgb,
    double x, double baseline, double width, enum align align, const char *text)
{
	double own = canvas_width(c, face, size, text);
	struct box *b = canvas_add(c, BOX_TEXT);

	b->x = align == ALIGN_RIGHT ? x + width - own
	    : align == ALIGN_CENTRE ? x + (width - own) / 2
				    : x;
	b->y = baseline;
	b->w = own;
	b->face = face;
	b->size = size;
	b->rgb = rgb;
	b->text = pool_dup(c->layout->of_page, text);
	b->len = strlen(text);
	return own;
}

static struct box *
add_area(struct canvas *c, enum box_kind kind, double x, double y, double w,
    double h)
{
	struct box *b = canvas_add(c, kind);

	b->x = x;
	b->y = y;
	b->w = w;
	b->h = h;
	return b;
}

void
canvas_rect(struct canvas *c, double x, double y, double w, double h,
    double radius, unsigned rgb)
{
	struct box *b = add_area(c, BOX_RECT, x, y, w, h);

	b->radius = radius;
	b->rgb = rgb;
}

void
canvas_frame(struct canvas *c, double x, double y, double w, double h,
    double radius, unsigned rgb, double width)
{
	struct box *b = add_area(c, BOX_FRAME, x, y, w, h);

	b->radius = radius;
	b->stroke = (struct stroke){ .rgb = rgb, .width = width };
}

static void
set_points(struct canvas *c, struct box *b, const double *xy, size_t n)
{
	double *copy = pool_alloc(c->layout->of_page, 2 * n * sizeof(*copy));

	memcpy(copy, xy, 2 * n * sizeof(*copy));
	b->points = copy;
	b->npoints = (unsigned)n;
}

void
canvas_line(
    struct canvas *c, const double *xy, size_t n, const struct stroke *s)
{
	struct box *b = canvas_add(c, BOX_LINE);

	set_points(c, b, xy, n);
	b->stroke = *s;
}

void
canvas_rule(struct canvas *c, double x0, double y0, double x1, double y1,
    unsigned rgb, double width)
{
	const double xy[] = { x0, y0, x1, y1 };

	canvas_line(c, xy, 2, &(struct stroke){ .rgb = rgb, .width = width });
}

void
canvas_polygon(struct canvas *c, const double *xy, size_t n, unsigned rgb)
{
	struct box *b = canvas_add(c, BOX_POLYGON);

	set_points(c, b, xy, n);
	b->rgb = rgb;
}

void
canvas_circle(struct canvas *c, double x, double y, double r, unsigned rgb,
    const struct stroke *s)
{
	struct box *b = add_area(c, BOX_CIRCLE, x, y, 0, 0);

	b->radius = r;
	b->rgb = rgb;
	b->filled = true;
	if (s != NULL) {
		b->stroke = *s;
		b->stroked = true;
	}
}

void
canvas_ring(
    struct canvas *c, double x, double y, double r, unsigned rgb, double width)
{
	struct box *b = add_area(c, BOX_CIRCLE, x, y, 0, 0);

	b->radius = r;
	b->stroke = (struct stroke){ .rgb = rgb, .width = width };
	b->stroked = true;
}

void
canvas_clip(struct canvas *c, double x, double y, double w, double h)
{
	add_area(c, BOX_CLIP, x, y, w, h);
}

void
canvas_unclip(struct canvas *c)
{
	canvas_add(c, BOX_UNCLIP);
}
