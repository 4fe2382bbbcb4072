/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PATCH_BATCH_H
#define LIB_STORE_PATCH_BATCH_H

struct db;
struct patch_scope;
struct patch_values;
struct row_batch;

/*
 * Patches that are added by the thousand: what patch_store_add writes of each,
 * with four statements for some hundred (row_batch.h).
 */
struct row_batch *patch_batch_new(int tenant, const char *reason);

/* *id is the new patch's; what is given is copied. Negative as
 * row_batch_write. */
int patch_batch_add(struct db *db, struct row_batch *b,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line, int *id);

#endif
