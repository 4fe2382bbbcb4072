/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_REGEX_WORDS_H
#define LIB_BASE_REGEX_WORDS_H

#include <stdbool.h>

struct literals;

/* Shorter ones stand in too many texts. */
enum { REGEX_WORD_MIN = 3 };

/*
 * Adds a word for each alternative of a pattern that compiles: in every text
 * that it matches one of them stands, in some case of its letters. False when
 * there is none to be found: then it says nothing which texts are worth a try.
 */
bool regex_words(const char *pattern, struct literals *out, unsigned id);

#endif
