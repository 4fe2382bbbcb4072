/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEVICE_STORE_H
#define LIB_STORE_DEVICE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/store/db.h"

/*
 * Sites and devices. What writes belongs inside a transaction and
 * leaves its change behind. Names are looked up exactly; ids are 0 for "none".
 */

/* ERR_NOTFOUND, unlogged, when there is none by that name. */
int site_find(struct db *db, int tenant, const char *name, int *id);
int site_add(struct db *db, int tenant, const char *name, int *id);

/* Until the end of the transaction nobody else edits it. */
int site_lock(struct db *db, int tenant, int id);

/*
 * Whose school holidays it keeps: a name such as "nl-noord", or a file; NULL:
 * those that its windows name. *changed is whether it kept others; *out is the
 * caller's to free().
 */
int site_set_calendar(struct db *db, int tenant, int id, const char *calendar,
    const char *reason, bool *changed);
int site_calendar(struct db *db, int tenant, int id, char **out);

/* name, devices, supplier, calendar, rev */
/* As it stood at a moment; 0: now. */
int site_list(struct db *db, int tenant, int64_t at, struct db_rows **out);

int credential_find(struct db *db, int tenant, const char *label, int *id);

/* The only one that there is; ERR_NOTFOUND, unlogged, for none or more. */
int credential_only(struct db *db, int tenant, int *id);

struct device_row {
	int id;
	int realm; /* when it is added; 0: the first */
	const char *name;
	const char *address; /* "192.0.2.1" */
	int port;
	int site, credential;
	const char *category;
	const char *owner, *supplier, *criticality; /* may be NULL */
	bool internet_facing, medical, any_source;
	const char *tags; /* separated by single commas; may be NULL */
	int poll_s;
	int64_t in_service;
	const char *log_zone; /* may be NULL */
};

/* Sets the id. */
int device_store_add(
    struct db *db, int tenant, struct device_row *d, const char *reason);

/*
 * Changes every field that may change: all but the id. A row that is as it
 * was leaves no change behind.
 */
int device_store_edit(
    struct db *db, int tenant, const struct device_row *d, const char *reason);

/* Until the end of the transaction nobody else edits it. */
int device_store_lock(struct db *db, int tenant, int id);

/* Of devices in service; ERR_NOTFOUND, unlogged. */
int device_store_find(struct db *db, int tenant, const char *name, int *id);

/* Of that name, in service or last retired: to look at. */
int device_store_find_ever(
    struct db *db, int tenant, const char *name, int *id);

/* The same of how it was called at a moment; 0: now. */
int device_store_find_at(
    struct db *db, int tenant, const char *name, int64_t at, int *id);
int device_store_find_address(
    struct db *db, int tenant, const char *address, int port, int *id);

/* Texts live as long as *rows. */
int device_store_load(struct db *db, int tenant, int id, struct device_row *out,
    struct db_rows **rows);

/* Those in service, by id, each of which device_store_at takes. */
int device_store_load_all(struct db *db, int tenant, struct db_rows **rows);
void device_store_at(
    const struct db_rows *rows, size_t i, struct device_row *out);

/*
 * Until when it must have been in service: its last answer, or the last
 * deadline that passed while its patch was open. CLOCK_NONE: nothing is known
 * of that.
 */
int device_store_in_service_until(
    struct db *db, int tenant, int id, int64_t *until);

/* Out of service; what fell due before stays counted. */
int device_store_retire(
    struct db *db, int tenant, int id, int64_t at, const char *reason);

/* What the list of devices shows; see the columns in verb_device.c. */
struct device_filter {
	const char *site, *tag; /* NULL: any */
	bool retired;           /* those as well */
	int64_t at;             /* as it stood then; 0: now */
	int64_t first;          /* by site and name; 0: all */
};
int device_store_each(struct db *db, int tenant, const struct device_filter *f,
    db_take *take, void *arg);
int device_store_show(struct db *db, int tenant, int id, struct db_rows **out);

/*
 * kind, component, value, since, seen, confidence, profile, oid, raw. Without
 * packages: only those that a patch for the device is about.
 */
int device_store_versions(
    struct db *db, int tenant, int id, bool packages, struct db_rows **out);

/*
 * One row: other devices in service with that engine ID (hexadecimal; NULL:
 * none), and whether this one had another before. device may be 0.
 */
int device_store_engine(struct db *db, int tenant, int device,
    const char *engine_id, struct db_rows **out);

#endif
