/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_SAMPLES_H
#define LIB_PROFILE_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/profile/metric_row.h"

/*
 * What a poll measured, put together from its bindings: a row for each
 * interface and each component, whatever the order of their columns. The usual
 * one, columns side by side, costs no search.
 */

/* So many of one poll; values of rows past it are counted as skipped. */
enum { SAMPLES_ROWS_MAX = 1 << 16 };

struct sample_row {
	struct metric_row said; /* of an interface: of any of its groups */
	struct oid index;
};

/* Ready for use when zeroed; its memory serves the next poll again. */
struct samples {
	struct sample_row *row; /* in the order in which they were first told */
	size_t n, room;
	size_t skipped; /* values that could not be read */
	size_t before;  /* octets of the list before the first that is measured:
			   the contact */

	/* Private: where a row stands, by its index. */
	uint32_t *slots;
	size_t n_slots, last;
};

/*
 * Reads a list (lib/wire/varbind.h), which the rows borrow from. What no
 * group measures is passed over; after bytes that are no binding nothing more
 * is read, and they count as skipped.
 */
void samples_read(struct samples *s, const struct metric_set *set,
    const void *list, size_t len);
void samples_free(struct samples *s);

/* How many octets of a list stand before the first that is measured. */
size_t samples_before(
    const struct metric_set *set, const void *list, size_t len);

#endif
