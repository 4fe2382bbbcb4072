/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_STORE_MADE_ROWS_H
#define TESTS_UNIT_STORE_MADE_ROWS_H

#include <stddef.h>

struct db_rows;

/* Rows as a query gives them, of texts; NULL is SQL's NULL. No database. */
struct db_rows *made_rows(
    size_t columns, const char *const *values, size_t count);

#endif
