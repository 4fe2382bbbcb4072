/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/draw.h"

#include <math.h>

#include "reporter/layout/canvas.h"
#include "reporter/layout/style.h"

/* Values over time; where one is unknown the line is broken. */
struct plot {
	const struct chart *c;
	struct canvas *canvas;
	double x, y, w, h; /* of the field of the curve */
	double from, to, step;
};

static void
set_axis(struct plot *p)
{
	double least = HUGE_VAL, most = -HUGE_VAL;

	for (size_t i = 0; i < p->c->npoints; i++) {
		if (!p->c->points[i].known)
			continue;
		least = fmin(least, p->c->points[i].value);
		most = fmax(most, p->c->points[i].value);
	}
	if (p->c->has_norm) {
		least = fmin(least, p->c->norm);
		most = fmax(most, p->c->norm);
	}
	if (least > most)
		least = 0, most = 1;
	if (p->c->to > p->c->from) {
		least = p->c->from;
		most = p->c->to;
	}
	p->step = chart_step(fmax(most - least, 1e-6), 4);
	p->from = floor(least / p->step + 1e-9) * p->step;
	p->to = ceil(most / p->step - 1e-9) * p->step;
	if (p->to - p->from < p->step / 2)
		p->to = p->from + p->step;
	if (p->c->unit == CHART_PERCENT && p->to > 100 && most <= 100)
		p->to = 100;
}

static double
height_of(const struct plot *p, double v)
{
	return p->y + p->h * (1 - (v - p->from) / (p->to - p->from));
}

static double
place_of(const struct plot *p, size_t i)
{
	if (p->c->npoints < 2)
		return p->x + p->w / 2;
	return p->x + p->w * (double)i / (double)(p->c->npoints - 1);
}

static void
put_grid(const struct plot *p)
{
	struct canvas *c = p->canvas;
	int n = (int)((p->to - p->from) / p->step * 1.0001);

	for (int i = 0; i <= n; i++) {
		double v = p->from + i * p->step, y = height_of(p, v);

		canvas_rule(c, p->x, y, p->x + p->w, y, GRID, 0.5);
		canvas_text(c, FACE_REGULAR, 7, MUTED, p->x - 46, y + 2.4, 40,
		    ALIGN_RIGHT,
		    chart_text(p->c, c->layout->pool, v,
			p->c->unit == CHART_PERCENT && p->step >= 1 ? 0 : -1));
	}
}

static void
put_norm(const struct plot *p)
{
	double y = height_of(p, p->c->norm);
	const double xy[] = { p->x, y, p->x + p->w, y };
	const char *text;

	if (!p->c->has_norm)
		return;
	canvas_line(p->canvas, xy, 2,
	    &(struct stroke){ .rgb = INK, .width = 0.9, .dashed = true });
	text = pool_printf(p->canvas->layout->pool, "%s %s",
	    chart_word(p->c, WORD_NORM),
	    chart_text(p->c, p->canvas->layout->pool, p->c->norm,
		p->c->unit == CHART_PERCENT ? 0 : -1));
	/* Over the grid, whose lines would run through the words. */
	canvas_rect(p->canvas, p->x + 1, y - 10,
	    canvas_width(p->canvas, FACE_REGULAR, 7.2, text) + 4, 9, 0, WHITE);
	canvas_text(p->canvas, FACE_REGULAR, 7.2, INK, p->x + 3, y - 3.2, 0,
	    ALIGN_LEFT, text);
}

/* One stroke for each unbroken stretch of known values. */
static void
put_curve(const struct plot *p)
{
	const struct stroke s = { .rgb = BLUE, .width = 1.7, .round = true };
	double *xy = pool_alloc(
	    p->canvas->layout->pool, 2 * (p->c->npoints + 1) * sizeof(*xy));
	size_t n = 0;

	for (size_t i = 0; i <= p->c->npoints; i++) {
		if (i < p->c->npoints && p->c->points[i].known) {
			xy[2 * n] = place_of(p, i);
			xy[2 * n++ + 1] = height_of(p, p->c->points[i].value);
			continue;
		}
		if (n > 1)
			canvas_line(p->canvas, xy, n, &s);
		n = 0;
	}
}

static void
put_points(const struct plot *p)
{
	const struct stroke s = { .rgb = BLUE, .width = 1.1 };
	/* From the last one backwards, so that the last has its label. */
	size_t every = p->c->npoints > 7 ? (p->c->npoints + 5) / 6 : 1;

	for (size_t i = 0; i < p->c->npoints; i++) {
		const struct chart_point *at = &p->c->points[i];
		bool last = i + 1 == p->c->npoints;

		if ((p->c->npoints - 1 - i) % every == 0)
			canvas_text(p->canvas, FACE_REGULAR, 7, MUTED,
			    place_of(p, i) - 24, p->y + p->h + 12, 48,
			    ALIGN_CENTRE, at->label);
		if (!at->known)
			continue;
		canvas_circle(p->canvas, place_of(p, i),
		    height_of(p, at->value), last ? 3 : 2, last ? BLUE : WHITE,
		    &s);
		if (last)
			canvas_text(p->canvas, FACE_BOLD, 8.6, BLUE,
			    p->x + p->w + 8, height_of(p, at->value) + 3, 0,
			    ALIGN_LEFT,
			    chart_text(
				p->c, p->canvas->layout->pool, at->value, -1));
	}
}

void
draw_line(const struct chart *c, struct canvas *canvas, double x, double y,
    double width)
{
	struct plot p = {
		.c = c,
		.canvas = canvas,
		.x = x + 32,
		.y = y + 30,
		.w = fmax(width - 32 - 42, 40),
		.h = 92,
	};

	if (c->title != NULL)
		canvas_text(canvas, FACE_BOLD, 9.4, canvas->heading, x, y + 9,
		    0, ALIGN_LEFT, c->title);
	set_axis(&p);
	put_grid(&p);
	put_norm(&p);
	put_curve(&p);
	put_points(&p);
}
