/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/draw.h"

#include <math.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/format.h"
#include "reporter/layout/canvas.h"
#include "reporter/layout/style.h"

/*
 * What happened when: a row per item, with spans as bars and moments as marks.
 * Each mark has a shape of its own, so that the legend reads without colour.
 */
struct timeline {
	const struct chart *c;
	struct canvas *canvas;
	double left, width, edge, top;
	int64_t from, to, step;
};

/* How far apart ticks may stand, the nearest first. */
static const int64_t steps[] = { CLOCK_MINUTE, 2 * CLOCK_MINUTE,
	5 * CLOCK_MINUTE, 10 * CLOCK_MINUTE, 30 * CLOCK_MINUTE, CLOCK_HOUR,
	2 * CLOCK_HOUR, 6 * CLOCK_HOUR, 12 * CLOCK_HOUR, CLOCK_DAY,
	2 * CLOCK_DAY, 7 * CLOCK_DAY, 14 * CLOCK_DAY, 28 * CLOCK_DAY,
	56 * CLOCK_DAY, 112 * CLOCK_DAY, 224 * CLOCK_DAY };

enum { TICKS_MAX = 8 };

static void
widen(struct timeline *t, int64_t at)
{
	if (at == CHART_NO_TIME)
		return;
	if (t->from == CHART_NO_TIME || at < t->from)
		t->from = at;
	if (t->to == CHART_NO_TIME || at > t->to)
		t->to = at;
}

/* The last round time before: a midnight, or less, where the report is. */
static int64_t
round_down(const struct chart *c, int64_t at, int64_t step)
{
	int offset = 0;
	int64_t local;

	if (step > CLOCK_DAY)
		step = CLOCK_DAY;
	(void)format_offset(c->zone, at, &offset);
	local = at + offset * CLOCK_SECOND;
	return at - (local % step + step) % step;
}

static int64_t
step_of(int64_t span)
{
	const size_t n = sizeof(steps) / sizeof(steps[0]);

	for (size_t i = 0; i < n; i++) {
		if (span / steps[i] < TICKS_MAX)
			return steps[i];
	}
	return span / TICKS_MAX + CLOCK_DAY;
}

/* From a round time before the first thing to one past the last. */
static void
set_axis(struct timeline *t)
{
	const struct chart *c = t->c->whole != NULL ? t->c->whole : t->c;
	int64_t whole;

	t->from = t->to = CHART_NO_TIME;
	for (size_t i = 0; i < c->npoints; i++) {
		const struct chart_point *p = &c->points[i];

		for (size_t k = 0; k < t->c->nseries; k++) {
			widen(t, p->start[k]);
			widen(t, p->end[k]);
		}
	}
	if (t->from == CHART_NO_TIME)
		t->from = t->to = 0;
	t->step = step_of(t->to - t->from);
	whole = t->step < CLOCK_DAY ? t->step : CLOCK_DAY;
	t->from = round_down(t->c, t->from, t->step);
	/* A day more, which may have 25 hours. */
	t->to = round_down(t->c, t->to + whole + whole / 12, t->step);
}

static double
place(const struct timeline *t, int64_t at)
{
	return t->left +
	    t->width * (double)(at - t->from) / (double)(t->to - t->from);
}

/* "9 jul"; a time within the day, and the year where there are more. */
static const char *
tick_text(const struct timeline *t, int64_t at, bool is_first)
{
	struct pool *pool = t->canvas->layout->pool;
	int year = 0, month = 1, day = 1, offset = 0;
	int64_t minutes;

	(void)format_day(t->c->zone, at, &year, &month, &day);
	(void)format_offset(t->c->zone, at, &offset);
	minutes = (at / CLOCK_SECOND + offset) % 86400 / 60;
	if (t->step < CLOCK_DAY && !is_first && minutes != 0)
		return pool_printf(pool, "%02d%s%02d", (int)(minutes / 60),
		    chart_word(t->c, WORD_TIME_POINT), (int)(minutes % 60));
	if (t->to - t->from > 366 * CLOCK_DAY)
		return pool_printf(
		    pool, "%s %d", format_month(t->c->language, month), year);
	return pool_printf(
	    pool, "%d %s", day, format_month(t->c->language, month));
}

static double
bottom_of(const struct timeline *t)
{
	return t->top + TIME_PITCH * (double)t->c->npoints;
}

static void
put_grid(const struct timeline *t)
{
	double bottom = bottom_of(t);

	/* Half a step more: a night may have an hour less, or one more. */
	for (int64_t at = t->from; at <= t->to; at += t->step) {
		int64_t tick = round_down(
		    t->c, at + (at > t->from ? t->step / 24 : 0), t->step);
		double x = place(t, tick);

		canvas_rule(t->canvas, x, t->top - 2, x, bottom, GRID, 0.5);
		canvas_text(t->canvas, FACE_REGULAR, 7, MUTED, x - 24,
		    bottom + 10, 48, ALIGN_CENTRE,
		    tick_text(t, tick, at == t->from));
	}
}

static void
put_label(const struct timeline *t, const struct chart_point *p, double y)
{
	struct canvas *c = t->canvas;
	double room = t->left - 8 - t->edge;
	bool two = p->detail != NULL && *p->detail != '\0';

	canvas_text(c, FACE_SEMIBOLD,
	    canvas_fit(c, FACE_SEMIBOLD, 8.2, room, p->label), INK, t->edge,
	    two ? y - 1.2 : y + 2.8, 0, ALIGN_LEFT, p->label);
	if (two)
		canvas_text(c, FACE_REGULAR,
		    canvas_fit(c, FACE_REGULAR, 7, room, p->detail), MUTED,
		    t->edge, y + 7.4, 0, ALIGN_LEFT, p->detail);
}

/* The mark of a moment, about 8 high; the key draws the same. */
static void
put_mark(
    struct canvas *c, enum chart_shape shape, unsigned rgb, double x, double y)
{
	const double diamond[] = { x - 4, y, x, y - 4.4, x + 4, y, x, y + 4.4 };
	const double triangle[] = { x - 4, y - 4, x + 4, y - 4, x, y + 4 };
	const struct stroke edge = { .rgb = rgb, .width = 1.4 };

	switch (shape) {
	case CHART_SPAN:
		canvas_rect(c, x - 5, y - 3.2, 10, 6.4, 1.5, rgb);
		break;
	case CHART_BAR_LINE:
		canvas_rule(c, x, y - 9, x, y + 9, rgb, 1.6);
		break;
	case CHART_DIAMOND:
		canvas_polygon(c, diamond, 4, rgb);
		break;
	case CHART_TRIANGLE:
		canvas_polygon(c, triangle, 3, rgb);
		break;
	case CHART_RING:
		canvas_circle(c, x, y, 3.4, WHITE, &edge);
		break;
	}
}

static void
put_span(const struct timeline *t, const struct chart_series *s,
    const struct chart_point *p, size_t k, double y)
{
	double x = place(t, p->start[k]);
	double end = p->end[k] == CHART_NO_TIME ? x : place(t, p->end[k]);

	/* A night's window is a hair in a quarter: wide enough to be seen. */
	canvas_rect(t->canvas, x, y - 5, fmax(end - x, 2.4), 10, 1.5, s->rgb);
}

static void
put_row(const struct timeline *t, const struct chart_point *p, double y)
{
	canvas_rule(t->canvas, t->edge, y + TIME_PITCH / 2, t->left + t->width,
	    y + TIME_PITCH / 2, GRID, 0.4);
	put_label(t, p, y);
	for (size_t k = 0; k < t->c->nseries; k++) {
		if (p->start[k] != CHART_NO_TIME &&
		    t->c->series[k].shape == CHART_SPAN)
			put_span(t, &t->c->series[k], p, k, y);
	}
	for (size_t k = 0; k < t->c->nseries; k++) {
		const struct chart_series *s = &t->c->series[k];

		if (p->start[k] != CHART_NO_TIME && s->shape != CHART_SPAN)
			put_mark(t->canvas, s->shape, s->rgb,
			    place(t, p->start[k]), y);
	}
}

static void
put_legend(const struct timeline *t, double y)
{
	double x = t->edge;

	for (size_t k = 0; k < t->c->nseries; k++) {
		const struct chart_series *s = &t->c->series[k];
		double w = canvas_width(t->canvas, FACE_REGULAR, 7.2, s->label);

		if (x > t->edge && x + 16 + w > t->left + t->width) {
			x = t->edge;
			y += 11;
		}
		put_mark(t->canvas, s->shape, s->rgb, x + 5, y - 2.6);
		canvas_text(t->canvas, FACE_REGULAR, 7.2, MUTED, x + 14, y, 0,
		    ALIGN_LEFT, s->label);
		x += 14 + w + 14;
	}
}

static void
set_sides(struct timeline *t, double x, double width)
{
	double label = 0;

	for (size_t i = 0; i < t->c->npoints; i++) {
		const struct chart_point *p = &t->c->points[i];

		label = fmax(label,
		    canvas_width(t->canvas, FACE_SEMIBOLD, 8.2, p->label));
		if (p->detail != NULL)
			label = fmax(label,
			    canvas_width(
				t->canvas, FACE_REGULAR, 7, p->detail));
	}
	label = fmin(label, width * 0.34);
	t->edge = x;
	t->left = x + label + 12;
	t->width = fmax(width - label - 12 - 14, 20);
}

void
draw_timeline(const struct chart *c, struct canvas *canvas, double x, double y,
    double width)
{
	struct timeline t = { .c = c, .canvas = canvas };

	if (c->title != NULL)
		canvas_text(canvas, FACE_BOLD, 9.4, canvas->heading, x, y + 9,
		    0, ALIGN_LEFT, c->title);
	t.top = y + 22;
	set_axis(&t);
	set_sides(&t, x, width);
	put_grid(&t);
	for (size_t i = 0; i < c->npoints; i++)
		put_row(
		    &t, &c->points[i], t.top + TIME_PITCH * ((double)i + 0.5));
	put_legend(&t, bottom_of(&t) + 28);
}

static void
alt_moment(const struct chart *c, int64_t at, struct buf *b)
{
	int year, month, day;

	if (format_day(c->zone, at, &year, &month, &day) == 0)
		format_date(b, c->language, year, month, day);
}

void
alt_timeline(const struct chart *c, const struct chart_point *p, struct buf *b)
{
	const char *sep = ":";

	if (p->detail != NULL && *p->detail != '\0')
		buf_printf(b, "(%s)", p->detail);
	for (size_t k = 0; k < c->nseries; k++) {
		if (p->start[k] == CHART_NO_TIME)
			continue;
		buf_printf(b, "%s %s ", sep, c->series[k].label);
		alt_moment(c, p->start[k], b);
		if (p->end[k] != CHART_NO_TIME) {
			buf_printf(b, " %s ", chart_word(c, WORD_TO));
			alt_moment(c, p->end[k], b);
		}
		sep = ",";
	}
}
