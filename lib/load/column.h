/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_COLUMN_H
#define LIB_LOAD_COLUMN_H

#include <stddef.h>

/* Columns of text that came from outside, made fit to store. */
struct buf;
struct span;

/* Returns how long it became: as span_add_text writes it. */
size_t column_text(struct buf *out, const char *s, size_t len);

/* A field that was not there is NULL; one past any sense is cut. */
void column_span(struct buf *out, const struct span *s);

#endif
