/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_LAYOUT_HYPHEN_H
#define REPORTER_LAYOUT_HYPHEN_H

#include <stddef.h>

/* Where words of a language may be divided, by libhyphen's dictionaries. */
struct hyphen;

/*
 * "nl" or "en"; ERR_NOTFOUND is logged with the package's name. *out lives as
 * long as the program.
 */
int hyphen_of(const char *language, const struct hyphen **out);

enum { HYPHEN_POINTS = 32 };

/*
 * Byte offsets in the word before which it may be divided: at least three
 * letters before and four after, never before a trema, which a division would
 * have to drop (ge-informeerd). Returns how many.
 */
size_t hyphen_points(const struct hyphen *h, const char *word, size_t len,
    size_t at[HYPHEN_POINTS]);

#endif
