/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_FRAMEWORK_STORE_H
#define LIB_STORE_FRAMEWORK_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * Which catalogues of controls an organisation has, the controls it adds, and
 * those that do not apply. Each is a row of revisions; to put what is there
 * already does nothing, and *changed says so. Inside a transaction. Lists are
 * as of a moment; 0: now.
 */

struct framework_choice {
	const char *name;
	bool used, unverified;
	const char *reason;
};
int framework_choice_put(
    struct db *db, int tenant, const struct framework_choice *c, bool *changed);

/* name, used, unverified, reason, made, actor: the newest of each */
int framework_choice_list(
    struct db *db, int tenant, int64_t at, struct db_rows **out);

/* required and supporting: ids with blanks between; source may be NULL. */
struct framework_entry {
	const char *framework, *control, *title_nl, *title_en;
	const char *required, *supporting, *source;
	bool removed;
	const char *reason;
};
int framework_entry_put(
    struct db *db, int tenant, const struct framework_entry *e, bool *changed);

/*
 * framework, control, title_nl, title_en, required, supporting, source, made,
 * actor: those that are there; framework NULL: of all
 */
int framework_entry_list(struct db *db, int tenant, const char *framework,
    int64_t at, struct db_rows **out);

struct applicability {
	const char *framework, *control;
	bool applicable;
	const char *reason, *decided_by;
	const char *decided;   /* "2026-11-03" */
	const uint8_t *sha256; /* of the document, or NULL */
};
int applicability_put(
    struct db *db, int tenant, const struct applicability *a, bool *changed);

/* framework, control, reason, decided_by, decided, sha256, made, actor: of
 * those that do not apply */
int applicability_list(struct db *db, int tenant, const char *framework,
    int64_t at, struct db_rows **out);

#endif
