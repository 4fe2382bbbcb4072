/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PATCH_BATCH_H
#define LIB_STORE_PATCH_BATCH_H

struct db;
struct patch_batch;
struct patch_scope;
struct patch_values;

/*
 * Patches that are added by the thousand: what patch_store_add writes of each,
 * with four statements for some hundred.
 */
struct patch_batch *patch_batch_new(int tenant, const char *reason);
void patch_batch_free(struct patch_batch *b); /* NULL is fine */

/*
 * *id is the new patch's; what is given is copied. line is where it stands, for
 * who must say which row it was. Negative, as patch_batch_write, when it was
 * full.
 */
int patch_batch_add(struct db *db, struct patch_batch *b,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line, int *id);

/*
 * Writes what there is, in the transaction at hand. A row that is refused
 * leaves its line in patch_batch_refused, and the transaction without any of
 * them.
 */
int patch_batch_write(struct db *db, struct patch_batch *b);
unsigned patch_batch_refused(const struct patch_batch *b); /* 0: none */

#endif
