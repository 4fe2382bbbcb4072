/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SYSTEM_BATCH_H
#define LIB_STORE_SYSTEM_BATCH_H

#include <stdint.h>

struct db;
struct row_batch;
struct system_row;

/*
 * Systems that another program tells of, by the thousand (row_batch.h). told is
 * when, and counts even when nothing else changes; a time it was seen leaves no
 * change behind.
 */
struct row_batch *system_batch_new(int tenant, const char *reason);

/* A new one, whose id is *id. Negative as row_batch_write. */
int system_batch_add(struct db *db, struct row_batch *b,
    const struct system_row *s, int64_t told, unsigned line, int *id);

/* The one of that id becomes s, in service; once in what is gathered. */
int system_batch_change(struct db *db, struct row_batch *b,
    const struct system_row *s, int64_t told, unsigned line, int id);

#endif
