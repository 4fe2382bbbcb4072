/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/drawn.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static int
by_rank(const void *a, const void *b)
{
	const struct drawn_line *x = a, *y = b;

	return memcmp(x->rank, y->rank, DIGEST_LEN);
}

static void
rank(const char *seed, struct drawn_line *l)
{
	struct digest *d = digest_new();

	digest_add(d, seed, strlen(seed));
	digest_add(d, "\t", 1);
	digest_add(d, l->text, l->len);
	digest_add(d, "\n", 1);
	digest_finish(d, l->rank);
}

static size_t
count_lines(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

size_t
drawn_again(const char *seed, const char *population, size_t len, size_t most,
    struct drawn_line **out)
{
	size_t n = count_lines(population, len), i = 0;
	struct drawn_line *all = mem_new(n + 1, sizeof(*all));
	const char *end = population + len;

	for (const char *p = population; i < n; i++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		all[i].text = p;
		all[i].len = (size_t)(stop - p);
		rank(seed, &all[i]);
		p = stop + 1;
	}
	qsort(all, n, sizeof(*all), by_rank);
	*out = all;
	return n < most ? n : most;
}
