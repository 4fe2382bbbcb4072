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

/*
 * Patches that become another: of v the fields with a bit in given, by enum
 * patch_field and not the reference, and targets and fixes where there are
 * some. A patch is in a batch once. Moves no deadline. What look says of a row
 * is not ROW_WRITTEN where it is gone, or not theirs to change who ask.
 */
struct row_batch *patch_edits_new(int tenant, const char *reason);
int patch_batch_edit(struct db *db, struct row_batch *b, int id, unsigned given,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line);

#endif
