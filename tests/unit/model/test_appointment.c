/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/appointment.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tests/unit/test.h"

enum { MAX = 40 };

static const struct {
	struct appointment rows[6];
	size_t n;
	int64_t starts[4]; /* of the windows with number 0, 1, ... */
	size_t numbers;
} told[] = {
	/* One, whoever joins it. */
	{ { { 10, 20, 1, 9 }, { 10, 20, 2, 9 } }, 2, { 10 }, 1 },
	/* Two that became one: the second had its number before that. */
	{ { { 10, 20, 1, 9 }, { 30, 40, 1, 5 }, { 10, 20, 5, 9 } }, 3,
	    { 10, 30 }, 2 },
	/* What ends at a moment is not there at it. */
	{ { { 10, 20, 1, 5 }, { 30, 40, 5, 9 } }, 2, { 30 }, 1 },
	/* They are numbered by their beginnings, not by when they came. */
	{ { { 30, 40, 1, 9 }, { 10, 20, 2, 9 } }, 2, { 10, 30 }, 2 },
	/* One beginning, two ends. */
	{ { { 10, 40, 1, 9 }, { 10, 20, 1, 9 } }, 2, { 10, 10 }, 2 },
	/* The last moment with a third counts for the third only. */
	{ { { 10, 20, 1, 3 }, { 30, 40, 1, 3 }, { 50, 60, 1, 3 },
	      { 11, 20, 3, 9 } },
	    4, { 11, 30, 50 }, 3 },
	{ .n = 0, .numbers = 0 },
};

static void
a_number_is_what_had_it_last(void **state)
{
	size_t out[6];

	(void)state;
	for (size_t i = 0; i < ROWS(told); i++) {
		assert_int_equal(told[i].numbers,
		    appointments_last(told[i].rows, told[i].n, out));
		for (size_t k = 0; k < told[i].numbers; k++)
			assert_int_equal(
			    told[i].starts[k], told[i].rows[out[k]].start);
	}
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The windows at a moment, in order and each once. */
static size_t
look(const struct appointment *rows, size_t n, int64_t at, int64_t *starts)
{
	size_t all = 0, kept = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i].since <= at && rows[i].until > at)
			starts[all++] = rows[i].start;
	qsort(starts, all, sizeof(*starts), compare);
	for (size_t i = 0; i < all; i++)
		if (i == 0 || starts[i] != starts[kept - 1])
			starts[kept++] = starts[i];
	return kept;
}

/* Moment after moment, as it is written down. */
static size_t
walk_on(const struct appointment *rows, size_t n, int64_t *last)
{
	size_t most = 0;

	for (int64_t at = 0; at < MAX; at++) {
		int64_t starts[MAX];
		size_t there = look(rows, n, at, starts);
		bool begins = false;

		for (size_t i = 0; i < n; i++)
			begins |= rows[i].since == at;
		for (size_t k = 0; begins && k < there; k++)
			last[k] = starts[k];
		if (begins && there > most)
			most = there;
	}
	return most;
}

static void
any_history_is_as_walked_through(void **state)
{
	(void)state;
	srand(1);
	for (int times = 0; times < 2000; times++) {
		struct appointment rows[MAX];
		size_t n = (size_t)rand() % MAX, out[MAX], most;
		int64_t last[MAX] = { 0 };

		for (size_t i = 0; i < n; i++) {
			rows[i].start = rand() % 9;
			rows[i].end = rows[i].start + 1;
			rows[i].since = rand() % (MAX - 1);
			rows[i].until = rows[i].since + 1 + rand() % 9;
		}
		most = walk_on(rows, n, last);
		assert_int_equal(most, appointments_last(rows, n, out));
		for (size_t k = 0; k < most; k++)
			assert_int_equal(last[k], rows[out[k]].start);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_what_had_it_last),
		cmocka_unit_test(any_history_is_as_walked_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
