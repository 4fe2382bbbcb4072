/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_H
#define LIB_STORE_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/*
 * What somebody must know: one row from when it began to hold until it no
 * longer does, written in one transaction with what it rests on. Who is told,
 * and when, the role alert decides (lib/model/incident.h).
 */
struct alert_subject {
	int tenant_id;
	const char *rule; /* as in the table */
	const char *severity;
	int device_id, patch_id; /* 0: none */
	const char *subject;     /* what else it is about, or NULL */
};

/* The order in which they are kept; severity does not count. */
int alert_subject_compare(
    const struct alert_subject *a, const struct alert_subject *b);

/*
 * Makes the table agree with holds: opens, closes or does nothing. detail is
 * JSON, for the mail; evidence may be empty.
 */
int alert_set(struct db *db, const struct alert_subject *s, bool holds,
    int64_t at, const char *detail, const int64_t *evidence, size_t n_evidence);

/* An open one says something else from now on; nobody is told anew. */
int alert_amend(struct db *db, int tenant, int64_t id, const char *detail);

/*
 * The same for who knows which are open: closes that of id, or opens one where
 * there is none. Rows are gathered (slate.h), each alert's once for a load.
 */
int alert_change(struct db *db, const struct alert_subject *s, int64_t id,
    bool holds, int64_t at, const char *detail, const int64_t *evidence,
    size_t n_evidence);

/* Which alerts are open, for one look at many: rule, device and patch; all, or
 * those of devices, which are arrays of SQL. */
struct alert_open;
int alert_open_load(struct db *db, struct alert_open **out);
int alert_open_load_of(struct db *db, const char *tenants, const char *devices,
    struct alert_open **out);
int64_t alert_open_id(
    const struct alert_open *open, const struct alert_subject *s); /* 0: none */
bool alert_open_has(
    const struct alert_open *open, const struct alert_subject *s);
size_t alert_open_count(const struct alert_open *open);
void alert_open_at(
    const struct alert_open *open, size_t i, struct alert_subject *out);
void alert_open_free(struct alert_open *open); /* NULL is fine */

#endif
