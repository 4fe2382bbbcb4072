/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_FIXSET_H
#define LIB_MODEL_FIXSET_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which versions have the fix: for each branch the first that has it. A hole is
 * usually closed in several branches at once (10.2.9-h1, 11.0.4-h1, 11.1.2-h3),
 * and a number in one branch says nothing about another.
 *
 *	10.2.0-h3 .. 10.2.1	a branch of one release: the end is outside it
 *	10.2.9-h1 ..		to the end of branch 10.2
 */

struct buf;
struct scheme;

struct fix {
	const char *min; /* the first version that has it */
	const char *max; /* the first one above that has not; NULL: no end */
	bool all;        /* every branch from min on, not only the one of min */
};

struct fixset {
	const struct fix *fix; /* borrowed */
	size_t n;
};

enum fixset_result {
	FIXSET_MET,
	FIXSET_NOT_MET,
	FIXSET_APART, /* not comparable: nothing is said of this branch */
};

/*
 * Does a device that runs this version have the fix? By the first scheme that
 * knows both shapes. The reason, in words, is added to why unless NULL.
 */
enum fixset_result fixset_judge(const struct fixset *set,
    const struct scheme *const *schemes, size_t n_schemes, const char *running,
    struct buf *why);

/*
 * ERR_PARSE, with the reason in why, when an entry has a shape that no scheme
 * knows, an end before its start or in another branch, or the set is empty.
 */
int fixset_check(const struct fixset *set, const struct scheme *const *schemes,
    size_t n_schemes, struct buf *why);

#endif
