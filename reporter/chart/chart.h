/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_CHART_CHART_H
#define REPORTER_CHART_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct canvas;
struct pool;

/*
 * Charts as one figure each, with every value in its alternative text. A bar
 * begins at zero; colour never carries a meaning alone.
 */
enum chart_kind { CHART_BAR, CHART_LINE, CHART_STACKED, CHART_TIMELINE };
enum chart_unit { CHART_NUMBER, CHART_PERCENT };

enum { CHART_SERIES_MAX = 6 };

#define CHART_NO_TIME INT64_MIN

/* What stands for a series of a time line: a bar, or the mark of a moment. */
enum chart_shape {
	CHART_SPAN,
	CHART_BAR_LINE,
	CHART_DIAMOND,
	CHART_TRIANGLE,
	CHART_RING,
};

struct chart_point {
	const char *label;
	double value; /* when known */
	bool known;
	double norm;
	bool has_norm;
	double part[CHART_SERIES_MAX]; /* of a stacked bar */
	/* Of a time line: a second line under the label, and per series when
	 * it was, and until when; CHART_NO_TIME: not, or a moment. */
	const char *detail;
	int64_t start[CHART_SERIES_MAX], end[CHART_SERIES_MAX];
};

struct chart_series {
	const char *label;
	unsigned rgb;
	enum chart_shape shape; /* of a time line */
};

struct chart {
	enum chart_kind kind;
	enum chart_unit unit;
	const char *title, *language;
	const char *zone; /* of a time line; NULL: Europe/Amsterdam */
	struct chart_point *points;
	size_t npoints;
	struct chart_series series[CHART_SERIES_MAX];
	size_t nseries;
	double from, to; /* the axis; to <= from: as the values ask */
	double norm;     /* of a line chart */
	bool has_norm;
	const struct chart *whole; /* that it is a part of, with the same axis
				    * of time; NULL: of none */
};

/* Where the axis of bars ends: given, 100 %, or past the longest bar. */
double chart_end(const struct chart *c);

double chart_height(const struct chart *c);

/* In a field of that width whose left top is x, y. */
void chart_draw(const struct chart *c, struct canvas *canvas, double x,
    double y, double width);

/* "Staafdiagram: Op tijd. Kritiek 91,3 %, drempel 95 %. ..." */
const char *chart_alt(const struct chart *c, struct pool *pool);

/* blue, green, orange, red, grey; false for another name. */
bool chart_colour(const char *name, unsigned *rgb);

/* line, diamond, triangle, ring; false for another name. */
bool chart_shape(const char *name, enum chart_shape *shape);

#endif
