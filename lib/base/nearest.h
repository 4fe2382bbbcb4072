/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_NEAREST_H
#define LIB_BASE_NEAREST_H

#include <stddef.h>

/*
 * The word that somebody meant: the one of those offered that is fewest slips
 * of the finger away. A slip is a letter more, less, another one, or two that
 * changed places; a capital for a small letter is none.
 */
struct nearest {
	const char *typed;
	size_t len;
	const char *word; /* the nearest so far, borrowed; or NULL */
	unsigned slips;
};

/* Of len bytes at typed. */
void nearest_start(struct nearest *n, const char *typed, size_t len);
void nearest_offer(struct nearest *n, const char *word);

/*
 * A text for the end of a complaint, such as `; did you mean "device"?`, or ""
 * when no word is near: more than a slip in three letters is another word. out
 * is returned.
 */
enum { NEAREST_TEXT_MAX = 64 };
const char *nearest_text(const struct nearest *n, char out[NEAREST_TEXT_MAX]);

#endif
