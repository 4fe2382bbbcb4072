/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXPORT_STORE_H
#define LIB_STORE_EXPORT_STORE_H

#include <stddef.h>

struct db;
struct db_rows;

/*
 * The register as tables of text for other programs, and for ours: what an
 * import reads is written as it reads it, in an order that does not change, so
 * that the same register gives the same bytes.
 */
struct export_kind {
	const char *name; /* "devices" */
	const char *about;
	const char *const *columns; /* ends with NULL */
	const char *sql;            /* $1 is the tenant; all columns are text */
};

/* Ends with an empty row. */
extern const struct export_kind export_kinds[];

const struct export_kind *export_find(const char *name); /* NULL: none */

int export_rows(struct db *db, int tenant, const struct export_kind *kind,
    struct db_rows **out);

#endif
