/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/buf.h"

#include <endian.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAP_MIN = 64 };

/* Apart, so that what has room does not pay for it. */
static void __attribute__((noinline)) grow(struct buf *b, size_t more)
{
	size_t cap = b->cap == 0 ? CAP_MIN : b->cap;

	if (more > SIZE_MAX / 4 - b->len)
		fatalx("buf: %zu more bytes are past any limit", more);
	while (cap - b->len < more)
		cap *= 2;
	b->data = realloc(b->data, cap);
	if (b->data == NULL)
		fatal("buf: %zu bytes", cap);
	b->cap = cap;
}

void
buf_reserve(struct buf *b, size_t more)
{
	if (more > b->cap - b->len)
		grow(b, more);
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	if (len == 0)
		return;
	memcpy(buf_extend(b, len), data, len);
}

void
buf_add_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_add_u8(struct buf *b, uint8_t v)
{
	*buf_extend(b, 1) = v;
}

void
buf_add_be16(struct buf *b, uint16_t v)
{
	v = htobe16(v);
	memcpy(buf_extend(b, sizeof(v)), &v, sizeof(v));
}

void
buf_add_be32(struct buf *b, uint32_t v)
{
	v = htobe32(v);
	memcpy(buf_extend(b, sizeof(v)), &v, sizeof(v));
}

void
buf_add_be64(struct buf *b, uint64_t v)
{
	v = htobe64(v);
	memcpy(buf_extend(b, sizeof(v)), &v, sizeof(v));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		fatalx("buf: format %s", fmt);

	buf_reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_drop(struct buf *b, size_t len)
{
	if (len >= b->len) {
		b->len = 0;
		return;
	}
	memmove(b->data, b->data + len, b->len - len);
	b->len -= len;
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

const char *
buf_str(struct buf *b)
{
	buf_reserve(b, 1);
	b->data[b->len] = '\0';
	return (const char *)b->data;
}

char *
buf_take_str(struct buf *b)
{
	char *text;

	(void)buf_str(b);
	text = (char *)b->data;
	*b = (struct buf){ 0 };
	return text;
}
