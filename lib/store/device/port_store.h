/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PORT_STORE_H
#define LIB_STORE_PORT_STORE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Ports, and how busy devices are: tables port, port_unused and capacity_day.
 *
 * M-NET-04: unused ports at a moment (ports_unused) / enabled ports of the
 * devices that were measured on the last whole day before it (port_day);
 * unknown: devices with no row of port_day, which are not in the denominator.
 * Beside it the links that came where none had been (ports_linked), a count.
 *
 * M-CAP-01: devices of which capacity_of says too_long of anything / devices of
 * which it has a row; unknown: devices in scope without one.
 */
struct db;
struct db_rows;

/* listed is JSON: [{"port":1,"label":"Gi1/0/1","peer":"core-1"}]. */
int port_note(
    struct db *db, int tenant, int device, int64_t at, const char *listed);

/*
 * device 0: of all. is_then: devices by what they were called at that moment,
 * else as they are. "unused" ones at that moment, then those "linked" since.
 */
int port_list(struct db *db, int tenant, int device, int64_t since, int64_t at,
    bool is_then, struct db_rows **out);

/* Of whole days from since up to at. */
int capacity_list(struct db *db, int tenant, int device, int64_t since,
    int64_t at, bool is_then, struct db_rows **out);

#endif
