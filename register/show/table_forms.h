/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_TABLE_FORMS_H
#define REGISTER_TABLE_FORMS_H

#include <stdint.h>

#include "register/show/table.h"

struct buf;

/* How a table is kept, and its three faces; for table.c. */

struct cell {
	char *text; /* as CSV has it; NULL: empty */
	int64_t at; /* of a time */
};

struct table {
	const char *name;
	const struct column *columns;
	size_t n_columns;
	struct cell *cell; /* row by row */
	size_t n_cells, cap;
	bool record;
};

void table_add_json(const struct table *t, struct buf *out);
void table_add_csv(const struct table *t, struct buf *out);
void table_show(const struct table *t, FILE *out);

#endif
