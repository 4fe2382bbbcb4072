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
	FILE *out; /* between table_start and table_end */
	enum form form;
	size_t printed; /* rows, which are here no more */
	size_t *width;  /* of what people see, so that parts stand in line */
};

size_t table_rows_here(const struct table *t); /* those not printed */

/* The rows that are here, with what goes around all: *_part has only them. */
void table_add_json(const struct table *t, struct buf *out);
void table_add_json_part(const struct table *t, struct buf *out);
void table_add_csv(const struct table *t, struct buf *out);
void table_add_csv_part(const struct table *t, struct buf *out);
void table_show(const struct table *t, FILE *out);
void table_show_part(struct table *t, FILE *out);

#endif
