/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PGCOPY_H
#define LIB_STORE_PGCOPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rows for COPY ... (FORMAT binary), as the PostgreSQL manual has it: half the
 * server's time of text. Begin once, then for each row pgcopy_row and its
 * columns in order, and end once.
 */
struct buf;
struct address;

void pgcopy_begin(struct buf *out);
void pgcopy_end(struct buf *out);

void pgcopy_row(struct buf *out, int columns);
void pgcopy_null(struct buf *out);
void pgcopy_bool(struct buf *out, bool v);
void pgcopy_char(struct buf *out, char c); /* "char" */
void pgcopy_int2(struct buf *out, int16_t v);
void pgcopy_int4(struct buf *out, int32_t v);
void pgcopy_int8(struct buf *out, int64_t v);
void pgcopy_time(struct buf *out, int64_t at); /* timestamptz */
void pgcopy_real(struct buf *out, float v);
void pgcopy_double(struct buf *out, double v);
void pgcopy_uuid(struct buf *out, const uint8_t uuid[16]);

/* text, or bytea; a text must be UTF-8 without NUL. */
void pgcopy_bytes(struct buf *out, const void *data, size_t len);
void pgcopy_text(struct buf *out, const char *s); /* NULL gives NULL */
void pgcopy_jsonb(struct buf *out, const char *json);
void pgcopy_texts(struct buf *out, const char *const *list, size_t count);

/* inet: the host, without the port. An unknown one is 0.0.0.0. */
void pgcopy_inet(struct buf *out, const struct address *a);

#endif
