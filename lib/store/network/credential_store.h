/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CREDENTIAL_STORE_H
#define LIB_STORE_CREDENTIAL_STORE_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct credential;
struct db;
struct db_rows;

/*
 * Credentials in the register: what is no secret in columns, the rest in a
 * sealed box. What writes belongs inside a transaction and leaves its change
 * behind, without the box. credential_find stands in device_store.h.
 */

/* The id of the next one: it stands inside the box, so it comes first. */
int credential_next(struct db *db, int tenant, int *id);

/* Of c, what is no secret is written beside the box. */
int credential_add(struct db *db, const struct credential *c, const char *label,
    const struct buf *box);

/* Another secret for one that there is, and perhaps of another kind. */
int credential_rotate(
    struct db *db, const struct credential *c, const struct buf *box);

/*
 * Empties its box. ERR_DENIED, unlogged: devices in service (*devices) or
 * ranges (*ranges) use it.
 */
int credential_remove(
    struct db *db, int tenant, int id, long *devices, long *ranges);

/* Fills in what is no secret. ERR_NOTFOUND, unlogged. */
int credential_load(struct db *db, int tenant, int id, struct credential *out);

/* label, kind, user, auth, priv, context, devices, created, rotated */
/* As they stood at a moment; 0: now. */
int credential_list(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

/*
 * The same, then opened (the poller uses this box since), and how many of its
 * devices answered since, did not answer, and were not asked.
 */
int credential_show(struct db *db, int tenant, int id, struct db_rows **out);

#endif
