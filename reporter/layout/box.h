/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_BOX_H
#define REPORTER_LAYOUT_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "reporter/layout/measure.h"
#include "reporter/pdf/pdf.h"
#include "reporter/pool.h"

struct buf;
struct document;
struct hyphen;

/*
 * A laid out document: boxes on pages, in reading order. Coordinates are points
 * from the left top, y falls down the page; a text's y is its baseline.
 */

enum { PAGE_WIDTH = 595, PAGE_HEIGHT = 842 }; /* A4, in whole points */

/* An element of the structure tree. Made when first drawn in. */
struct node {
	const char *type; /* P, H1, Table, TR ...; borrowed */
	struct node *parent;
	const char *alt, *scope, *list, *id;
	unsigned span;
	bool has_box;
	struct area box;
	bool passes;       /* gone with its page */
	struct elem *elem; /* the painter's */
	struct node *next; /* of those that pass */
};

enum box_kind {
	BOX_TEXT,
	BOX_RECT,
	BOX_FRAME,
	BOX_CIRCLE,
	BOX_POLYGON,
	BOX_LINE,
	BOX_IMAGE, /* a logo */
	BOX_MARK,  /* draws nothing: makes its node, such as an empty cell */
	BOX_CLIP,
	BOX_UNCLIP,
};

/* A long table has half a million: what a text has and what a shape has share
 * their room. */
struct box {
	enum box_kind kind;
	unsigned page;
	struct node *node; /* NULL: an artifact of this kind */
	enum artifact artifact;
	unsigned rgb;
	double x, y, w; /* a circle's x, y are its centre */
	union {
		struct { /* BOX_TEXT */
			double size;
			const char *text;
			size_t len;
			enum face face;
			bool hyphen; /* one that a break put there follows */
		};
		struct { /* the others */
			double h, radius;
			struct stroke stroke;
			const double *points; /* x, y, x, y ... */
			const struct pdf_image *image;
			unsigned npoints;
			bool filled, stroked;
		};
	};
	struct box *next;
};

struct heading {
	int level;
	const char *number, *title; /* number may be NULL */
	unsigned page;
	double top;
	struct heading *next;
};

struct link {
	unsigned page;
	struct node *node;
	struct area where;
	const char *url;          /* or */
	const struct heading *to; /* a place in the document */
	const char *what;
	struct link *next;
};

struct layout;

/* Who takes pages as they are full; at the end, what is drawn on all of them.
 */
struct layout_taker {
	void (*take)(struct layout *l, bool is_end, void *of);
	void *of;
};

/*
 * boxes, links and passing, the rows of tables, are those since a page was
 * taken last: they go with it, or a list of every installation would hold half
 * a million. What is known only at the end, such as how many pages there are,
 * is drawn on them then.
 */
struct layout {
	struct pool *pool;                /* what stays */
	struct pool *of_page;             /* boxes, and nodes that pass */
	struct pool *scratch;             /* lines of the row at hand */
	const struct layout_taker *taker; /* NULL: all of it stays */
	struct node *passing;
	bool row_open; /* one goes on over the page's end: none passes yet */
	struct node *root;
	struct box *boxes, **last_box;
	struct heading *headings, **last_heading;
	struct link *links, **last_link;
	unsigned npages, nnotes;
};

/* *out is the caller's to free; hyphen may be NULL: no words are divided. */
int layout_make(const struct document *d, const struct measure *m,
    const struct hyphen *hyphen, struct layout **out);

/* The same in two steps, for who takes pages. */
struct layout *layout_new(const struct layout_taker *taker);
void layout_run(struct layout *l, const struct document *d,
    const struct measure *m, const struct hyphen *hyphen);
void layout_free(struct layout *l); /* NULL is fine */

/* A line per box, for tests: "1 text 56.7 120.0 regular 9.6 words". */
void layout_dump(const struct layout *l, struct buf *out);

/*
 * Lays a document out and draws each page when it is full: pdf_make's callback
 * with one of these as its argument. The layout is the caller's to free, also
 * where the drawing was left halfway.
 */
struct painting {
	const struct document *document;
	const struct measure *measure;
	const struct hyphen *hyphen;
	struct layout *layout; /* NULL before */
};
void layout_paint(struct pdf *p, void *painting);

#endif
