/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <math.h>
#include <stdio.h>

#include "reporter/chart/chart.h"

/* Headings, list items and notes. */

#define CHART_ROOM 300.0

struct level {
	enum face face;
	double size, before, after;
};

static const struct level levels[] = {
	{ FACE_REGULAR, 20, 26, 7 },
	{ FACE_BOLD, 11.8, 15, 4.5 },
	{ FACE_SEMIBOLD, 10, 12, 3 },
};

/* Without a cover: as much as can be on few pages. */
static const struct level close_levels[] = {
	{ FACE_BOLD, 12, 6, 3 },
	{ FACE_BOLD, 10.4, 8, 3 },
	{ FACE_SEMIBOLD, 9.6, 6, 3 },
};

static const struct level *
level_of(const struct flow *f, const struct block *b)
{
	return f->doc->no_cover ? &close_levels[b->level - 1]
				: &levels[b->level - 1];
}

static double
heading_height(const struct level *l)
{
	return l->size * 1.3 + l->after;
}

void
put_heading(struct flow *f, const struct block *b)
{
	static const char *const types[] = { "H1", "H2", "H3" };
	const struct level *level = level_of(f, b);
	double size = level->size, lead = size * 1.22;
	enum face face = level->face;
	struct setting set = flow_setting(f, face, size);
	struct run number = { .next = b->runs };
	struct heading *h = f->next_heading;
	struct node *node;
	struct lines lines;

	if (f->y > TEXT_TOP)
		f->y += level->before;
	flow_need(f, heading_height(level) + block_lead(f, b->next));
	if (h != NULL) {
		h->page = f->c.page;
		h->top = f->y - 6;
		f->next_heading = h->next;
	}
	number.text = b->number == NULL
	    ? ""
	    : pool_printf(f->layout->pool, "%s\xc2\xa0\xc2\xa0", b->number);
	node = node_new(f->layout, f->section, types[b->level - 1]);
	set.hyphen = NULL;
	lines_break(&set, &number, f->w, &lines);
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, size, f->doc->palette.heading, f->x,
		    baseline(f->y, size, lead), f->w, ALIGN_LEFT, node);
		f->y += lead;
	}
	f->y += level->after;
}

/* The list that holds an item; a deeper one hangs in the item above it. */
static struct node *
list_of(struct flow *f, const struct block *b)
{
	int level = b->level - 1;
	struct node *above = level > 0 && f->item[level - 1] != NULL &&
		f->list[level - 1] != NULL
	    ? f->item[level - 1]
	    : f->section;

	for (int deeper = level + 1; deeper < 3; deeper++)
		f->list[deeper] = NULL;
	if (f->list[level] == NULL) {
		f->list[level] = node_new(f->layout, above, "L");
		f->list[level]->list = b->number != NULL ? "Decimal" : "Disc";
	}
	return f->list[level];
}

#define ITEM_INDENT 16.0

/* How many lines of an item are to be on the page of its label. */
static double
first_of_item(const struct flow *f, const struct block *b)
{
	return fmax(2,
	    (double)flow_first_lines(
		f, b->runs, BODY_SIZE, ITEM_INDENT * b->level));
}

void
put_item(struct flow *f, const struct block *b)
{
	const double indent = ITEM_INDENT, step = indent * (b->level - 1);
	struct node *list = list_of(f, b), *section = f->section;
	struct node *item = node_new(f->layout, list, "LI");
	struct node *label = node_new(f->layout, item, "Lbl");
	double x = f->x, w = f->w;

	/* Its label is where its words begin. */
	flow_need(f, BODY_LEAD * first_of_item(f, b) + foot_runs(f, b->runs));
	canvas_tag(&f->c, label);
	if (b->number != NULL)
		canvas_text(&f->c, FACE_BOLD, BODY_SIZE,
		    f->doc->palette.heading, x + step,
		    baseline(f->y, BODY_SIZE, BODY_LEAD), 0, ALIGN_LEFT,
		    b->number);
	else
		canvas_text(&f->c, FACE_REGULAR, BODY_SIZE,
		    f->doc->palette.accent, x + step + 3,
		    baseline(f->y, BODY_SIZE, BODY_LEAD), 0, ALIGN_LEFT,
		    "\xe2\x80\xa2");
	f->section = node_new(f->layout, item, "LBody");
	f->item[b->level - 1] = f->section;
	f->x += indent + step;
	f->w -= indent + step;
	flow_paragraph(f, "P", b->runs, FACE_REGULAR, BODY_SIZE, BODY_LEAD, INK,
	    b->next != NULL && b->next->kind == BLOCK_ITEM ? 3 : 9);
	f->x = x;
	f->w = w;
	f->section = section;
}

void
put_note(struct flow *f, const struct block *b)
{
	const double pad = 9, size = 9, lead = 13;
	const double icon = b->light == LIGHT_NONE ? 0 : 15;
	struct setting set = flow_setting(f, FACE_REGULAR, size);
	struct node *node = node_new(f->layout, f->section, "P");
	double left = f->x + pad + 4 + icon;
	struct lines lines;
	double h, y;

	lines_break(&set, b->runs, f->w - 2 * pad - 4 - icon, &lines);
	h = (double)lines.n * lead + 2 * pad - 3;
	if (h > TEXT_BOTTOM - TEXT_TOP) {
		/* No box is taller than a page. */
		flow_paragraph(
		    f, "P", b->runs, FACE_REGULAR, size, lead, INK, 11);
		return;
	}
	flow_need(f, h + foot_lines(f, lines.first, lines.n));
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rect(&f->c, f->x, f->y, f->w, h, 3, light_tint(b->light));
	canvas_rect(&f->c, f->x, f->y + 3, 2.6, h - 6, 0,
	    b->light == LIGHT_NONE ? f->doc->palette.accent
				   : light_colour(b->light));
	if (icon > 0)
		put_light(&f->c, b->light, f->x + pad + 3, f->y + pad + 0.2, 9);
	y = f->y + pad - 1.5;
	for (const struct line *l = lines.first; l != NULL; l = l->next) {
		flow_line(f, l, size, INK, left, baseline(y, size, lead), 0,
		    ALIGN_LEFT, node);
		y += lead;
	}
	f->y += h + 11;
}

/* All of a paragraph, and the space below it. */
static double
paragraph_height(const struct flow *f, const struct block *b)
{
	bool close = f->doc->no_cover;
	struct setting set =
	    flow_setting(f, FACE_REGULAR, close ? CLOSE_SIZE : BODY_SIZE);
	struct lines lines;

	lines_break(&set, b->runs, f->w, &lines);
	/* One of most of a page leads in to nothing. */
	return fmin((double)lines.n, 12) * (close ? CLOSE_LEAD : BODY_LEAD) +
	    (close ? 5 : 8);
}

double
block_lead(struct flow *f, const struct block *b)
{
	if (b == NULL)
		return 0;
	switch (b->kind) {
	case BLOCK_HEADING:
		return level_of(f, b)->before + heading_height(level_of(f, b)) +
		    block_lead(f, b->next);
	case BLOCK_TABLE:
		return table_lead(f, b->table);
	case BLOCK_TILES:
		return tiles_height(b);
	case BLOCK_CHART:
		return chart_height(b->chart);
	case BLOCK_NOTE:
		return 60 + foot_runs(f, b->runs);
	case BLOCK_PARAGRAPH:
		/* A sentence that leads in to a table stays with it. */
		if (b->next != NULL && b->next->kind == BLOCK_TABLE)
			return paragraph_height(f, b) + foot_runs(f, b->runs) +
			    table_lead(f, b->next->table);
		/* And to a chart; but not with most of a page. */
		if (b->next != NULL && b->next->kind == BLOCK_CHART)
			return paragraph_height(f, b) + 4 +
			    fmin(chart_height(b->next->chart), CHART_ROOM);
		return BODY_LEAD *
		    fmax(2,
			(double)flow_first_lines(f, b->runs,
			    f->doc->no_cover ? CLOSE_SIZE : BODY_SIZE, 0)) +
		    foot_runs(f, b->runs);
	case BLOCK_ITEM:
		return BODY_LEAD * first_of_item(f, b) + foot_runs(f, b->runs);
	default:
		return 2 * BODY_LEAD + foot_runs(f, b->runs);
	}
}
