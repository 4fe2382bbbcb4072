/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/nearest.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 32 };

/* Of ASCII: all that names of commands and references have. */
static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * Optimal string alignment: rows of the table of distances between the heads of
 * both words, of which the last three are kept.
 */
static unsigned
count_slips(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t k = 0; k <= b_len; k++)
		above[k] = (unsigned)k;
	for (size_t i = 1; i <= a_len; i++) {
		const char now = lower(a[i - 1]);
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t k = 1; k <= b_len; k++) {
			row[k] = least(least(above[k], row[k - 1]) + 1,
			    above[k - 1] + (now != lower(b[k - 1])));
			if (i > 1 && k > 1 && now == lower(b[k - 2]) &&
			    lower(a[i - 2]) == lower(b[k - 1]))
				row[k] = least(row[k], before[k - 2] + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[b_len];
}

void
nearest_start(struct nearest *n, const char *typed, size_t len)
{
	*n = (struct nearest){ .typed = typed, .len = len };
}

void
nearest_offer(struct nearest *n, const char *word)
{
	size_t len = strlen(word);
	unsigned slips;

	if (n->len > WORD_MAX || len > WORD_MAX)
		return;
	slips = count_slips(n->typed, n->len, word, len);
	if (slips * 3 > n->len || (n->word != NULL && slips >= n->slips))
		return;
	n->word = word;
	n->slips = slips;
}

const char *
nearest_text(const struct nearest *n, char out[NEAREST_TEXT_MAX])
{
	out[0] = '\0';
	if (n->word != NULL)
		snprintf(
		    out, NEAREST_TEXT_MAX, "; did you mean \"%s\"?", n->word);
	return out;
}
