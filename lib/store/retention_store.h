/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_RETENTION_STORE_H
#define LIB_STORE_RETENTION_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* kind, does, keep, rows, due, held, oldest: of an organisation's rows. */
int retention_plan_rows(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

/* kind, keep, partitions, due, held, oldest: of all organisations together. */
int retention_plan_parts(struct db *db, int64_t at, struct db_rows **out);

#endif
