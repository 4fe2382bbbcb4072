/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STRUCTURE_MATCH_H
#define LIB_MODEL_STRUCTURE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Finds the part of one moment among those of another. New firmware numbers
 * ports and parts anew, so a part goes by what people call it; where that is
 * nothing, or the name of several, by its number.
 */
struct structure;
struct structure_part;

struct match {
	const struct structure_part **by_label, **by_key;
	size_t n;
};

/* s is borrowed, and does not change, until match_free. */
void match_begin(struct match *m, const struct structure *s);
void match_free(struct match *m); /* a zeroed one is fine */

/* is_named: its name is its own among those it was found with. NULL: none. */
const struct structure_part *match_find(
    const struct match *m, const struct structure_part *p, bool is_named);

/* Has nobody else of its source that name? False when it has none. */
bool match_is_named(const struct match *m, const struct structure_part *p);

#endif
