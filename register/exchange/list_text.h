/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LIST_TEXT_H
#define REGISTER_LIST_TEXT_H

#include <stdbool.h>

struct buf;

/*
 * Some words in one field: "a | b". A word that has a bar in it has a backslash
 * before it, and so has a backslash that would be taken for that one.
 */

/* Behind a bar, unless it is the first. */
void list_text_add(struct buf *out, bool more, const char *word);

/* The next word of *text, in place and without blanks around it; NULL at the
 * end. What is empty is passed over. */
char *list_text_next(char **text);

#endif
