/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEVICE_BATCH_H
#define LIB_STORE_DEVICE_BATCH_H

struct db;
struct device_row;
struct row_batch;

/*
 * Devices that are added by the thousand: what device_store_add writes of each,
 * with one statement for some hundred (row_batch.h).
 */
struct row_batch *device_batch_new(int tenant, const char *reason);

/* Sets the id of d, which is copied. Negative as row_batch_write. */
int device_batch_add(
    struct db *db, struct row_batch *b, struct device_row *d, unsigned line);

#endif
