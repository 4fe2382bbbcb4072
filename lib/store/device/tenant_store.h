/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TENANT_STORE_H
#define LIB_STORE_TENANT_STORE_H

#include <stdbool.h>

struct db;
struct db_rows;

/*
 * Whose register it is, what they say of themselves, and who is told of
 * alerts. Everything that writes belongs inside a transaction, and leaves its
 * change behind.
 */

struct tenant {
	int id;
	const char *name;
	const char *kind;     /* school, care, provider, other */
	const char *language; /* nl, en */
	const char *zone;     /* "Europe/Amsterdam" */
};

/* ERR_NOTFOUND when there is none by that id; texts live as long as *rows. */
int tenant_store_load(
    struct db *db, int id, struct tenant *out, struct db_rows **rows);

/* With its realm 1, of the same name. */
int tenant_store_add(struct db *db, const struct tenant *t);

/* NULL while unset; the caller's to free(). */
int setting_load(struct db *db, int tenant, const char *key, char **out);

/* *changed says whether it was another before; may be NULL. */
int setting_save(struct db *db, int tenant, const char *key, const char *value,
    const char *reason, bool *changed);

#endif
