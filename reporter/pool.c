/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pool.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

enum { CHUNK = 64 << 10 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	alignas(max_align_t) uint8_t data[];
};

struct pool {
	struct chunk *chunks;
};

struct pool *
pool_new(void)
{
	return mem_new(1, sizeof(struct pool));
}

void
pool_free(struct pool *p)
{
	struct chunk *c, *next;

	if (p == NULL)
		return;
	for (c = p->chunks; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	free(p);
}

void
pool_clear(struct pool *p)
{
	struct chunk *kept = p->chunks;

	if (kept == NULL)
		return;
	p->chunks = kept->next;
	while (p->chunks != NULL) {
		struct chunk *next = p->chunks->next;

		free(p->chunks);
		p->chunks = next;
	}
	memset(kept->data, 0, kept->used);
	kept->used = 0;
	kept->next = NULL;
	p->chunks = kept;
}

static struct chunk *
add_chunk(struct pool *p, size_t size)
{
	struct chunk *c = mem_new(1, sizeof(*c) + size);

	c->size = size;
	/* A large piece goes behind the chunk that still has room. */
	if (p->chunks != NULL && size > CHUNK) {
		c->next = p->chunks->next;
		p->chunks->next = c;
	} else {
		c->next = p->chunks;
		p->chunks = c;
	}
	return c;
}

void *
pool_alloc(struct pool *p, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct chunk *c = p->chunks;
	void *room;

	if (size > SIZE_MAX / 4)
		fatalx("pool: %zu bytes are past any limit", size);
	size = (size + align - 1) / align * align;
	if (c == NULL || c->size - c->used < size)
		c = add_chunk(p, size > CHUNK ? size : CHUNK);
	room = c->data + c->used;
	c->used += size;
	return room;
}

char *
pool_text(struct pool *p, const char *text, size_t len)
{
	char *out = pool_alloc(p, len + 1);

	if (len > 0)
		memcpy(out, text, len);
	return out;
}

char *
pool_dup(struct pool *p, const char *text)
{
	return text == NULL ? NULL : pool_text(p, text, strlen(text));
}

char *
pool_printf(struct pool *p, const char *fmt, ...)
{
	va_list ap;
	char *out;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		fatalx("pool: format %s", fmt);
	out = pool_alloc(p, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(out, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return out;
}
