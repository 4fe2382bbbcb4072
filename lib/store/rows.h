/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ROWS_H
#define LIB_STORE_ROWS_H

struct db_rows;
struct pg_result;

/* Takes a result of libpq; db.h has the rest. */
struct db_rows *rows_new(struct pg_result *result);

#endif
