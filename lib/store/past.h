/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PAST_H
#define LIB_STORE_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/store/db.h"

/*
 * The register as it stood at an earlier moment. A statement for lists names
 * tables as "@deployment($2)", whose $1 is the tenant: now that is the table
 * itself, and of a moment the function that gives its rows as they were then.
 * A function of both that reads tables is "@@supplier_duty($1,$2)".
 */

/* The caller's to free(). */
char *past_sql(const char *sql, bool is_past);

/* A statement of a moment, 0: now; its $1 is the tenant, its $2 the moment. */
#define past_query(db, tenant, at, rows, sql, ...)                      \
	past_run((db), (at), (rows), (sql),                             \
	    sizeof((const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ }) / \
		    sizeof(struct db_arg) +                             \
		1,                                                      \
	    (const struct db_arg[]){                                    \
		DB_INT(tenant), DB_TIME(past_moment(at)), ##__VA_ARGS__ })
int past_run(struct db *db, int64_t at, struct db_rows **rows, const char *sql,
    size_t count, const struct db_arg *args);

int64_t past_moment(int64_t at); /* what 0 stands for as well */

/*
 * Whether a moment (0: now) can be told of the tables, "{device,patch}".
 * ERR_RANGE, unlogged, when it is yet to come or before *begins, from which on
 * the past of all of them is kept; ERR_DENIED for who does not read all of the
 * organisation, and so not what its rows were.
 */
int past_check(
    struct db *db, int tenant, const char *tables, int64_t at, int64_t *begins);

#endif
