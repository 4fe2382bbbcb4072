/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SYSTEM_STORE_H
#define LIB_STORE_SYSTEM_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/* Systems that another program keeps and tells about: never measured by us. */
struct system_row {
	const char *source, *key, *name, *category;
	int site;                     /* 0: none */
	const char *owner, *supplier; /* may be NULL, as below */
	const char *product, *version, *state;
	int64_t seen; /* CLOCK_NONE: not told */
};

/* All there are: id, source, key, name, category, site, owner, supplier,
 * product, version, state, and whether it is out of service. */
int system_store_load_all(struct db *db, int tenant, struct db_rows **out);

/* Those of the source that were told last before then; how many. */
int system_retire_untold(
    struct db *db, int tenant, const char *source, int64_t told, int64_t *n);

/* ERR_NOTFOUND, unlogged. */
int system_retire(struct db *db, int tenant, const char *source,
    const char *key, const char *reason);

/* source, key, name, category, site, owner, supplier, product, version,
 * state, seen, updated, device, retired */
int system_list(struct db *db, int tenant, const char *source,
    const char *category, bool retired, int64_t at, struct db_rows **out);

/* One in service; ERR_NOTFOUND, unlogged. */
int system_find(
    struct db *db, int tenant, const char *source, const char *key, int *id);

/* Until the end of the transaction nobody else changes it. */
int system_lock(struct db *db, int tenant, int id);

#endif
