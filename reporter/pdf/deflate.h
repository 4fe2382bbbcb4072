/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_PDF_DEFLATE_H
#define REPORTER_PDF_DEFLATE_H

#include <stddef.h>

struct buf;

/* What FlateDecode undoes (ISO 32000-1, 7.4.4): zlib's format, RFC 1950. */
struct deflate;

struct deflate *deflate_new(void);
void deflate_free(struct deflate *d); /* NULL is fine */

/* A stream in pieces; what comes of it is appended to out. After the end the
 * next one begins. */
void deflate_add(
    struct deflate *d, const void *data, size_t len, struct buf *out);
void deflate_end(struct deflate *d, struct buf *out);

#endif
