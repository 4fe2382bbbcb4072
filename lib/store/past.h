/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PAST_H
#define LIB_STORE_PAST_H

#include <stdbool.h>
#include <stdint.h>

struct db;

/*
 * The register as it stood at an earlier moment. A statement for lists names
 * tables as "@deployment($2)", whose $1 is the tenant: now that is the table
 * itself, and of a moment the function that gives its rows as they were then.
 */

/* The caller's to free(). */
char *past_sql(const char *sql, bool is_past);

/*
 * Whether a moment (0: now) can be told: ERR_RANGE, unlogged, when it
 * is yet to come or before *begins, from which on the past is kept.
 */
int past_check(struct db *db, int64_t at, int64_t *begins);

#endif
