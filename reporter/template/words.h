/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_TEMPLATE_WORDS_H
#define REPORTER_TEMPLATE_WORDS_H

#include <stdbool.h>

/*
 * The words of one language, by key: templates/words.nl and words.en. One
 * `key: text` a line; # begins a comment line.
 *
 *	state.confirmed: aantoonbaar actief
 */
struct words;

/* *out is new on ERR_OK only; a fault is logged as FILE:LINE: reason. */
int words_open(const char *path, struct words **out);
void words_close(struct words *w); /* NULL is fine */

/* Whether there is a key that begins with prefix and a dot. */
bool words_begin(const struct words *w, const char *prefix);

/* Borrowed; NULL when there is no such key. */
const char *words_get(const struct words *w, const char *key);

#endif
