/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_CHART_DRAW_H
#define REPORTER_CHART_DRAW_H

#include "reporter/chart/chart.h"

struct buf;

/* The inside of charts, shared by the files of this folder. */

#define BAR_PITCH  24.0
#define TIME_PITCH 24.0

enum chart_word {
	WORD_NORM,
	WORD_UNKNOWN,
	WORD_MEETS,
	WORD_MISSES,
	WORD_TO,
	WORD_TIME_POINT
};
const char *chart_word(const struct chart *c, enum chart_word word);

const char *chart_text(
    const struct chart *c, struct pool *pool, double v, int decimals);
double chart_step(double span, int most);

void draw_bars(const struct chart *c, struct canvas *canvas, double x, double y,
    double width);
void draw_line(const struct chart *c, struct canvas *canvas, double x, double y,
    double width);
void draw_timeline(const struct chart *c, struct canvas *canvas, double x,
    double y, double width);

/* One row in words, after its label. */
void alt_timeline(
    const struct chart *c, const struct chart_point *p, struct buf *b);

#endif
