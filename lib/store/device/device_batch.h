/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEVICE_BATCH_H
#define LIB_STORE_DEVICE_BATCH_H

#include <stddef.h>

struct db;
struct device_batch;
struct device_row;

/*
 * Devices that are added by the thousand: what device_store_add writes of each,
 * with one statement for some hundred.
 */
struct device_batch *device_batch_new(int tenant, const char *reason);
void device_batch_free(struct device_batch *b); /* NULL is fine */

/*
 * Sets the id of d, which is copied. line is where it stands, for who must say
 * which row it was. Negative, as device_batch_write, when it was full.
 */
int device_batch_add(
    struct db *db, struct device_batch *b, struct device_row *d, unsigned line);

/*
 * Writes what there is, in the transaction at hand. A row that is refused
 * leaves its line in device_batch_refused, and the transaction without any of
 * them.
 */
int device_batch_write(struct db *db, struct device_batch *b);
unsigned device_batch_refused(const struct device_batch *b); /* 0: none */

#endif
