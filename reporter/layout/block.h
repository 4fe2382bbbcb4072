/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_BLOCK_H
#define REPORTER_LAYOUT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "reporter/layout/palette.h"
#include "reporter/pool.h"

struct chart;
struct footnote;
struct pdf_image;

/*
 * What a report says, in order, before anything has a place: a cover and a list
 * of blocks. Filled in from a template and data, every text is final (dates and
 * numbers written out, values literal). All of it lives in the document's pool.
 */

enum run_style { RUN_BOLD = 1, RUN_ITALIC = 2, RUN_CODE = 4 };

/* A stretch of text in one style; "\n" inside forces a new line. */
struct run {
	const char *text; /* UTF-8 */
	unsigned style;
	const char *url;             /* NULL: no link */
	const struct footnote *note; /* the run is its mark; NULL: it is text */
	struct run *next;
};

/* Stands at the foot of every page that has its mark. */
struct footnote {
	unsigned number;         /* from 1, in the order of their first marks */
	const char *name, *mark; /* the template's; the number as text */
	struct run *runs;
	struct footnote *next;
};

/* Shown as shape, colour and word together, never as colour alone. */
enum light { LIGHT_NONE, LIGHT_GREEN, LIGHT_ORANGE, LIGHT_RED, LIGHT_GREY };

struct cell {
	struct run *runs;
	enum light light;
};

enum column_flag {
	COLUMN_RIGHT = 1, /* figures */
	COLUMN_WIDE = 2,  /* takes what the others leave */
	COLUMN_BOLD = 4,
};

struct column {
	const char *title;
	unsigned flags;
	const struct footnote *note; /* its mark follows the title, or NULL */
};

/* cells holds as many as there are columns; a group row uses only the first,
 * over the whole width. */
struct row {
	struct cell *cells;
	bool group;
	bool continues; /* belongs to the row above: its first cell is empty */
	struct row *next;
};

struct table {
	const char *title; /* shown above and beside "continued"; NULL: none */
	struct column *columns;
	size_t ncolumns;
	struct row *rows;
	size_t nrows;
	bool plain; /* a light header, no stripes */
	bool tall;  /* room to write in */
	bool dense; /* of many rows that are looked up, not read */
};

struct tile {
	const char *label, *value;
	const char *change; /* "2 punten hoger", NULL: none */
	const char *note;   /* "1.284 van 1.312", NULL: none */
	int direction;      /* of the change: -1, 0, 1 */
	enum light light;
	struct tile *next;
};

enum block_kind {
	BLOCK_HEADING,   /* level, number, runs */
	BLOCK_PARAGRAPH, /* runs */
	BLOCK_ITEM,      /* number ("1." or NULL), level, runs */
	BLOCK_TABLE,
	BLOCK_TILES,
	BLOCK_CHART, /* half: shares its line with the next half */
	BLOCK_NOTE,  /* light: what it warns of; runs */
	BLOCK_CONTENTS,
	BLOCK_PAGE, /* what follows begins on a new page */
};

struct block {
	enum block_kind kind;
	int level; /* heading 1..3, item 1..3, contents: deepest level */
	const char *number;
	struct run *runs;
	struct table *table;
	struct tile *tiles;
	struct chart *chart;
	bool half;
	enum light light;
	struct block *next;
};

struct fact {
	const char *label, *value;
	struct fact *next;
};

/* Texts that the painter adds itself, in the language of the report. */
struct furniture {
	const char *page_of;               /* "Pagina %u van %u" */
	const char *continued;             /* "(vervolg)" */
	const char *contents;              /* "Inhoud" */
	const char *about;                 /* "Over dit document" */
	const char *website;               /* "(webadres)" */
	const char *seal;                  /* what one shows */
	const char *light[LIGHT_GREY + 1]; /* "groen" and so on */
	const char *note, *notes;          /* "Voetnoot", "Voetnoten" */
	const char *skip;                  /* "Naar de inhoud", of a page */
};

struct document {
	struct pool *pool;
	const char *language; /* "nl", "en" */
	const struct furniture *furniture;
	const char *title, *subtitle, *period;
	const char *running; /* the subtitle behind a title; NULL: none */
	const char *organisation, *classification;
	const char *number, *version, *reference; /* the footer's three */
	const char *status;           /* "tussenstand", NULL when final */
	const char *notice;           /* at the foot of the first page */
	struct palette palette;       /* as shipped, unless set */
	const struct pdf_image *logo; /* of the organisation; NULL: none */
	bool no_cover;                /* the body begins under a masthead */
	const char *author, *subject, *keywords;
	struct footnote *notes; /* by number */
	struct fact *facts;     /* about this document, on the cover */
	struct block *cover;    /* what stands before the first heading */
	struct block *body;
};

struct document *document_new(const char *language);
void document_free(struct document *d); /* NULL is fine */

/* NULL for a language other than nl and en. */
const struct furniture *furniture_of(const char *language);

#endif
