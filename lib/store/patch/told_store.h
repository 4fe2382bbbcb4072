/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TOLD_STORE_H
#define LIB_STORE_TOLD_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/*
 * What people tell about the doing of a patch: what went otherwise than was
 * planned, and who was told of it. Rows are only added.
 */
struct deviation {
	int patch, device; /* device 0: all of it */
	int64_t at;
	const char *what, *why;
};

/* ERR_NOTFOUND, unlogged: the patch is not for that device. */
int deviation_add(struct db *db, int tenant, const struct deviation *d);
int deviation_list(struct db *db, int tenant, int patch, struct db_rows **out);

/* who are functions and groups, how the means: "mail". */
int informed_add(struct db *db, int tenant, int patch, int64_t at,
    const char *who, const char *how);
int informed_list(struct db *db, int tenant, int patch, struct db_rows **out);

#endif
