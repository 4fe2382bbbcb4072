/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/column.h"

static double
sum(const struct extent *e, size_t n, bool natural)
{
	double total = 0;

	for (size_t i = 0; i < n; i++)
		total += natural ? e[i].natural : e[i].least;
	return total;
}

/* Everything fits: what is left goes to the wide columns, or to all. */
static void
share_rest(const struct extent *e, size_t n, double rest, double *out)
{
	size_t wide = 0;

	for (size_t i = 0; i < n; i++)
		wide += e[i].wide;
	for (size_t i = 0; i < n; i++) {
		out[i] = e[i].natural;
		if (wide == 0)
			out[i] += rest / (double)n;
		else if (e[i].wide)
			out[i] += rest / (double)wide;
	}
}

/* Those that want little come first, and the wide ones last. */
static bool
is_before(const struct extent *a, const struct extent *b)
{
	if (a->wide != b->wide)
		return b->wide;
	return a->natural - a->least < b->natural - b->least;
}

/*
 * Short columns (a date, a state) keep their line while the long ones wrap: a
 * column that lacks little is served before one that lacks much.
 */
static void
share_room(const struct extent *e, size_t n, double room, double *out)
{
	bool served[64] = { false };
	size_t left = n;

	for (size_t i = 0; i < n; i++)
		out[i] = e[i].least;
	while (left > 0) {
		size_t best = n;
		double lack, part;

		for (size_t i = 0; i < n; i++) {
			if (served[i])
				continue;
			if (best == n || is_before(&e[i], &e[best]))
				best = i;
		}
		lack = e[best].natural - e[best].least;
		part = room / (double)left;
		/* The last one is the longest; it takes all there is. */
		if (left > 1 && lack > part)
			lack = part;
		else if (left == 1)
			lack = room;
		out[best] += lack;
		room -= lack;
		served[best] = true;
		left--;
	}
}

/*
 * Even the words do not fit: the widest ones are cut, the short ones (a number,
 * a date) stay whole. Finds the limit above which all are cut to it.
 */
static void
cut_widest(const struct extent *e, size_t n, double width, double *out)
{
	double low = 0, high = width;

	for (int step = 0; step < 50; step++) {
		double limit = (low + high) / 2, total = 0;

		for (size_t i = 0; i < n; i++)
			total += e[i].least < limit ? e[i].least : limit;
		if (total > width)
			high = limit;
		else
			low = limit;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = e[i].least < low ? e[i].least : low;
}

void
column_widths(const struct extent *e, size_t n, double width, double *out)
{
	double natural = sum(e, n, true), least = sum(e, n, false);

	if (natural <= width) {
		share_rest(e, n, width - natural, out);
	} else if (least <= width) {
		share_room(e, n, width - least, out);
	} else {
		cut_widest(e, n, width, out);
	}
}
