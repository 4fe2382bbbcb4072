/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PATCH_STORE_H
#define LIB_STORE_PATCH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assessment;
struct db;
struct db_rows;

/*
 * Patches: what should run where, by when, and all that the process asks to be
 * written down about it. What writes belongs inside a transaction and leaves
 * its change behind.
 */

/* The columns that a person fills in, in the order of the process. */
enum patch_field {
	PATCH_REFERENCE,
	PATCH_TITLE,
	PATCH_VENDOR,
	PATCH_PRODUCT,
	PATCH_VULNERABILITIES,
	PATCH_ADVISORY,
	PATCH_CRITICALITY,
	PATCH_IMPACT,
	PATCH_DEPENDENCIES,
	PATCH_PRIORITY,
	PATCH_KNOWN_EXPLOITED,
	PATCH_RELEASED,
	PATCH_ADVISED,
	PATCH_DEADLINE,
	PATCH_TEST_RESULT,
	PATCH_TESTED,
	PATCH_RECOVERY_PLAN,
	PATCH_PLANNING,
	PATCH_WINDOW_START,
	PATCH_WINDOW_END,
	PATCH_COMMUNICATION,
	PATCH_OWNER,
	PATCH_FIELDS
};

/*
 * Each as text: times ISO 8601 with a zone, known_exploited "true" or "false",
 * vulnerabilities separated by single commas. NULL is empty.
 */
struct patch_values {
	const char *value[PATCH_FIELDS];
};

/* "known_exploited": the column, and the option with dashes. */
const char *patch_field_name(enum patch_field f);

struct patch_fix;

/* A device matches when it has all that is given; 0 and NULL are not. */
struct patch_target {
	int device, site;
	const char *profile, *model, *tag;
	const struct patch_fix *versions; /* that it runs; NULL: any */
};

/* An entry of the fix set (lib/model/fixset.h), of one component. */
struct patch_fix {
	const char *component; /* "" is the product, "package:openssl", ... */
	const char *scheme;
	const char *min, *max; /* max may be NULL */
	bool all;              /* every branch from min on */
};

struct patch_scope {
	const struct patch_target *target;
	size_t n_targets;
	const struct patch_fix *fix;
	size_t n_fixes;
};

/* ERR_NOTFOUND, unlogged. */
int patch_store_find(struct db *db, int tenant, const char *reference, int *id);

int patch_store_add(struct db *db, int tenant, const struct patch_values *v,
    const struct patch_scope *scope, const char *reason, int *id);

/* Texts live as long as *rows. */
int patch_store_load(struct db *db, int tenant, int id,
    struct patch_values *out, struct db_rows **rows);

/*
 * All of them, for who looks at many: in the order of their ids, which stand in
 * column PATCH_FIELDS, and whether they are withdrawn behind it;
 * patch_store_at gives the values of a row.
 */
int patch_store_load_all(struct db *db, int tenant, struct db_rows **out);
void patch_store_at(
    const struct db_rows *rows, size_t row, struct patch_values *out);

/* By patch: patch_id, device_id, site_id, profile, model, tag, scheme, low,
 * high, all_branches. */
int patch_store_all_targets(struct db *db, int tenant, struct db_rows **out);

/* By patch: patch_id, then the columns of patch_store_fixes. */
int patch_store_all_fixes(struct db *db, int tenant, struct db_rows **out);

/*
 * Every value is replaced; targets and fixes only when some are given. Moves
 * no deadline: deployment_retime does.
 */
int patch_store_edit(struct db *db, int tenant, int id,
    const struct patch_values *v, const struct patch_scope *scope,
    const char *reason);

/* Patches of an array of SQL, in its order, with all that is theirs, as JSON,
 * and what they are called: what the audit trail says of them. */
int patch_store_json(
    struct db *db, int tenant, const char *ids, struct db_rows **out);

/* Until the end of the transaction nobody else edits it. */
int patch_store_lock(struct db *db, int tenant, int id);

/* status "withdrawn", or "open" again. */
int patch_store_set_status(
    struct db *db, int tenant, int id, const char *status, const char *reason);

/* Those of an array of SQL that are open, each with its reason of another. */
int patch_store_withdraw_all(
    struct db *db, int tenant, const char *ids, const char *reasons);
int patch_store_is_withdrawn(struct db *db, int tenant, int id, bool *out);

/* The plan may be carried out, says who is connected. */
int patch_store_approve(struct db *db, int tenant, int id, const char *reason);

/* For who may assess it: nobody else changes it until the transaction ends. Of
 * others it holds nothing. */
int patch_store_hold(struct db *db, int tenant, int id);

/*
 * Adds an assessment and makes it the patch's: its answers, and its class
 * unless that waits for a second person. Deadlines move earlier only: *moved of
 * them.
 */
int patch_store_assess(
    struct db *db, int tenant, const struct assessment *a, int64_t *moved);

/* See assessment_agree. */
int patch_store_agree(struct db *db, int tenant, int id, const char *reason,
    int64_t *moved, int64_t *kept);

/* See the columns in verb_patch_list.c. */
int patch_store_list(struct db *db, int tenant, const char *status, int64_t at,
    struct db_rows **out);
int patch_store_show(struct db *db, int tenant, int id, struct db_rows **out);

/* device, profile, model, site, tag, versions */
int patch_store_targets(
    struct db *db, int tenant, int id, struct db_rows **out);

/* component, scheme, min_version, max_version, all_branches */
int patch_store_fixes(struct db *db, int tenant, int id, struct db_rows **out);

#endif
