/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CHOICE_H
#define LIB_BASE_CHOICE_H

#include "lib/base/buf.h"
#include "lib/base/nearest.h"

/*
 * What is said of a word that is none of those that may stand there: all of
 * them, and the one that was probably meant.
 *
 *	"yaer" is none of month, quarter, year; did you mean "year"?
 */

/* ERR_PARSE adds that to why. words ends with NULL. */
int choice_check(const char *typed, const char *const *words, struct buf *why);

/* The same of words that stand in no list; both are borrowed. */
struct choice {
	struct nearest near;
	struct buf known;
};

void choice_start(struct choice *c, const char *typed);
void choice_offer(struct choice *c, const char *word);
void choice_tell(struct choice *c, struct buf *why); /* ends c */

#endif
