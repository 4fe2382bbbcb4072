/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/draw.h"

#include <math.h>

#include "reporter/layout/canvas.h"
#include "reporter/layout/palette.h"
#include "reporter/layout/style.h"

#define HATCH 2.4

/* Horizontal bars from zero, plain with a norm tick or stacked. */
struct bars {
	const struct chart *c;
	struct canvas *canvas;
	double left, width; /* of the bars */
	double top, edge;   /* edge: the left one, of the whole chart */
	double to;
};

static double
total(const struct chart *c, const struct chart_point *p)
{
	double sum = 0;

	if (c->kind != CHART_STACKED)
		return p->known ? p->value : 0;
	for (size_t i = 0; i < c->nseries; i++)
		sum += p->part[i];
	return sum;
}

double
chart_end(const struct chart *c)
{
	double most = 0;

	if (c->to > 0)
		return c->to;
	if (c->unit == CHART_PERCENT)
		return 100;
	for (size_t i = 0; i < c->npoints; i++) {
		most = fmax(most, total(c, &c->points[i]));
		if (c->points[i].has_norm)
			most = fmax(most, c->points[i].norm);
	}
	return most > 0 ? chart_step(most, 4) * ceil(most / chart_step(most, 4))
			: 1;
}

static double
place(const struct bars *b, double v)
{
	return b->left + b->width * fmin(fmax(v / b->to, 0), 1);
}

/* Of what is counted there is no half. */
static bool
is_counted(const struct chart *c)
{
	for (size_t i = 0; i < c->npoints; i++) {
		double v = total(c, &c->points[i]);

		if (v > floor(v) || v < floor(v))
			return false;
	}
	return c->unit == CHART_NUMBER;
}

static void
put_grid(const struct bars *b)
{
	struct canvas *c = b->canvas;
	double step = is_counted(b->c) ? fmax(1, chart_step(b->to, 4))
				       : chart_step(b->to, 4);
	double bottom = b->top + BAR_PITCH * (double)b->c->npoints;

	for (int i = 0; i <= (int)(b->to / step * 1.0001); i++) {
		double v = i * step, x = place(b, v);

		canvas_rule(c, x, b->top - 2, x, bottom, GRID, 0.5);
		canvas_text(c, FACE_REGULAR, 7, MUTED, x - 20, bottom + 10, 40,
		    ALIGN_CENTRE,
		    chart_text(b->c, c->layout->pool, v,
			b->c->unit == CHART_PERCENT ? 0 : -1));
	}
}

/* White or black: one of them has 4.5:1 on any colour. */
static unsigned
letters_on(unsigned rgb)
{
	return palette_contrast(rgb, WHITE) >= PALETTE_CONTRAST ? WHITE : 0;
}

/*
 * Grey stands for what nobody can tell, and is hatched: on paper without
 * colours it is as dark as its neighbour.
 */
static void
put_fill(struct canvas *c, unsigned rgb, double x, double y, double w, double h)
{
	unsigned unknown = 0;

	canvas_rect(c, x, y, w, h, 0, rgb);
	if (!chart_colour("grey", &unknown) || rgb != unknown)
		return;
	for (int i = 0; HATCH * (i + 0.5) < w; i++) {
		double at = x + HATCH * (i + 0.5);

		canvas_rule(c, at, y, at, y + h, WHITE, 0.8);
	}
}

/* The number in the part, where there is room: colour is not all there is. */
static void
put_number(const struct bars *b, double value, unsigned rgb, double x, double w,
    double y)
{
	struct canvas *c = b->canvas;
	const char *text = chart_text(b->c, c->layout->pool, value, -1);
	const double width = canvas_width(c, FACE_SEMIBOLD, 7.2, text) + 4;

	if (width > w)
		return;
	canvas_rect(c, x + (w - width) / 2, y - 6, width, 12, 0, rgb);
	canvas_text(c, FACE_SEMIBOLD, 7.2, letters_on(rgb), x, y + 2.5, w,
	    ALIGN_CENTRE, text);
}

static void
put_parts(const struct bars *b, const struct chart_point *p, double y)
{
	double sum = 0;

	for (size_t i = 0; i < b->c->nseries; i++) {
		double x = place(b, sum), w;

		sum += p->part[i];
		if (p->part[i] <= 0)
			continue;
		w = fmax(place(b, sum) - x - 0.6, 0.4);
		put_fill(b->canvas, b->c->series[i].rgb, x, y - 6, w, 12);
		put_number(b, p->part[i], b->c->series[i].rgb, x, w, y);
	}
}

static void
put_bar(const struct bars *b, const struct chart_point *p, double y)
{
	struct canvas *c = b->canvas;
	bool below = p->known && p->has_norm && p->value < p->norm;
	const char *text = chart_word(b->c, WORD_UNKNOWN);

	canvas_text(c, FACE_REGULAR,
	    canvas_fit(c, FACE_REGULAR, 8.2, b->left - 8 - b->edge, p->label),
	    INK, b->left - 8, y + 2.8, 0, ALIGN_RIGHT, p->label);
	if (b->c->kind == CHART_STACKED && p->known) {
		put_parts(b, p, y);
		text = chart_text(b->c, c->layout->pool, total(b->c, p), -1);
	} else if (p->known) {
		canvas_rect(c, b->left, y - 6, place(b, p->value) - b->left, 12,
		    0, below ? AMBER : BLUE);
		text = chart_text(b->c, c->layout->pool, p->value, -1);
	}
	if (p->has_norm) {
		double x = place(b, p->norm);

		canvas_rule(c, x, y - 9, x, y + 9, INK, 1.4);
	}
	canvas_text(c, FACE_SEMIBOLD, 8.2, below ? ORANGE : INK,
	    b->left + b->width + 8, y + 2.8, 0, ALIGN_LEFT, text);
}

static double
put_key(
    const struct bars *b, double x, double y, unsigned rgb, const char *label)
{
	put_fill(b->canvas, rgb, x, y - 6.4, 8, 6.4);
	return x + 12 +
	    canvas_text(b->canvas, FACE_REGULAR, 7.2, MUTED, x + 12, y, 0,
		ALIGN_LEFT, label) +
	    14;
}

static void
put_legend(const struct bars *b, double y)
{
	bool norm = false, below = false, meets = false;
	double x = b->left;

	for (size_t i = 0; i < b->c->npoints; i++) {
		const struct chart_point *p = &b->c->points[i];

		norm |= p->has_norm;
		below |= p->known && p->has_norm && p->value < p->norm;
		meets |= p->known && p->has_norm && p->value >= p->norm;
	}
	if (norm) {
		canvas_rule(b->canvas, x + 1, y - 7.5, x + 1, y + 1, INK, 1.4);
		x += 6 +
		    canvas_text(b->canvas, FACE_REGULAR, 7.2, MUTED, x + 6, y,
			0, ALIGN_LEFT, chart_word(b->c, WORD_NORM)) +
		    14;
	}
	if (meets && b->c->kind == CHART_BAR)
		x = put_key(b, x, y, BLUE, chart_word(b->c, WORD_MEETS));
	if (below && b->c->kind == CHART_BAR)
		put_key(b, x, y, AMBER, chart_word(b->c, WORD_MISSES));
	for (size_t i = 0; i < b->c->nseries; i++)
		x = put_key(
		    b, x, y, b->c->series[i].rgb, b->c->series[i].label);
}

/* Room for the widest label and the widest value. */
static void
set_sides(struct bars *b, double x, double width)
{
	double label = 0, value = 0, w;

	for (size_t i = 0; i < b->c->npoints; i++) {
		const struct chart_point *p = &b->c->points[i];

		w = canvas_width(b->canvas, FACE_REGULAR, 8.2, p->label);
		label = fmax(label, w);
		w = canvas_width(b->canvas, FACE_SEMIBOLD, 8.2,
		    p->known ? chart_text(b->c, b->canvas->layout->pool,
				   total(b->c, p), -1)
			     : chart_word(b->c, WORD_UNKNOWN));
		value = fmax(value, w);
	}
	label = fmin(label, width * 0.4);
	b->edge = x;
	b->left = x + label + 8;
	b->width = fmax(width - label - value - 18, 20);
}

void
draw_bars(const struct chart *c, struct canvas *canvas, double x, double y,
    double width)
{
	struct bars b = { .c = c, .canvas = canvas, .to = chart_end(c) };

	if (c->title != NULL)
		canvas_text(canvas, FACE_BOLD, 9.4, canvas->heading, x, y + 9,
		    0, ALIGN_LEFT, c->title);
	b.top = y + 22;
	set_sides(&b, x, width);
	put_grid(&b);
	for (size_t i = 0; i < c->npoints; i++)
		put_bar(
		    &b, &c->points[i], b.top + BAR_PITCH * ((double)i + 0.5));
	put_legend(&b, b.top + BAR_PITCH * (double)c->npoints + 28);
}
