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
	union {
		struct elem *elem;
		int mark;
		HPDF_Dict object;
	};
	struct kid *next;
};

/* What few elements have; a long table has hundreds of thousands of them. */
struct traits {
	const char *alt, *list, *id;
	struct elem *next_named; /* of those with an id */
	bool has_box;
	double x, y, w, h;
};

struct elem {
	const char *type, *scope;
	struct traits *traits; /* NULL: none */
	unsigned span;
	struct elem *parent;
	struct kid *kids, **last_kid;
	HPDF_Dict dict;
	struct pdf *pdf;
};

struct page {
	HPDF_Page page;
	struct buf content;
	struct elem **marks;
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
	struct elem *elem;
	unsigned page;
};

enum { LEVELS = 4 };

struct pdf {
	HPDF_Doc doc;
	HPDF_Stream saved; /* writes into the caller's buffer */
	const struct pdf_meta *meta;
	struct fonts *fonts;
	struct pool *pool;
	struct page *pages;
	size_t npages;
	struct parent *parents;
	size_t nparents;
	struct elem *root;
	struct elem *named, **last_named; /* those with an id */
	HPDF_Dict tree;                   /* the root of the structure */
	struct buf scratch;               /* for one object at a time */
	struct embed embed[FONT_FILES];
	HPDF_Outline bookmark[LEVELS + 1];
	char *missing; /* the first text without a glyph */
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

/* Each part completes itself once everything is drawn. */
void embed_finish(struct pdf *p);
void embed_free(struct pdf *p);
void page_finish(struct pdf *p);
void structure_finish(struct pdf *p);
void metadata_finish(struct pdf *p);
void attach_finish(struct pdf *p);
void seal_finish(struct pdf *p);

/* D:20251009090000+02'00': the date of the document. */
char *metadata_date(struct pdf *p);

void elem_add(struct pdf *p, struct elem *e, struct kid kid);
int pdf_add_parent(struct pdf *p, struct elem *e, unsigned page);

#endif
