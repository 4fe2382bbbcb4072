/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_NEIGHBOUR_STORE_H
#define LIB_STORE_NEIGHBOUR_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct neighbours;
struct own_mac;

/*
 * Whom devices see beside them, and the register does not know. A neighbour is
 * known when a device in service in the same realm has its chassis' hardware
 * address, its address, or its name; by name alone not when that device tells
 * of another chassis. Addresses (ARP) are looked at inside listed ranges only.
 */

enum { NEIGHBOUR_KEEP_DAYS = 30 };

/*
 * What the device saw at that moment; what has become known, or was not seen
 * for NEIGHBOUR_KEEP_DAYS, goes. Inside a transaction.
 */
int neighbour_note(struct db *db, int tenant, int device,
    const struct neighbours *seen, int64_t at);

/* The device's own hardware addresses; nothing is written when they stayed. */
int neighbour_note_own(struct db *db, int tenant, int device,
    const struct own_mac *macs, size_t count);

/* seen_by, protocol, name, chassis, address, roles, description, port,
 * in_range, first_seen, last_seen; of the last days. */
int neighbour_list(struct db *db, int tenant, bool with_arp, int days,
    int64_t at, struct db_rows **out);

#endif
