/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_PDF_H
#define REPORTER_PDF_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reporter/pdf/face.h"

struct buf;
struct fonts;

/*
 * A tagged document in the shape of PDF/A-2a or PDF/A-3a (ISO 19005-2, -3) and
 * PDF/UA-1 (ISO 14289-1) on libharu 2.3.0, which writes the objects; fonts,
 * structure and metadata are ours because libharu has none that a validator
 * accepts.
 *
 * Coordinates are PDF's: points from the left bottom. Everything is drawn
 * between pdf_begin or pdf_artifact and pdf_end, so nothing stays untagged.
 */
struct pdf;
struct elem; /* of the structure tree */

/* Which part of ISO 19005 a file keeps to, each at level A. */
enum pdf_level { PDF_A2A, PDF_A3A };

typedef int pdf_taker(void *of, const void *data, size_t len);

/* A file inside the file; PDF/A-2 allows none. Names are ASCII. */
struct pdf_file {
	const char *name, *type; /* evidence.json, application/json */
	const char *about;       /* for whoever opens it */
	const char *relation;    /* Source, Data, Supplement (ISO 19005-3, E) */
	const void *data;
	size_t len;
	/* Gives them in parts where they are not there as a whole. */
	int (*feed)(const void *of, pdf_taker *take, void *to);
	const void *of;
};

struct pdf_meta {
	const char *title, *author, *subject, *keywords, *language; /* nl-NL */
	int64_t at;       /* creation and modification */
	int offset_s;     /* of local time then, ahead of UTC */
	const char *seed; /* what the file's ID is made of */
	enum pdf_level level;
	const char *seal; /* what one is for; NULL: no room for one */
	const struct pdf_file *files;
	size_t nfiles;
};

/*
 * Calls draw once, then completes the file and appends it to out. ERR_RANGE,
 * logged with the text, when a character has no glyph; ERR_CORRUPT when libharu
 * refuses, which only an error of ours can cause.
 */
int pdf_make(const struct pdf_meta *meta, struct fonts *fonts,
    void (*draw)(struct pdf *, void *of), void *of, struct buf *out);

unsigned pdf_add_page(struct pdf *p, double width, double height);

/* What stands on the page is written; little is drawn on it after this. Once
 * only. */
void pdf_page_done(struct pdf *p, unsigned page);

/* The structure tree; types are the standard ones: P, H1, Table, TR ... They
 * are borrowed until pdf_make ends. */
struct elem *pdf_root(struct pdf *p);
struct elem *pdf_elem(struct pdf *p, struct elem *parent, const char *type);
void elem_set_alt(struct pdf *p, struct elem *e, const char *alt);
void elem_set_scope(struct elem *e, const char *scope);    /* of a TH */
void elem_set_list(struct elem *e, const char *numbering); /* of an L */
void elem_set_span(struct elem *e, unsigned columns);      /* of a TD */
/* Unique and in ascending order: what a Note must have. */
void elem_set_id(struct pdf *p, struct elem *e, const char *id);
void elem_set_box(struct elem *e, double x, double y, double w, double h);

/*
 * It is complete: it is written, and e is gone. Those that are not ended end
 * with the document; of a long table there are hundreds of thousands.
 */
void elem_end(struct pdf *p, struct elem *e);

enum artifact { ARTIFACT_LAYOUT, ARTIFACT_HEADER, ARTIFACT_FOOTER };
void pdf_begin(struct pdf *p, unsigned page, struct elem *e);
void pdf_artifact(struct pdf *p, unsigned page, enum artifact kind);
void pdf_end(struct pdf *p, unsigned page);

/* What is drawn; colours are 0xRRGGBB. */
struct stroke {
	unsigned rgb;
	double width;
	bool dashed, round;
};

/* Three bytes a pixel, row by row from the top; borrowed until pdf_make ends.
 */
struct pdf_image {
	const uint8_t *rgb;
	unsigned width, height;
};
void pdf_image(struct pdf *p, unsigned page, const struct pdf_image *i,
    double x, double y, double w, double h);

void pdf_text(struct pdf *p, unsigned page, enum face face, double size,
    unsigned rgb, double x, double y, const char *text, size_t len);

double pdf_width(
    const struct pdf *p, enum face face, const char *text, size_t len);

/* A hyphen at a line's end, that is extracted as U+00AD. */
void pdf_hyphen(struct pdf *p, unsigned page, enum face face, double size,
    unsigned rgb, double x, double y);

void pdf_rect(struct pdf *p, unsigned page, double x, double y, double w,
    double h, double radius, unsigned rgb);
void pdf_frame(struct pdf *p, unsigned page, double x, double y, double w,
    double h, double radius, const struct stroke *s);
#define PDF_NO_FILL 0xffffffffu

void pdf_circle(struct pdf *p, unsigned page, double x, double y, double r,
    unsigned fill, const struct stroke *s); /* s may be NULL */
void pdf_polygon(
    struct pdf *p, unsigned page, const double *xy, size_t n, unsigned rgb);
void pdf_line(struct pdf *p, unsigned page, const double *xy, size_t n,
    const struct stroke *s);

/* What is drawn up to pdf_unclip shows only inside the rectangle. */
void pdf_clip(
    struct pdf *p, unsigned page, double x, double y, double w, double h);
void pdf_unclip(struct pdf *p, unsigned page);

/* Links over a rectangle; e is the Link element, what names it to a reader. */
struct area {
	double x, y, w, h;
};
void pdf_link_url(struct pdf *p, unsigned page, struct elem *e,
    const struct area *where, const char *url, const char *what);
void pdf_link_page(struct pdf *p, unsigned page, struct elem *e,
    const struct area *where, unsigned to, double top, const char *what);

/* A bookmark under the last one of a lower level; level 1 and up. */
void pdf_bookmark(
    struct pdf *p, int level, const char *title, unsigned page, double top);

#endif
