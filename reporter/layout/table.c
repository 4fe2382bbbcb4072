/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/flow.h"

#include <math.h>
#include <string.h>

#include "reporter/layout/column.h"

enum { COLUMNS_MAX = 16, MANY_COLUMNS = 7, BODY_ROWS_MAX = 8000 };

/* How much more than there is columns may ask before letters are smaller. */
#define CROWDED 1.4

/* A table on its way to the pages. */
struct grid {
	struct flow *f;
	const struct table *table;
	size_t n;
	double x[COLUMNS_MAX], w[COLUMNS_MAX];
	double size, lead, padx, pady;
	struct lines head[COLUMNS_MAX];
	double head_height;
	struct node *node, *body;
	bool begun; /* the header was drawn once */
	unsigned row;
};

/* A row's cells in lines. */
struct measured {
	struct lines cell[COLUMNS_MAX];
	size_t lines; /* of the tallest */
};

enum { ICON = 9, ICON_GAP = 4 };

static double
icon_room(const struct cell *c)
{
	return c->light == LIGHT_NONE ? 0 : ICON + ICON_GAP;
}

static enum face
cell_face(const struct grid *g, size_t column, const struct cell *c)
{
	if (c->light != LIGHT_NONE)
		return FACE_SEMIBOLD;
	return column == 0 || g->table->columns[column].flags & COLUMN_BOLD
	    ? FACE_SEMIBOLD
	    : FACE_REGULAR;
}

/* Names stand in short columns: there a word is divided only if it must be. */
static struct setting
cell_setting(const struct grid *g, size_t column, enum face face)
{
	struct setting s = flow_setting(g->f, face, g->size);

	s.hyphen_below =
	    g->table->columns[column].flags & COLUMN_WIDE ? 0.45 : 0;
	return s;
}

/* The title of a column, and the mark of its footnote in the other run. */
static struct run
head_runs(const struct column *c, struct run *mark)
{
	if (c->note != NULL)
		*mark = (struct run){ .text = c->note->mark, .note = c->note };
	return (struct run){
		.text = c->title,
		.next = c->note != NULL ? mark : NULL,
	};
}

/* Words measured together may be this much narrower than one by one. */
#define SLACK 1.0

/* How narrow a title may be to take no more than two lines. */
static double
two_lines(const struct setting *s, const struct run *head, double natural)
{
	const struct measure *m = s->measure;
	double best = natural;

	for (const char *p = head->text; (p = strchr(p, ' ')) != NULL; p++) {
		double first = s->size *
		    m->width(
			m->of, s->face, head->text, (size_t)(p - head->text));
		double space = s->size * m->width(m->of, s->face, " ", 1);

		best = fmin(best, SLACK + fmax(first, natural - first - space));
	}
	return best;
}

/* What the title of column i asks for: its words stay whole. */
static struct extent
title_extent(const struct grid *g, size_t i)
{
	const struct column *c = &g->table->columns[i];
	struct setting bold = cell_setting(g, i, FACE_BOLD);
	struct run mark = { 0 };
	const struct run head = head_runs(c, &mark);
	struct text_extent t = lines_extent(&bold, &head);
	double title = fmax(t.whole, two_lines(&bold, &head, t.natural));

	return (struct extent){
		.least = t.whole,
		.whole = t.whole,
		/* Room for a date by hand. */
		.natural = fmax(title, g->table->tall ? 72 : 0),
		.title = t.natural,
		.two_lines = title,
		.wide = c->flags & COLUMN_WIDE,
	};
}

/* Past these shares of the table a word may be divided, code and names later.
 */
#define MOST_OF_A_WORD 0.15
#define MOST_OF_A_NAME 0.24

static void
add_cell(
    const struct grid *g, size_t i, const struct cell *cell, struct extent *e)
{
	struct setting s = cell_setting(g, i, cell_face(g, i, cell));
	struct text_extent t = lines_extent(&s, cell->runs);
	bool is_code = cell->runs != NULL && (cell->runs->style & RUN_CODE);
	bool is_name = is_code || t.whole > t.least;
	double icon = icon_room(cell);
	/* One name of a thousand letters leaves the others their room. */
	double width = fmin(t.natural + icon, g->f->w);
	double name = MOST_OF_A_NAME * g->f->w;
	double word = (is_code ? MOST_OF_A_NAME : MOST_OF_A_WORD) * g->f->w;

	e->least = fmax(e->least, fmin(t.least, word) + icon);
	e->whole = fmax(e->whole, fmin(t.whole, is_name ? name : word) + icon);
	e->natural = fmax(e->natural, width);
	e->mean += width * width;
}

/* What column i asks for. */
static struct extent
column_extent(const struct grid *g, size_t i)
{
	struct extent e = title_extent(g, i);
	const double margin = 2 * g->padx + 0.1;
	size_t n = 0;

	for (const struct row *r = g->table->rows; r != NULL; r = r->next) {
		if (r->group)
			continue;
		add_cell(g, i, &r->cells[i], &e);
		n++;
	}
	/* Of squares: a column of some long texts and many dashes is long. */
	e.mean = (n > 0 ? sqrt(e.mean / (double)n) : 0) + margin;
	e.least += margin;
	e.whole += margin;
	e.natural += margin;
	e.title += margin;
	e.two_lines += margin;
	return e;
}

static void
set_size(struct grid *g, bool small)
{
	g->size = small ? 7.9 : 8.4;
	g->lead = small ? 10.7 : 11.5;
	g->padx = small ? 4.6 : 6;
}

/* Returns how much they ask, of what there is. */
static double
ask_columns(const struct grid *g, struct extent *e)
{
	double asked = 0;

	for (size_t i = 0; i < g->n; i++) {
		e[i] = column_extent(g, i);
		asked += e[i].natural;
	}
	return asked / g->f->w;
}

static void
set_columns(struct grid *g)
{
	struct extent e[COLUMNS_MAX];
	struct setting bold;
	size_t most = 0;

	set_size(g, g->n >= MANY_COLUMNS);
	if (ask_columns(g, e) > CROWDED && g->n == MANY_COLUMNS - 1) {
		set_size(g, true);
		(void)ask_columns(g, e);
	}
	bold = cell_setting(g, 0, FACE_BOLD);
	column_widths(e, g->n, g->f->w, g->w);
	bold.hyphen = NULL;
	for (size_t i = 0; i < g->n; i++) {
		struct run mark = { 0 };
		const struct run head = head_runs(&g->table->columns[i], &mark);

		g->x[i] = i == 0 ? g->f->x : g->x[i - 1] + g->w[i - 1];
		lines_break(&bold, &head, g->w[i] - 2 * g->padx, &g->head[i]);
		if (g->head[i].n > most)
			most = g->head[i].n;
	}
	g->head_height = (double)most * g->lead + 2 * g->pady;
}

static void
measure_row(const struct grid *g, const struct row *r, struct measured *m)
{
	*m = (struct measured){ .lines = 1 };
	for (size_t i = 0; i < (r->group ? 1 : g->n); i++) {
		const struct cell *c = &r->cells[i];
		struct setting s = cell_setting(
		    g, i, r->group ? FACE_BOLD : cell_face(g, i, c));
		double w = r->group ? g->f->w : g->w[i];

		s.scratch = g->f->layout->scratch;
		lines_break(
		    &s, c->runs, w - 2 * g->padx - icon_room(c), &m->cell[i]);
		if (m->cell[i].n > m->lines)
			m->lines = m->cell[i].n;
	}
}

static double
row_height(const struct grid *g, size_t lines)
{
	return (double)lines * g->lead + 2 * g->pady;
}

static enum align
column_align(const struct grid *g, size_t i)
{
	return g->table->columns[i].flags & COLUMN_RIGHT ? ALIGN_RIGHT
							 : ALIGN_LEFT;
}

/* The title above, again with "(continued)" on each next page. */
static void
put_title(struct grid *g)
{
	struct flow *f = g->f;
	const char *title = g->table->title;

	if (g->begun) {
		if (title == NULL)
			title = f->title;
		if (title == NULL)
			return;
		canvas_decorate(&f->c, ARTIFACT_HEADER);
		canvas_text(&f->c, FACE_REGULAR, 8, MUTED, f->x,
		    baseline(f->y, 8, 12), 0, ALIGN_LEFT,
		    pool_printf(f->layout->of_page, "%s %s", title,
			f->doc->furniture->continued));
		f->y += 16;
	} else if (title != NULL) {
		canvas_tag(&f->c, node_new(f->layout, g->node, "Caption"));
		canvas_text(&f->c, FACE_BOLD,
		    canvas_fit(&f->c, FACE_BOLD, 9.4, f->w, title),
		    f->c.page == 0 ? f->doc->palette.accent
				   : f->doc->palette.heading,
		    f->x, baseline(f->y, 9.4, 14), 0, ALIGN_LEFT, title);
		f->y += 17;
	}
}

/* The first header is tagged; its repeats are for the eye only. */
static void
put_header(struct grid *g)
{
	struct flow *f = g->f;
	bool plain = g->table->plain;
	struct node *row = NULL, *cell = NULL;

	put_title(g);
	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	canvas_rect(&f->c, f->x, f->y, f->w, g->head_height, 0,
	    plain ? HEAD : f->doc->palette.surface);
	if (!g->begun)
		row = node_new(
		    f->layout, node_new(f->layout, g->node, "THead"), "TR");
	for (size_t i = 0; i < g->n; i++) {
		double y = f->y + g->pady;

		if (row != NULL) {
			cell = node_new(f->layout, row, "TH");
			cell->scope = "Column";
			canvas_mark(&f->c, cell);
		}
		for (const struct line *l = g->head[i].first; l != NULL;
		     l = l->next, y += g->lead) {
			flow_line(f, l, g->size,
			    plain ? f->doc->palette.strong
				  : f->doc->palette.on_surface,
			    g->x[i] + g->padx, baseline(y, g->size, g->lead),
			    g->w[i] - 2 * g->padx, column_align(g, i), cell);
		}
	}
	f->y += g->head_height;
	g->begun = true;
	g->row = 0;
}

/* Words make their cell known; an empty one must be there as well. */
static bool
has_words(const struct lines *lines, size_t from, size_t to)
{
	size_t k = 0;

	for (const struct line *l = lines->first; l != NULL && k < to;
	     l = l->next, k++)
		if (k >= from && l->spans != NULL)
			return true;
	return false;
}

static void
put_cell(struct grid *g, const struct measured *m, const struct row *r,
    struct node *node, size_t i, size_t from, size_t to)
{
	const struct cell *c = &r->cells[i];
	struct flow *f = g->f;
	double left = g->x[i] + g->padx, y = f->y + g->pady;
	double w = (r->group ? f->w : g->w[i]) - 2 * g->padx;
	unsigned rgb = r->group      ? f->doc->palette.strong
	    : c->light != LIGHT_NONE ? light_colour(c->light)
				     : INK;
	size_t k = 0;

	if (!has_words(&m->cell[i], from, to))
		canvas_mark(&f->c, node);
	if (c->light != LIGHT_NONE && from == 0) {
		canvas_decorate(&f->c, ARTIFACT_LAYOUT);
		put_light(&f->c, c->light, left, y + (g->lead - ICON) / 2 - 0.3,
		    ICON);
	}
	left += icon_room(c);
	w -= icon_room(c);
	for (const struct line *l = m->cell[i].first; l != NULL && k < to;
	     l = l->next, k++) {
		if (k < from)
			continue;
		flow_line(f, l, g->size, rgb, left,
		    baseline(y, g->size, g->lead), w,
		    r->group ? ALIGN_LEFT : column_align(g, i), node);
		y += g->lead;
	}
}

static void
put_ground(struct grid *g, const struct row *r, double h)
{
	struct flow *f = g->f;

	canvas_decorate(&f->c, ARTIFACT_LAYOUT);
	if (r->group)
		canvas_rect(&f->c, f->x, f->y, f->w, h, 0, BAND);
	else if (!g->table->plain && g->row % 2 == 1)
		canvas_rect(&f->c, f->x, f->y, f->w, h, 0, PALE);
	canvas_rule(&f->c, f->x, f->y + h, f->x + f->w, f->y + h, RULE, 0.5);
	g->row = r->group ? 0 : g->row + 1;
}

/* Lines from..to of a row, all of it when it is not split. */
static void
put_part(struct grid *g, const struct measured *m, const struct row *r,
    struct node **cells, size_t from, size_t to)
{
	double h = row_height(g, to - from);

	put_ground(g, r, h);
	for (size_t i = 0; i < (r->group ? 1 : g->n); i++)
		put_cell(g, m, r, cells[i], i, from, to);
	g->f->y += h;
}

static void
new_cells(struct grid *g, const struct row *r, struct node **cells)
{
	struct node *row = node_passing(g->f->layout, g->body, "TR");

	for (size_t i = 0; i < (r->group ? 1 : g->n); i++) {
		bool head = i == 0;

		cells[i] = node_new(g->f->layout, row, head ? "TH" : "TD");
		if (head)
			cells[i]->scope = r->group ? "Column" : "Row";
		if (r->group)
			cells[i]->span = (unsigned)g->n;
	}
}

static void
next_page(struct grid *g)
{
	flow_page(g->f);
	put_header(g);
}

/* How many lines of a row fit in what is left of the page. */
static size_t
lines_left(const struct grid *g)
{
	double room = flow_left(g->f) - 2 * g->pady;

	return room < g->lead ? 0 : (size_t)(room / g->lead);
}

/*
 * A group's name stays with its first row, what continues one with that, and
 * the last row is not alone on a page.
 */
static bool
stays_with_next(const struct row *r)
{
	return r->next != NULL &&
	    (r->group || r->next->next == NULL || r->next->continues);
}

/* With the rows below that are to be on the same page, up to half of one. */
static double
height_needed(const struct grid *g, const struct row *r, double height)
{
	const double most = (TEXT_BOTTOM - TEXT_TOP) / 2;
	struct measured m;

	for (; stays_with_next(r); r = r->next) {
		measure_row(g, r->next, &m);
		if (height + row_height(g, m.lines) > most)
			break;
		height += row_height(g, m.lines);
	}
	return height;
}

/* Half the page would stay empty for a row of this height to be whole. */
#define TALL_ROW ((TEXT_BOTTOM - TEXT_TOP) / 3)

static void
put_row(struct grid *g, const struct row *r)
{
	struct node *cells[COLUMNS_MAX] = { 0 };
	struct measured m;
	size_t from = 0, n;

	pool_clear(g->f->layout->scratch);
	measure_row(g, r, &m);
	if (height_needed(g, r, row_height(g, m.lines)) > flow_left(g->f) &&
	    (row_height(g, m.lines) <= TALL_ROW || lines_left(g) < 6))
		next_page(g);
	new_cells(g, r, cells);
	/* A tall row goes on over the next pages. */
	g->f->layout->row_open = true;
	while (m.lines - from > (n = lines_left(g))) {
		n = n > 0 ? n : 1; /* under a header that fills the page */
		put_part(g, &m, r, cells, from, from + n);
		from += n;
		next_page(g);
	}
	put_part(g, &m, r, cells, from, m.lines);
	g->f->layout->row_open = false;
}

static void
start_grid(struct grid *g, struct flow *f, const struct table *t)
{
	*g = (struct grid){
		.f = f,
		.table = t,
		.n = t->ncolumns > COLUMNS_MAX ? COLUMNS_MAX : t->ncolumns,
		.pady = t->tall                    ? 9
		    : t->dense || f->doc->no_cover ? 2.6
						   : 4,
	};
	set_columns(g);
}

/* What put_row wants below the header, so that none stands there alone. */
static double
first_needed(const struct grid *g)
{
	const struct row *r = g->table->rows;
	struct measured m;
	double h;

	if (r == NULL)
		return 0;
	measure_row(g, r, &m);
	h = row_height(g, m.lines);
	return h <= TALL_ROW ? height_needed(g, r, h) : 0;
}

/* A table up to this height has all of its rows on one page. */
#define SMALL_TABLE ((TEXT_BOTTOM - TEXT_TOP) / 4)
#define SMALL_ROWS  8

/*
 * The title, the header and the first two rows, or all three, stay together; of
 * a small table all do.
 */
static double
lead_height(const struct grid *g)
{
	const double head = g->head_height + (g->table->title != NULL ? 17 : 0);
	double h = head, all = head, half;
	const struct row *r = g->table->rows;
	struct measured m;

	for (int i = 0; r != NULL && i < SMALL_ROWS &&
	     (i < 2 || (i == 2 && r->next == NULL) || all <= SMALL_TABLE);
	     i++, r = r->next) {
		measure_row(g, r, &m);
		all += row_height(g, m.lines);
		if (i < 2 || (i == 2 && r->next == NULL))
			h = all;
	}
	if (r == NULL && all <= SMALL_TABLE)
		h = all;
	for (size_t i = 0; i < g->n; i++)
		h += foot_note(g->f, g->table->columns[i].note);
	half = (TEXT_BOTTOM - TEXT_TOP) / 2;
	return fmax(h > half ? half : h, head + first_needed(g));
}

double
table_lead(struct flow *f, const struct table *t)
{
	struct grid g;

	if (t->ncolumns == 0)
		return 0;
	start_grid(&g, f, t);
	return lead_height(&g);
}

void
put_table(struct flow *f, const struct block *b)
{
	struct grid g;
	unsigned rows = 0;

	if (b->table->ncolumns == 0)
		return;
	start_grid(&g, f, b->table);
	flow_need(f, lead_height(&g));
	g.node = node_new(f->layout, f->section, "Table");
	put_header(&g);
	for (const struct row *r = b->table->rows; r != NULL; r = r->next) {
		/* libharu's arrays end at 32,767 items. */
		if (rows++ % BODY_ROWS_MAX == 0)
			g.body = node_new(f->layout, g.node, "TBody");
		put_row(&g, r);
	}
	f->y += f->doc->no_cover ? 6 : 13;
}
