/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_EXPAND_H
#define LIB_MODEL_EXPAND_H

#include <stdbool.h>

struct buf;
struct regex;
struct regex_match;

/*
 * Fills in what a pattern found: ${name} is a named group, ${1} a numbered one,
 * all else stands as it is. A group that took no part is empty.
 */
void expand(const char *form, const struct regex *re, const char *subject,
    const struct regex_match *m, struct buf *out);

/* Whether every ${...} in form is a group of re. */
bool expand_is_valid(const char *form, const struct regex *re);

#endif
