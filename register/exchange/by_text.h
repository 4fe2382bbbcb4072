/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_BY_TEXT_H
#define REGISTER_BY_TEXT_H

#include <stdint.h>

/* A number for each text of a file, while an import reads it. */
struct by_text;

/* That of text, 0 at first, to be read and set; *t NULL: none as yet. */
int64_t *by_text_at(struct by_text **t, const char *text);
void by_text_free(struct by_text *t); /* NULL is fine */

#endif
