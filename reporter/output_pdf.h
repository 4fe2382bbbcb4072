/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_OUTPUT_PDF_H
#define REPORTER_OUTPUT_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reporter/pdf/pdf.h"

struct buf;
struct document;
struct fonts;

struct output_pdf {
	int64_t at;           /* the document's date; never the clock's */
	enum pdf_level level; /* PDF_A3A with files */
	const char *zone; /* of that date in the file; NULL: Europe/Amsterdam */
	const char
	    *seed;   /* what the file's ID is made of: hashes of the input */
	bool sealed; /* keep room for a seal */
	const struct pdf_file *files;
	size_t nfiles;
};

/*
 * Lays a document out and writes it as PDF/A and PDF/UA-1. The same document,
 * date and seed give the same bytes. Appends to out; ERR_RANGE, logged, when a
 * text has a character that no font has.
 */
int output_pdf(const struct document *d, struct fonts *fonts,
    const struct output_pdf *o, struct buf *out);

#endif
