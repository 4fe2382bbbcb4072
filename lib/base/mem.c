/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"

void *
mem_new(size_t n, size_t size)
{
	/* At least a byte: NULL never stands for an empty run. */
	void *p = calloc(n == 0 ? 1 : n, size == 0 ? 1 : size);

	if (p == NULL)
		fatal("memory: %zu x %zu bytes", n, size);
	return p;
}

void *
mem_grow(void *old, size_t n, size_t size)
{
	void *p;

	if (n == 0)
		n = 1;
	if (size != 0 && n > SIZE_MAX / 2 / size)
		fatalx("memory: %zu x %zu bytes are past any limit", n, size);
	p = realloc(old, n * (size == 0 ? 1 : size));
	if (p == NULL)
		fatal("memory: %zu x %zu bytes", n, size);
	return p;
}

void *
mem_dup(const void *data, size_t len)
{
	void *p = mem_new(len, 1);

	if (len > 0)
		memcpy(p, data, len);
	return p;
}

char *
mem_dup_text(const char *s, size_t len)
{
	char *p = mem_new(len + 1, 1);

	if (len > 0)
		memcpy(p, s, len);
	return p;
}

char *
mem_dup_str(const char *s)
{
	return s == NULL ? NULL : mem_dup_text(s, strlen(s));
}
