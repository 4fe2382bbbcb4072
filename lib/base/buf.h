/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_BUF_H
#define LIB_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/log.h"

/*
 * A growing run of bytes. Ready for use when zeroed; end with buf_free. Memory
 * running out is fatal, so adding cannot fail.
 */
struct buf {
	uint8_t *data;
	size_t len;
	size_t cap;
};

void buf_add(struct buf *b, const void *data, size_t len);
void buf_add_str(struct buf *b, const char *s); /* without its NUL */
void buf_add_u8(struct buf *b, uint8_t v);
void buf_add_be16(struct buf *b, uint16_t v);
void buf_add_be32(struct buf *b, uint32_t v);
void buf_add_be64(struct buf *b, uint64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) LOG_FORMAT(2, 3);

/* Makes room for so many more bytes at once, where that is known before. */
void buf_reserve(struct buf *b, size_t more);

/* Room for len more bytes; returns where they go and counts them as added.
 * Here, because a row calls it for each of its columns. */
static inline uint8_t *
buf_extend(struct buf *b, size_t len)
{
	uint8_t *room;

	if (len > b->cap - b->len)
		buf_reserve(b, len);
	room = b->data + b->len;
	b->len += len;
	return room;
}

void buf_drop(struct buf *b, size_t len); /* the first len bytes */
void buf_clear(struct buf *b);            /* keeps the memory */
void buf_free(struct buf *b);

/* The text in b, NUL-terminated; borrowed until the next change. */
const char *buf_str(struct buf *b);

/* The same text, the caller's to free(); b is empty after it. */
char *buf_take_str(struct buf *b);

#endif
