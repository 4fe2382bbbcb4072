/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_BASE64_H
#define LIB_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Any bytes as text on one line (RFC 4648, 4): three become four characters. */
void base64_add(struct buf *out, const void *data, size_t len);

/* The way back; false for anything that base64_add does not write. */
bool base64_take(const char *text, size_t len, struct buf *out);

#endif
