/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_OUTPUT_PDF_H
#define REPORTER_OUTPUT_PDF_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct document;
struct fonts;

struct output_pdf {
	int64_t at;       /* the document's date; never the clock's */
	const char *zone; /* of that date in the file; NULL: Europe/Amsterdam */
	const char
	    *seed; /* what the file's ID is made of: hashes of the input */
};

/*
 * Lays a document out and writes it as PDF/A-2a, PDF/UA-1. The same document,
 * date and seed give the same bytes. Appends to out; ERR_RANGE, logged, when a
 * text has a character that no font has.
 */
int output_pdf(const struct document *d, struct fonts *fonts,
    const struct output_pdf *o, struct buf *out);

#endif
