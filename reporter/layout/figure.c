/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include "reporter/chart/chart.h"

/* Charts, alone over the whole width or two beside each other. */

enum { GUTTER = 26 };

static void
put_chart(struct flow *f, const struct chart *c, double x, double w)
{
	struct node *figure = node_new(f->layout, f->section, "Figure");

	figure->alt = chart_alt(c, f->layout->pool);
	figure->has_box = true;
	figure->box = (struct area){ x, f->y, w, chart_height(c) };
	canvas_tag(&f->c, figure);
	chart_draw(c, &f->c, x, f->y, w);
}

const struct block *
put_charts(struct flow *f, const struct block *b)
{
	const struct block *next = b->next;
	double half = (f->w - GUTTER) / 2;
	double h = chart_height(b->chart);
	bool pair =
	    b->half && next != NULL && next->kind == BLOCK_CHART && next->half;

	if (pair && chart_height(next->chart) > h)
		h = chart_height(next->chart);
	f->y += 4;
	flow_need(f, h);
	put_chart(f, b->chart, f->x, b->half ? half : f->w);
	if (pair)
		put_chart(f, next->chart, f->x + half + GUTTER, half);
	f->y += h + 14;
	return pair ? next : b;
}
