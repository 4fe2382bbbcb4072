/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXPOSURE_STORE_H
#define LIB_STORE_EXPOSURE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * What is known outside: holes that are used, ends of support, advisories and
 * who reads them. What writes belongs inside a transaction and leaves its
 * change behind. A time that is not known is DB_NO_TIME. Lists are as of a
 * moment; 0: now.
 */

struct exploited_entry {
	const char *vulnerability;
	int64_t listed, due;
};

/* A whole list, by what its maker calls it and as of when. The last one of that
 * date stays when it says the same: *is_there. */
int exploited_import(struct db *db, int tenant, const char *source,
    int64_t dated, const struct exploited_entry *entries, size_t n,
    bool *is_there);

/* The list that counts: source, dated, made, actor, entries. */
int exploited_list_load(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

/* vulnerability, listed, due, patches, open: of it, those that patches name. */
int exploited_show(struct db *db, int tenant, int64_t at, struct db_rows **out);

struct support_end {
	const char *vendor, *model;
	int device; /* 0: of the make and model */
	int64_t ends;
	const char *source;
};

/* DB_NO_TIME in ends: it is removed. *did is add, edit, remove, unchanged. */
int support_end_put(
    struct db *db, int tenant, const struct support_end *s, const char **did);

struct advisory_source {
	const char *name, *vendor, *class, *owner, *url;
	bool removed;
};

int advisory_source_put(struct db *db, int tenant,
    const struct advisory_source *s, const char **did);

struct advisory {
	const char *reference, *title, *source, *vendor, *product;
	const char
	    *vulnerabilities; /* words with blanks between them, or NULL */
	int64_t published;
};

/* One that is there stays as it is: *is_there. */
int advisory_add(
    struct db *db, int tenant, const struct advisory *a, bool *is_there);

/* patch 0 for the others. ERR_NOTFOUND; ERR_EXISTS: it was decided on. */
int advisory_decide(struct db *db, int tenant, const char *reference,
    const char *decision, int patch, const char *reason);

/* reference, published, title, source, devices, decided, decision, reason */
int advisory_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

#endif
