/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/chart/chart.h"

#include <math.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/format.h"
#include "reporter/chart/draw.h"
#include "reporter/pool.h"

/* What a chart says besides its values. */
static const struct words {
	const char *kind[4], *norm, *unknown, *meets, *misses, *to, *time_point;
} words[] = {
	{ { "Staafdiagram", "Lijndiagram", "Gestapeld staafdiagram",
	      "Tijdlijn" },
	    "drempel", "onbekend", "haalt de drempel", "onder de drempel",
	    "tot en met", "." },
	{ { "Bar chart", "Line chart", "Stacked bar chart", "Time line" },
	    "threshold", "unknown", "reaches the threshold",
	    "below the threshold", "to", ":" },
};

static const struct words *
words_of(const struct chart *c)
{
	return &words[strncmp(c->language, "nl", 2) != 0];
}

const char *
chart_word(const struct chart *c, enum chart_word word)
{
	const struct words *w = words_of(c);

	switch (word) {
	case WORD_NORM:
		return w->norm;
	case WORD_UNKNOWN:
		return w->unknown;
	case WORD_MEETS:
		return w->meets;
	case WORD_MISSES:
		return w->misses;
	case WORD_TO:
		return w->to;
	case WORD_TIME_POINT:
		return w->time_point;
	}
	return "";
}

static void
chart_value(const struct chart *c, double v, int decimals, struct buf *out)
{
	if (c->unit == CHART_PERCENT)
		format_percent(out, c->language, v, decimals);
	else
		format_number(out, c->language, v, decimals);
}

const char *
chart_text(const struct chart *c, struct pool *pool, double v, int decimals)
{
	struct buf b = { 0 };
	const char *text;

	chart_value(c, v, decimals, &b);
	text = pool_dup(pool, buf_str(&b));
	buf_free(&b);
	return text;
}

/* 1, 2, 2.5 or 5 times a power of ten: at most `most` steps up to span. */
double
chart_step(double span, int most)
{
	static const double nice[] = { 1, 2, 2.5, 5, 10 };
	double unit;

	if (span <= 0)
		return 1;
	unit = pow(10, floor(log10(span / most)));
	for (size_t i = 0; i < sizeof(nice) / sizeof(nice[0]); i++) {
		if (nice[i] * unit * most >= span * 0.999999)
			return nice[i] * unit;
	}
	return 10 * unit;
}

static void
alt_point(const struct chart *c, const struct chart_point *p, struct buf *b)
{
	buf_printf(b, " %s ", p->label);
	if (c->kind == CHART_TIMELINE) {
		alt_timeline(c, p, b);
		buf_add_str(b, ".");
		return;
	}
	if (c->kind == CHART_STACKED && p->known) {
		for (size_t i = 0; i < c->nseries; i++) {
			buf_printf(
			    b, "%s%s ", i > 0 ? ", " : "", c->series[i].label);
			chart_value(c, p->part[i], -1, b);
		}
	} else if (!p->known) {
		buf_add_str(b, words_of(c)->unknown);
	} else {
		chart_value(c, p->value, -1, b);
	}
	if (p->has_norm) {
		buf_printf(b, ", %s ", words_of(c)->norm);
		chart_value(c, p->norm, -1, b);
	}
	buf_add_str(b, ".");
}

const char *
chart_alt(const struct chart *c, struct pool *pool)
{
	struct buf b = { 0 };
	const char *alt;

	buf_add_str(&b, words_of(c)->kind[c->kind]);
	if (c->title != NULL)
		buf_printf(&b, ": %s", c->title);
	buf_add_str(&b, ".");
	for (size_t i = 0; i < c->npoints; i++)
		alt_point(c, &c->points[i], &b);
	if (c->has_norm) {
		buf_printf(&b, " %s ", words_of(c)->norm);
		chart_value(c, c->norm, -1, &b);
		buf_add_str(&b, ".");
	}
	alt = pool_dup(pool, buf_str(&b));
	buf_free(&b);
	return alt;
}

double
chart_height(const struct chart *c)
{
	double legend = c->kind == CHART_LINE ? 0 : 18;

	if (c->kind == CHART_LINE)
		return 150;
	/* The legend may take two lines. */
	if (c->kind == CHART_TIMELINE)
		return 22 + (double)c->npoints * TIME_PITCH + 42;
	return 22 + (double)c->npoints * BAR_PITCH + 16 + legend;
}

void
chart_draw(const struct chart *c, struct canvas *canvas, double x, double y,
    double width)
{
	if (c->kind == CHART_LINE)
		draw_line(c, canvas, x, y, width);
	else if (c->kind == CHART_TIMELINE)
		draw_timeline(c, canvas, x, y, width);
	else
		draw_bars(c, canvas, x, y, width);
}

bool
chart_colour(const char *name, unsigned *rgb)
{
	static const struct {
		const char *name;
		unsigned rgb;
	} colours[] = { { "blue", 0x1f5fa8 }, { "green", 0x1b7548 },
		{ "orange", 0xc4761b }, { "red", 0xb3261e },
		{ "grey", 0x8a95a3 }, { "sky", 0x8fb8e3 } };

	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		if (strcmp(name, colours[i].name) == 0) {
			*rgb = colours[i].rgb;
			return true;
		}
	}
	return false;
}

bool
chart_shape(const char *name, enum chart_shape *shape)
{
	static const struct {
		const char *name;
		enum chart_shape shape;
	} shapes[] = { { "line", CHART_BAR_LINE }, { "diamond", CHART_DIAMOND },
		{ "triangle", CHART_TRIANGLE }, { "ring", CHART_RING } };

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (strcmp(name, shapes[i].name) == 0) {
			*shape = shapes[i].shape;
			return true;
		}
	}
	return false;
}
