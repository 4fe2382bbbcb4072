/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_METRIC_ROW_H
#define LIB_PROFILE_METRIC_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/profile/metric.h"

struct value;

/*
 * One row of a group as it is put together: filled value by value in any
 * order, then settled. Starts zeroed, with the group set.
 */
struct metric_row {
	const struct metric_group *group;
	uint32_t told;                     /* a bit for each field */
	int64_t number[METRIC_FIELDS];     /* VALUE without its fraction */
	double value;                      /* VALUE */
	struct oid type;                   /* TYPE, when it is an object */
	const struct metric_column *state; /* that filled STATE */
};

/* What came of it. */
struct metric_result {
	enum metric_kind kind;
	const char *unit; /* NULL: none; borrowed from the group */
	bool has_state, has_value, has_size, has_used;
	bool good, absent; /* of state */
	int64_t state;
	double value;
	int64_t size, used; /* in octets where the device tells its blocks */
};

/*
 * Takes in what a column says of this row: false when that cannot be read as a
 * number. What stands for "not known" is passed over, and so is a label.
 */
bool metric_row_add(struct metric_row *row, const struct metric_column *c,
    const struct value *v);

/* Is field told? Then its number is in row->number. */
bool metric_row_has(const struct metric_row *row, enum metric_field field);

/*
 * Of a component, when all of the row was added. index: the row's own. False
 * when the row is of no kind that is measured, or says nothing.
 */
bool metric_row_settle(
    const struct metric_row *row, struct oid index, struct metric_result *out);

#endif
