/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SUPPLIER_STORE_H
#define LIB_STORE_SUPPLIER_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/* Who maintains systems for us, which, what they say and what devices show. */

/* ERR_NOTFOUND, unlogged, when there is none by that name. */
int supplier_find(struct db *db, int tenant, const char *name, int64_t *id);

/* Inside a transaction; note may be NULL. */
int supplier_add(struct db *db, int tenant, const char *name, const char *note);

/*
 * Who maintains what stands at a site; NULL: our own IT. Of a device, NULL: as
 * its site says; "own": our own IT, whatever its site says.
 */
int supplier_of_site(struct db *db, int tenant, const char *site,
    const char *supplier, const char *reason, bool *changed);

/*
 * name, note, devices, contracts, due, on_time, late, unknown, no_term,
 * days_late (the most), claimed, contradicted
 */
int supplier_list(struct db *db, int tenant, const char *name, int64_t at,
    struct db_rows **out);

/* supplier, patch, device, priority, began, agreed, claimed, shown, seen,
 * days_late, timing; supplier may be NULL, also below */
int supplier_duties(
    struct db *db, int tenant, const char *supplier, struct db_rows **out);

/* supplier, patch, device, claimed, outcome, observed, agreed, days_late,
 * note */
int supplier_checked(
    struct db *db, int tenant, const char *supplier, struct db_rows **out);

#endif
