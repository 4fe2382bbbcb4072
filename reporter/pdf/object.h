/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_OBJECT_H
#define REPORTER_PDF_OBJECT_H

#include <hpdf.h>
#include <setjmp.h>

#include <hb.h>

#include "lib/base/buf.h"
#include "reporter/pdf/pdf.h"
#include "reporter/pdf/shape.h"
#include "reporter/pool.h"

/*
 * The inside of a document, shared by the files of this folder. libharu's
 * structs are used, so its version is pinned: see object.c.
 */

/* What an element holds, in reading order. */
struct kid {
	enum { KID_ELEM, KID_MARK, KID_OBJECT } kind;
	unsigned page;
	unsigned number; /* of the element or object, or the mark's */
	struct kid *next;
};

/* What few elements have; a long table has hundreds of thousands of them. */
struct traits {
	const char *alt, *list, *id;
	bool has_box;
	double x, y, w, h;
};

struct elem {
	const char *type, *scope; /* NULL, the first: it is written */
	struct traits *traits;    /* NULL: none */
	unsigned number, parent;  /* of its object and that of its parent */
	unsigned span;
	struct kid *kids, **last_kid;
	struct pdf *pdf;
	struct elem *before; /* of all that were ever made */
	struct elem *spare;  /* of those that are written: made again of them */
};

/* An element that has an id. */
struct named {
	const char *id;
	unsigned number;
	struct named *next;
};

/* Where an object stands, by its number. */
struct place {
	uint32_t at;    /* bytes from the start, or the number of the stream */
	uint16_t index; /* in that stream */
	uint8_t kind;
};
enum { PLACE_NONE, PLACE_ALONE, PLACE_SHARED };

/* A stream of objects that is not full. */
struct batch {
	struct buf heads, texts;
	unsigned number, count;
};

struct page {
	HPDF_Page page;
	unsigned number;    /* of its object */
	HPDF_Dict first;    /* what is written of it; NULL: nothing yet */
	struct buf content; /* the rest */
	unsigned *marks;    /* the numbers of their elements */
	size_t nmarks, cap;
	bool open;
	unsigned fill, line_rgb; /* as set last; PDF_NO_FILL at first */
	double line_width;
	const char *local[FONT_FILES]; /* its name for each font */
};

/* A font as far as this document uses it. */
struct embed {
	HPDF_Dict type0;
	hb_set_t *glyphs;
	char **text; /* by glyph: UTF-16BE in hexadecimal */
	unsigned nglyphs;
};

/* A key of the parent tree: a page's marks or an annotation's element. */
struct parent {
	unsigned number; /* of the element; 0: of the page's marks */
	unsigned page;
};

enum { LEVELS = 4 };

struct pdf {
	HPDF_Doc doc;
	struct buf *out;   /* the caller's */
	size_t start;      /* of the file in it */
	HPDF_Stream saved; /* writes into it */
	struct place *places;
	size_t nplaces, places_cap;
	struct batch batch;
	struct deflate *deflate;
	struct buf packed; /* one stream at a time */
	size_t fed;        /* of an attached file, into it */
	const struct pdf_meta *meta;
	struct fonts *fonts;
	struct pool *pool;
	struct page *pages;
	size_t npages;
	struct parent *parents;
	size_t nparents;
	struct elem *root, *elems, *spare_elems;
	struct kid *spare_kids;
	struct named *named, **last_named;
	HPDF_Dict tree;       /* the root of the structure */
	unsigned parent_tree; /* the number of its object */
	struct buf scratch;   /* for one object at a time */
	struct embed embed[FONT_FILES];
	HPDF_Outline bookmark[LEVELS + 1];
	char *missing;  /* the first text without a glyph */
	char *too_long; /* the first that fits in no string */
	uint32_t missing_char;
	HPDF_STATUS error, detail;
	jmp_buf failed;
};

/* ISO 19005-2, 6.1.13: a string has at most 32,767 bytes. */
enum { PDF_TEXT_MAX = 32000 };

/* Objects; a direct one may stand in one place only. */
HPDF_Dict pdf_dict(struct pdf *p);     /* direct */
HPDF_Dict pdf_indirect(struct pdf *p); /* in the cross-reference table */
HPDF_Dict pdf_stream(struct pdf *p, const void *data, size_t len, bool deflate);
HPDF_Array pdf_array(struct pdf *p);
void pdf_put_name(HPDF_Dict d, const char *key, const char *name);
void pdf_put_text(
    struct pdf *p, HPDF_Dict d, const char *key, const char *text);
void pdf_put_ascii(
    struct pdf *p, HPDF_Dict d, const char *key, const char *text);
void pdf_put_bytes(struct pdf *p, HPDF_Array a, const void *data, size_t len);

/* "47.5": up to three decimals, whatever the locale. */
void put_number(struct buf *b, double v);

/* UTF-16BE in hexadecimal, with a byte order mark when asked. */
void put_utf16(struct buf *b, const char *text, size_t len, bool mark);

/* The page's name for a font, which this document then embeds. */
const char *embed_use(struct pdf *p, unsigned page, const struct shaped *s);

/* Notes which glyphs were drawn and what they stand for. */
void embed_note(struct pdf *p, const struct shaped *s);

/*
 * body.c: the file as it grows. A number is that of a new object, or the one
 * that libharu's object has from now on.
 */
void body_start(struct pdf *p);
unsigned body_number(struct pdf *p);
unsigned body_number_of(struct pdf *p, void *object);

/* An object that is no stream, among others in one. */
void body_put(struct pdf *p, unsigned number, const struct buf *text);

/* A stream that is deflated already; keys are lines of its dictionary. */
void body_stream(
    struct pdf *p, unsigned number, const char *keys, const struct buf *packed);
void body_finish(struct pdf *p);
void body_free(struct pdf *p);

/* What writes an object only notes an error: it is raised here. */
void pdf_check(struct pdf *p, HPDF_STATUS status);

/* "12 0 R" */
void put_ref(struct buf *b, unsigned number);

/* Each part completes itself once everything is drawn. */
void embed_finish(struct pdf *p);
void embed_free(struct pdf *p);
void page_finish(struct pdf *p);
void structure_start(struct pdf *p);
void structure_finish(struct pdf *p);
void metadata_finish(struct pdf *p);
void attach_finish(struct pdf *p);
void seal_finish(struct pdf *p);

/* D:20251009090000+02'00': the date of the document. */
char *metadata_date(struct pdf *p);

void elem_add(struct pdf *p, struct elem *e, struct kid kid);
int pdf_add_parent(struct pdf *p, struct elem *e, unsigned page);

#endif
