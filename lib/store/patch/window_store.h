/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_WINDOW_STORE_H
#define LIB_STORE_WINDOW_STORE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * When maintenance may be done (lib/model/recurrence.h says how that is
 * written), the organisation's own days off, and windows that some devices of
 * a patch have of their own.
 */

/* site 0: everywhere. ERR_EXISTS, unlogged, when the name is taken. */
int window_rule_add(struct db *db, int tenant, const char *name, int site,
    const char *rule, const char *calendar);
/* ERR_NOTFOUND, unlogged. */
int window_rule_remove(
    struct db *db, int tenant, const char *name, const char *reason);

/* Until the end of the transaction nobody else changes it. */
int window_rule_lock(struct db *db, int tenant, int id);

/*
 * name, site, rule, calendar, created, site_id, window_id, rev; name NULL: all
 * that are in force.
 */
int window_rule_list(struct db *db, int tenant, const char *name, int64_t at,
    struct db_rows **out);

/* day is "2026-12-07". ERR_EXISTS and ERR_NOTFOUND, unlogged. */
int day_off_add(struct db *db, int tenant, const char *day, const char *name);
int day_off_remove(struct db *db, int tenant, const char *day);
int day_off_list(struct db *db, int tenant, int64_t at, struct db_rows **out);

/*
 * A window of their own for the deployments of a patch that are at a site, or
 * on a device; 0: all. *n counts them.
 */
int window_give(struct db *db, int tenant, int patch, int site, int device,
    int64_t start, int64_t end, const char *reason, int64_t *n);

/* The earliest deadline of those that are not proven; or CLOCK_NONE. */
int window_deadline(
    struct db *db, int tenant, int patch, int site, int device, int64_t *out);

/*
 * What is planned where, a row for each site and window: site id, site,
 * window_start, window_end, devices. Once no window is left: what was told.
 */
int window_of_sites(struct db *db, int tenant, int patch, struct db_rows **out);

/*
 * What was ever planned where, each window of the most that a site had at one
 * moment, in order of site: its row of site id, site, window_start, window_end,
 * and which of them it was, from 0, by their beginnings. *out is the caller's
 * to free, and so are the rows.
 */
struct window_before {
	size_t row;
	int64_t number;
};
int window_of_before(struct db *db, int tenant, int patch,
    struct db_rows **rows, struct window_before **out, size_t *n);

/*
 * One row: reference, title, its sequence, whether approved, impact,
 * communication, owner, the organisation's name, language and zone, and a mark
 * that no other installation has.
 */
int window_facts(struct db *db, int tenant, int patch, struct db_rows **out);

#endif
