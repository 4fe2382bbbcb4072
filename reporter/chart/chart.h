/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_CHART_CHART_H
#define REPORTER_CHART_CHART_H

#include <stdbool.h>
#include <stddef.h>

struct canvas;
struct pool;

/*
 * Charts as one figure each, with every value in its alternative text. A bar
 * begins at zero; colour never carries a meaning alone.
 */
enum chart_kind { CHART_BAR, CHART_LINE, CHART_STACKED };
enum chart_unit { CHART_NUMBER, CHART_PERCENT };

enum { CHART_SERIES_MAX = 6 };

struct chart_point {
	const char *label;
	double value; /* when known */
	bool known;
	double norm;
	bool has_norm;
	double part[CHART_SERIES_MAX]; /* of a stacked bar */
};

struct chart_series {
	const char *label;
	unsigned rgb;
};

struct chart {
	enum chart_kind kind;
	enum chart_unit unit;
	const char *title, *language;
	struct chart_point *points;
	size_t npoints;
	struct chart_series series[CHART_SERIES_MAX];
	size_t nseries;
	double from, to; /* the axis; to <= from: as the values ask */
	double norm;     /* of a line chart */
	bool has_norm;
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

#endif
