/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_SHAPE_H
#define REPORTER_PDF_SHAPE_H

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reporter/pdf/face.h"

struct fonts;

/* One file of outlines; faces share the fallbacks. */
enum { FONT_FILES = 13 };

struct font {
	hb_blob_t *blob;
	hb_face_t *face;
	hb_font_t *hb;
	unsigned upem;
	char name[96]; /* PostScript's */
};

/* A stretch in one font, script and direction, shaped; borrowed for the call.
 */
struct shaped {
	int file; /* index into the fonts */
	const struct font *font;
	const char *text;
	size_t len;
	hb_buffer_t *glyphs;
	uint8_t level; /* bidi.h */
	bool backward;
};

typedef void shape_cb(void *of, const struct shaped *s);

const struct font *fonts_file(const struct fonts *f, int file);

/* The first file of the face's chain that has it; -1 for none. */
int fonts_find(const struct fonts *f, enum face face, uint32_t codepoint);

/*
 * Calls on_run for each stretch, in the order in which they are read; where
 * they stand beside each other bidi_order says. Returns the first code point
 * that no font has, or 0; it is drawn as .notdef, which a document must not
 * contain.
 */
uint32_t shape_text(struct fonts *f, enum face face, const char *text,
    size_t len, shape_cb *on_run, void *of);

/* The next code point of at most end - *p bytes; U+FFFD where it is broken. */
uint32_t shape_next(const char **p, const char *end);

/* A buffer to shape in, kept between calls. */
hb_buffer_t *fonts_buffer(struct fonts *f);

#endif
