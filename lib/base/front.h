/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_FRONT_H
#define LIB_BASE_FRONT_H

#include <stdbool.h>

struct buf;

/*
 * What a template says of itself before it is read whole: lines "key: value",
 * from a first line "---" to the next one. Whoever renders it finds the faults;
 * this passes over them.
 */

/* Adds the value to out; false: there is no such key. */
bool front_find(const char *text, const char *key, struct buf *out);

/* Whether a word is one of "month, quarter". */
bool front_lists(const char *list, const char *word);

#endif
