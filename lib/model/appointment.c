/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/appointment.h"

#include <stdlib.h>

#include "lib/base/mem.h"

/*
 * From the last moment back to the first: what began at a moment is not there
 * before it, and what ended at it is. A number is given out where more windows
 * are there than at any later moment.
 */
struct walk {
	const struct appointment *rows;
	size_t
	    *window;   /* of each row, which one of all windows: by beginning */
	size_t *row;   /* of each window, a row that has it */
	size_t *count; /* of each window, how many have it now */
	size_t *tree;  /* of counts: sums over windows that are there, from 1 */
	size_t windows, there;
};

static int
compare_time(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static const struct appointment *
row_at(const struct walk *w, const size_t *index)
{
	return &w->rows[*index];
}

static int
by_window(const void *a, const void *b, void *w)
{
	const struct appointment *x = row_at(w, a), *y = row_at(w, b);
	int c = compare_time(x->start, y->start);

	return c != 0 ? c : compare_time(x->end, y->end);
}

/* The last of them first. */
static int
by_since(const void *a, const void *b, void *w)
{
	return compare_time(row_at(w, b)->since, row_at(w, a)->since);
}

static int
by_until(const void *a, const void *b, void *w)
{
	return compare_time(row_at(w, b)->until, row_at(w, a)->until);
}

static size_t *
in_order(struct walk *w, size_t n,
    int (*compare)(const void *, const void *, void *))
{
	size_t *order = mem_new(n, sizeof(*order));

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), compare, w);
	return order;
}

static void
name_windows(struct walk *w, size_t n)
{
	size_t *order = in_order(w, n, by_window);

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && by_window(&order[i - 1], &order[i], w) == 0) {
			w->window[order[i]] = w->windows - 1;
			continue;
		}
		w->row[w->windows] = order[i];
		w->window[order[i]] = w->windows++;
	}
	free(order);
}

static void
add_to_tree(struct walk *w, size_t window, size_t n)
{
	w->there += n;
	for (size_t i = window + 1; i <= w->windows; i += i & -i)
		w->tree[i] += n;
}

static void
come(struct walk *w, size_t row)
{
	if (w->count[w->window[row]]++ == 0)
		add_to_tree(w, w->window[row], 1);
}

static void
go(struct walk *w, size_t row)
{
	if (--w->count[w->window[row]] == 0)
		add_to_tree(w, w->window[row], (size_t)-1);
}

/* Of the windows that are there the one with that number. */
static size_t
find_number(const struct walk *w, size_t number)
{
	size_t at = 0, step = 1;

	while (2 * step <= w->windows)
		step *= 2;
	for (; step > 0; step /= 2) {
		if (at + step > w->windows || w->tree[at + step] > number)
			continue;
		at += step;
		number -= w->tree[at];
	}
	return at;
}

static size_t
walk_back(struct walk *w, size_t n, size_t *out)
{
	size_t *begins = in_order(w, n, by_since);
	size_t *ends = in_order(w, n, by_until);
	size_t known = 0, ended = 0;

	for (size_t i = 0; i < n;) {
		int64_t at = w->rows[begins[i]].since;

		for (; ended < n && w->rows[ends[ended]].until > at; ended++)
			come(w, ends[ended]);
		for (; known < w->there; known++)
			out[known] = w->row[find_number(w, known)];
		for (; i < n && w->rows[begins[i]].since == at; i++)
			go(w, begins[i]);
	}
	free(begins);
	free(ends);
	return known;
}

size_t
appointments_last(const struct appointment *rows, size_t n, size_t *out)
{
	struct walk w = { .rows = rows };
	size_t known;

	if (n == 0)
		return 0;
	w.window = mem_new(n, sizeof(*w.window));
	w.row = mem_new(n, sizeof(*w.row));
	w.count = mem_new(n, sizeof(*w.count));
	w.tree = mem_new(n + 1, sizeof(*w.tree));
	name_windows(&w, n);
	known = walk_back(&w, n, out);
	free(w.window);
	free(w.row);
	free(w.count);
	free(w.tree);
	return known;
}
