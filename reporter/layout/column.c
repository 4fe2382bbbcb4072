/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/layout/column.h"

#include <math.h>

enum { COLUMNS_MAX = 64 };

/*
 * A column up to this share of the table, with cells of about one length, is
 * short: it would keep its line.
 */
#define SHORT 0.18
#define ALIKE 2.5

/* Short columns keep their line if the long ones have this share left. */
#define SPARE 0.1

static double
line_of(const struct extent *e)
{
	return fmax(e->natural, e->title);
}

/* What a column gets at least; each next level divides more of its words. */
enum floor { FLOOR_LINES, FLOOR_WORDS, FLOOR_PARTS, FLOORS };

static double
floor_of(const struct extent *e, enum floor level, double width)
{
	switch (level) {
	case FLOOR_LINES:
		return !e->wide && e->natural <= SHORT * width &&
			e->natural <= ALIKE * e->mean
		    ? e->natural
		    : e->whole;
	case FLOOR_WORDS:
		return e->whole;
	default:
		return e->least;
	}
}

/* The highest level that fits, with its widths in out; false: none does. */
static bool
set_floors(const struct extent *e, size_t n, double width, double *out)
{
	for (int level = FLOOR_LINES; level < FLOORS; level++) {
		double total = level == FLOOR_LINES ? SPARE * width : 0;

		for (size_t i = 0; i < n; i++) {
			out[i] = floor_of(&e[i], (enum floor)level, width);
			total += out[i];
		}
		if (total <= width)
			return true;
	}
	return false;
}

/* What is left keeps titles on a line; then it is the wide columns', or all's.
 */
static void
share_rest(const struct extent *e, size_t n, double rest, double *out)
{
	size_t wide = 0;

	for (size_t i = 0; i < n; i++) {
		double lack = line_of(&e[i]) - out[i];

		wide += e[i].wide;
		if (lack > 0 && lack <= rest) {
			out[i] += lack;
			rest -= lack;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (wide == 0)
			out[i] += rest / (double)n;
		else if (e[i].wide)
			out[i] += rest / (double)wide;
	}
}

/* What a column of long texts gets, of a width per unit of its mean text. */
static double
by_text(const struct extent *e, double floor, double factor)
{
	return fmax(floor, fmin(factor * e->mean, line_of(e)));
}

/* The long columns end at about the same height: finds the factor for that. */
static void
share_by_text(const struct extent *e, size_t n, const bool *is_long,
    double room, double *out)
{
	double low = 0, high = 1000;

	for (int step = 0; step < 60; step++) {
		double factor = (low + high) / 2, total = 0;

		for (size_t i = 0; i < n; i++)
			total +=
			    is_long[i] ? by_text(&e[i], out[i], factor) : 0;
		if (total > room)
			high = factor;
		else
			low = factor;
	}
	for (size_t i = 0; i < n; i++)
		if (is_long[i])
			out[i] = by_text(&e[i], out[i], low);
}

/* What titles may take of the room, before texts do. */
#define TITLES_MAX 0.5

/* A title has no more than two lines. Returns the room that is left. */
static double
keep_titles(const struct extent *e, size_t n, double room, double *out)
{
	double budget = TITLES_MAX * room;

	for (size_t i = 0; i < n; i++) {
		double lack = e[i].two_lines - out[i];

		if (lack <= 0 || lack > budget)
			continue;
		out[i] += lack;
		budget -= lack;
		room -= lack;
	}
	return room;
}

/*
 * A column that lacks little is served before one that lacks much; the wide
 * ones, and those that lack more than their part, are the long ones.
 */
static void
share_room(const struct extent *e, size_t n, double room, double *out)
{
	bool is_long[COLUMNS_MAX];
	size_t left = n;

	for (size_t i = 0; i < n; i++)
		is_long[i] = true;
	for (;;) {
		size_t best = n;
		double lack = 0;

		for (size_t i = 0; i < n; i++) {
			double want = e[i].natural - out[i];

			if (!is_long[i] || e[i].wide)
				continue;
			if (best < n && want >= lack)
				continue;
			best = i;
			lack = want;
		}
		if (best == n || lack > room / (double)left)
			break;
		out[best] += fmax(lack, 0);
		room -= fmax(lack, 0);
		is_long[best] = false;
		left--;
	}
	for (size_t i = 0; i < n; i++)
		room += is_long[i] ? out[i] : 0;
	share_by_text(e, n, is_long, room, out);
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
			total += fmin(e[i].least, limit);
		if (total > width)
			high = limit;
		else
			low = limit;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = fmin(e[i].least, low);
}

static double
sum(const double *width, size_t n)
{
	double total = 0;

	for (size_t i = 0; i < n; i++)
		total += width[i];
	return total;
}

void
column_widths(const struct extent *e, size_t n, double width, double *out)
{
	if (n > COLUMNS_MAX)
		n = COLUMNS_MAX;
	for (size_t i = 0; i < n; i++)
		out[i] = line_of(&e[i]);
	if (sum(out, n) > width) {
		if (!set_floors(e, n, width, out)) {
			cut_widest(e, n, width, out);
			return;
		}
		share_room(
		    e, n, keep_titles(e, n, width - sum(out, n), out), out);
	}
	share_rest(e, n, width - sum(out, n), out);
}
