/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/hours.h"

void
hours_add(struct hours *h, long hour)
{
	if (hour >= 0 && hour < HOURS)
		h->word[hour / 64] |= (uint64_t)1 << (hour % 64);
}

void
hours_add_span(struct hours *h, long from, long until)
{
	if (from < 0)
		from = 0;
	if (until > HOURS)
		until = HOURS;
	for (long i = from; i < until; i++)
		hours_add(h, i);
}

bool
hours_have(const struct hours *h, long hour)
{
	return hour >= 0 && hour < HOURS &&
	    (h->word[hour / 64] >> (hour % 64) & 1);
}

size_t
hours_count(const struct hours *h)
{
	return hours_count_both(h, h);
}

/* Bits of a word, in steps that a compiler does for several words at once. */
static uint64_t
bits(uint64_t w)
{
	w -= w >> 1 & 0x5555555555555555U;
	w = (w & 0x3333333333333333U) + (w >> 2 & 0x3333333333333333U);
	w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fU;
	return w * 0x0101010101010101U >> 56;
}

size_t
hours_count_both(const struct hours *a, const struct hours *b)
{
	size_t n = 0;

	for (size_t i = 0; i < HOURS_WORDS; i++)
		n += bits(a->word[i] & b->word[i]);
	return n;
}

size_t
hours_count_span(const struct hours *h, long from, long until)
{
	size_t n = 0;

	if (from < 0)
		from = 0;
	if (until > HOURS)
		until = HOURS;
	for (long i = from; i < until; i = (i / 64 + 1) * 64) {
		long word = i / 64, left = until - word * 64;
		uint64_t these = ~(uint64_t)0 << (i % 64);

		if (left < 64)
			these &= ((uint64_t)1 << left) - 1;
		n += bits(h->word[word] & these);
	}
	return n;
}

void
hours_keep(struct hours *h, const struct hours *only)
{
	for (size_t i = 0; i < HOURS_WORDS; i++)
		h->word[i] &= only->word[i];
}

void
hours_drop(struct hours *h, const struct hours *gone)
{
	for (size_t i = 0; i < HOURS_WORDS; i++)
		h->word[i] &= ~gone->word[i];
}

void
hours_join(struct hours *h, const struct hours *more)
{
	for (size_t i = 0; i < HOURS_WORDS; i++)
		h->word[i] |= more->word[i];
}

void
hours_starts(const struct hours *h, struct hours *out)
{
	uint64_t last = 0;

	for (size_t i = 0; i < HOURS_WORDS; i++) {
		out->word[i] = h->word[i] & ~(h->word[i] << 1 | last);
		last = h->word[i] >> 63;
	}
}
