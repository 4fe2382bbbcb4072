/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LEGACY_STORE_H
#define LIB_STORE_LEGACY_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * Whether devices answer SNMPv1 and v2c, and who permitted to try: tables
 * legacy_permission and legacy_test.
 *
 * M-NET-02: devices whose last test before the end of the period is not
 * "silent" / devices with a test; unknown: devices in scope without one, which
 * are not in the denominator. Without a permission there are none, and nothing
 * to determine.
 */
struct db;
struct db_rows;

struct legacy_permission {
	const char *granted_by, *document;
	uint8_t sha256[DIGEST_LEN];
	int site_id; /* 0: all devices but medical technology */
	int64_t from, until;
};

int legacy_permit(
    struct db *db, int tenant, const struct legacy_permission *p, int64_t *id);

/* Whether one that says the same is in force. */
int legacy_is_permitted(struct db *db, int tenant,
    const struct legacy_permission *p, bool *is_there);

/* ERR_NOTFOUND, unlogged: no such one is open. */
int legacy_end(struct db *db, int tenant, int64_t id, const char *reason);

/* all: those that are over, too. */
int legacy_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

/* The last test of each device before a moment; device 0: of all. */
int legacy_results(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out);

/* Which devices a permission covers now: id and name, those that were not tried
 * under it first. */
int legacy_covered(struct db *db, int tenant, struct db_rows **out);

#endif
