/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEPLOYMENT_STORE_H
#define LIB_STORE_DEPLOYMENT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/store/db.h"

/*
 * Deployments: each patch on each device that it is for, and what people say
 * of them. Their states belong to the verifier (lib/store/patch/verdict.h).
 */

/*
 * Makes the deployments that are missing: every open patch on every device in
 * service that it is for by now. Each begins as planned, with the start of its
 * clock, its deadline by the policy in force, and its first transition. And
 * marks those of devices that no target names any more, which the verifier
 * takes leave of. Only of those patches and devices, each an array of SQL; NULL
 * is all. Needs a transaction; *made (may be NULL) counts new ones.
 */
int deployment_match(struct db *db, int tenant, const char *patches,
    const char *devices, int64_t *made);

/* The same of one patch, or of one device; 0 is all. */
int deployment_match_of(
    struct db *db, int tenant, int patch, int device, int64_t *made);

/* Of devices that run something else now, an array of SQL: only patches that
 * name devices by what they run are looked at. */
int deployment_match_versions(struct db *db, int tenant, const char *devices);

/*
 * After a patch was edited: takes its window over into deployments that wait
 * for it, and its deadline where that comes earlier. A later deadline is not
 * taken over: that takes a second person, patch_store_agree. *kept counts
 * those.
 */
int deployment_retime(
    struct db *db, int tenant, int patch, int64_t *moved, int64_t *kept);

/* The same of many, an array of SQL. */
int deployment_retime_all(struct db *db, int tenant, const char *patches,
    int64_t *moved, int64_t *kept);

/*
 * The device that answers now is the one that is meant, says who is connected:
 * what was proven of the one before it is proven anew. *n counts them.
 */
int deployment_accept(
    struct db *db, int tenant, int device, const char *reason, int64_t *n);

/* What to list; NULL and false: everything that is in scope. */
struct deployment_filter {
	const char *patch, *device, *site, *state;
	bool open;     /* the fix is not proven */
	bool late;     /* overdue, and not excepted */
	int64_t at;    /* as it stood then; 0: now */
	int64_t first; /* of the order of the list; 0: all */
};

/* See the columns in verb_deployment.c. */
int deployment_store_list(struct db *db, int tenant,
    const struct deployment_filter *f, struct db_rows **out);
int deployment_store_each(struct db *db, int tenant,
    const struct deployment_filter *f, db_take *take, void *arg);
int deployment_store_show(
    struct db *db, int tenant, int patch, int device, struct db_rows **out);
int deployment_store_transitions(
    struct db *db, int tenant, int patch, int device, struct db_rows **out);

/*
 * What its transitions rest on, and what was claimed, oldest first: of a
 * reading, a line for each part that the patch fixes.
 */
int deployment_store_evidence(
    struct db *db, int tenant, int patch, int device, struct db_rows **out);

/* One piece of evidence, and what it says of the product and each part. */
int evidence_store_show(
    struct db *db, int tenant, int64_t id, struct db_rows **out);
int evidence_store_lines(
    struct db *db, int tenant, int64_t id, struct db_rows **out);

#endif
