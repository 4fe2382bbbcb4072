/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_STRUCTURE_STORE_H
#define LIB_STORE_STRUCTURE_STORE_H

#include <stdint.h>

/* What is read of a device's structure at a moment, as it was measured. */
struct db;
struct db_rows;

/* Moments of readings of a device; 0: there is none. */
struct structure_moment {
	int64_t named;    /* identity or snapshot: names, parts, neighbours */
	int64_t measured; /* stability or snapshot */
	int64_t whole;    /* snapshot, at or before measured */
};

/* The last ones up to then, none from before from. */
int structure_moment_find(struct db *db, int tenant, int device, int64_t from,
    int64_t upto, struct structure_moment *out);

/* if_index, type, admin, oper, speed_mbps, duplex */
int structure_ports(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out);

/* kind, source, component, state, good, value, unit, size */
int structure_components(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out);

#endif
