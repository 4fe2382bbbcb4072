/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_FLOW_H
#define REPORTER_LAYOUT_FLOW_H

#include "reporter/layout/block.h"
#include "reporter/layout/canvas.h"
#include "reporter/layout/line.h"
#include "reporter/layout/style.h"

#define NOTICE_SIZE 7.8
#define NOTICE_LEAD 10.6

struct foot;

/*
 * Where the next block goes: a column that runs over pages. The inside of
 * layout, shared by its files; flow_need is the only place that begins pages.
 */
struct flow {
	struct canvas c;
	struct layout *layout;
	const struct document *doc;
	const struct hyphen *hyphen;
	struct node *section; /* what blocks hang under */
	struct node *cover;   /* the section of the first page */
	struct node *list[3]; /* open while items follow each other */
	struct node *item[3]; /* the last one's body, by level */
	double x, w, y, bottom;
	const char *title; /* of the section, for a table that continues */
	struct heading *next_heading; /* the one a heading block fills in */
	struct entry *entries; /* of contents, to be completed at the end */
	struct foot *feet; /* footnotes of this page; bottom is above them */
};

/* A line of contents that waits for its page number. */
struct entry {
	const struct heading *heading;
	struct node *node;
	unsigned page;
	double right, base, size;
	enum face face;
	struct entry *next;
};

/* What stands on the pages so far goes to who takes them. */
void layout_take(struct layout *l, bool is_end);

void flow_end_page(struct flow *f); /* nothing more is put on it */
void flow_page(struct flow *f);

/* True when a new page was begun because h did not fit. */
bool flow_need(struct flow *f, double h);
double flow_left(const struct flow *f); /* above the bottom margin */

/* Baseline of a line of that size whose box begins at top. */
double baseline(double top, double size, double lead);

struct setting flow_setting(const struct flow *f, enum face face, double size);

/* Draws a line's spans; links within it are noted. width is for the align. */
void flow_line(struct flow *f, const struct line *line, double size,
    unsigned rgb, double x, double base, double width, enum align align,
    struct node *node);

/* How many lines of a paragraph are to be on the page where it begins. */
size_t flow_first_lines(
    const struct flow *f, const struct run *runs, double size, double indent);

/* A paragraph of its own element; rgb INK, say. */
void flow_paragraph(struct flow *f, const char *type, const struct run *runs,
    enum face face, double size, double lead, unsigned rgb, double after);

/* The height a block needs to begin: what a heading keeps with it. */
double block_lead(struct flow *f, const struct block *b);

/* What lines, runs or a note would add to the foot of this page. */
double foot_lines(struct flow *f, const struct line *l, size_t n);
double foot_runs(struct flow *f, const struct run *runs);
double foot_note(struct flow *f, const struct footnote *note);

/*
 * The footnote stands on this page from now on; returns where, for a link. As
 * an artifact when it is there for the eye only, as a repeated header is.
 */
const struct heading *foot_take(
    struct flow *f, const struct footnote *note, bool artifact);

/* Draws those of this page, once it is full. */
void foot_put(struct flow *f);

void put_heading(struct flow *f, const struct block *b);
void put_item(struct flow *f, const struct block *b);
void put_note(struct flow *f, const struct block *b);
void put_table(struct flow *f, const struct block *b);
void put_tiles(struct flow *f, const struct block *b);
void put_contents(struct flow *f, const struct block *b);

/* One chart, or two halves; returns the last block it took. */
const struct block *put_charts(struct flow *f, const struct block *b);

double table_lead(struct flow *f, const struct table *t);
double tiles_height(const struct block *b);

/* Shape and colour of a light in a square with its top left at x, y. */
void put_light(
    struct canvas *c, enum light light, double x, double y, double size);
unsigned light_colour(enum light light);
unsigned light_tint(enum light light);

void put_cover(struct flow *f);
void put_masthead(struct flow *f);
void put_notice(struct flow *f);
void put_furniture(struct flow *f);
void finish_contents(struct flow *f);

/*
 * The logo in a field of that height whose left top is x, y, on white; returns
 * its width, or 0 when there is none.
 */
double put_logo(struct flow *f, double x, double y, double width, double height,
    double pad);

/* A word in a frame that ends at right; node NULL: part of the header. */
double put_badge(struct canvas *c, struct node *node, double right, double base,
    const char *text, unsigned rgb);

#endif
