/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_POLICY_STORE_H
#define LIB_STORE_POLICY_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct policy;

/* The versions of an organisation's own terms. Nothing is edited. */

/* That in force at a moment; ERR_NOTFOUND, logged, when there is none. */
int policy_store_load(
    struct db *db, int tenant, int64_t at, struct policy *out);

/* A version by its number; ERR_NOTFOUND, logged, when there is none. */
int policy_store_load_version(
    struct db *db, int tenant, int version, struct policy *out);

/* Whether both have the same terms, whatever their versions. */
bool policy_store_same(const struct policy *a, const struct policy *b);

/* The number of the latest version; 0: there is none yet. */
int policy_store_last(struct db *db, int tenant, int *version);

/* version, name, effective, actor, reason: those until a moment; oldest first
 */
int policy_store_list(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

/*
 * The next version, in force from now on; p->version becomes its number.
 * Inside a transaction; leaves its change behind.
 */
int policy_store_add(struct db *db, int tenant, const char *name,
    const char *reason, struct policy *p);

#endif
