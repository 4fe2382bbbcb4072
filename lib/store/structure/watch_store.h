/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_WATCH_STORE_H
#define LIB_STORE_WATCH_STORE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The watch on a device that was changed (table watch): what it was before, and
 * up to when it was compared with that since.
 */
struct db;
struct db_rows;
struct structure;

/*
 * Begins a watch on each device whose window has begun, or whose version is
 * another than before without one. While something is lost, the structure that
 * it is measured against stays.
 */
int watch_begin(struct db *db, int64_t now);

/* Ends those that are over; what is still lost then is told no longer. */
int watch_end(struct db *db, int64_t now);

/* Those that are to be compared, who waits longest first: tenant_id, device_id,
 * since, settled, looked, before (NULL: not read yet), name. */
enum { WATCH_DUE_MAX = 200 };
int watch_due(struct db *db, int64_t now, struct db_rows **out);
int watch_looked(struct db *db, int tenant, int device, int64_t at);

/* A snapshot is wanted after that moment. */
int watch_want(struct db *db, int tenant, int device, int64_t at);
int watch_keep(
    struct db *db, int tenant, int device, const struct structure *before);

/* From column col of row i; ERR_PARSE when it is none. */
int watch_read(
    const struct db_rows *rows, size_t i, int col, struct structure *out);

#endif
