/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TARGET_STORE_H
#define LIB_STORE_TARGET_STORE_H

#include <stdbool.h>

struct db;
struct db_rows;

/*
 * Versions by which patches name devices: what the verifier found of each that
 * runs somewhere (table target_version).
 */

/*
 * Of open patches of all organisations, versions that are not compared yet with
 * a target: ordered by organisation and patch.
 */
enum target_column {
	TARGET_TENANT,
	TARGET_PATCH,
	TARGET_NUMBER,
	TARGET_SCHEME,
	TARGET_LOW,
	TARGET_HIGH, /* NULL: no end */
	TARGET_ALL,
	TARGET_VALUE,
};
int target_store_open(struct db *db, struct db_rows **out);

/* The fix set of a patch for the product itself: as patch_store_fixes. */
int target_store_fixes(
    struct db *db, int tenant, int patch, struct db_rows **out);

struct target_found {
	int tenant, patch, target;
	const char *value;
	bool joins, stays;
	const char *why;
};
int target_store_put(struct db *db, const struct target_found *f);

#endif
