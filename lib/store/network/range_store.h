/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_RANGE_STORE_H
#define LIB_STORE_RANGE_STORE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct range;

/*
 * Where discovery may look. What writes belongs inside a transaction and
 * leaves its change behind.
 */

/* ERR_NOTFOUND, unlogged, when there is none by that name. */
int realm_find(struct db *db, int tenant, const char *name, int *id);

/* Beside struct range; texts may be NULL. */
struct range_words {
	const char *label, *tags; /* tags separated by single commas */
	const char *reason;
};

/* Sets the id. ERR_EXISTS: that block is listed. */
int range_add(struct db *db, int tenant, int realm, struct range *r,
    const struct range_words *words);

/* By its block in the normal form, of those that are not removed. */
int range_find(
    struct db *db, int tenant, int realm, const char *block, int *id);

/* By the one who is connected, now, for that reason. */
int range_approve(struct db *db, int tenant, int id, const char *reason);
/* medical, approved, approved_by, approval */
int range_approval(struct db *db, int tenant, int id, struct db_rows **out);
int range_remove(struct db *db, int tenant, int id, const char *reason);

/* block, label, realm, credentials, site, rate, port, medical, approved,
 * approved_by, approval, tags, added, added_by */
int range_list(struct db *db, int tenant, int64_t at, struct db_rows **out);

/* credential_id, label, kind, auth, priv of every credential */
int credential_kinds(struct db *db, int tenant, struct db_rows **out);

/*
 * All of a realm that are not removed; *out is the caller's to free(). For a
 * connection of another kind: range_load_sql takes the tenant and the realm,
 * range_take the rows; returns how many ranges.
 */
extern const char range_load_sql[];
size_t range_take(const struct db_rows *rows, struct range **out);
int range_load(
    struct db *db, int tenant, int realm, struct range **out, size_t *count);

#endif
