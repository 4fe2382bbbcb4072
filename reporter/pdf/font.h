/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_FONT_H
#define REPORTER_PDF_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reporter/pdf/face.h"

struct fonts;

/*
 * Opens the faces, each with what it falls back on for other scripts. dir is
 * searched (NULL: /usr/share/fonts/truetype); ERR_NOTFOUND, logged with the
 * package that has it, when a face is missing. One set serves many documents.
 */
int fonts_open(const char *dir, struct fonts **out);
void fonts_free(struct fonts *f); /* NULL is fine */

/* Advance of a shaped text at 1 pt, kerning included. */
double fonts_width(
    struct fonts *f, enum face face, const char *text, size_t len);

/* Whether every face, or a fallback of it, can show this. */
bool fonts_cover(const struct fonts *f, uint32_t codepoint);

#endif
