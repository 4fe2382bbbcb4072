/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_VERSION_POINT_H
#define LIB_STORE_VERSION_POINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Versions as change points: one row for as long as a device keeps saying the
 * same of one component. A row names where it was read: profile and the hash
 * of its file, object, raw text, and the journal record that said it first.
 */

struct db;
struct db_rows;

/* What one reading says of one component; borrowed. */
struct version_said {
	const char *kind;      /* product, component, package, kernel, ... */
	const char *component; /* "" for the product */
	const char *value;
	const char *serial; /* of the component; may be NULL */
	const char *oid, *raw;
	const char *schemes; /* "ios,iosxe" */
	bool suggestion;
	bool watched; /* a fix asks for it: every reading of it is noted */

	/* Filled in by version_note. */
	int64_t since;  /* the first reading that said so */
	int64_t before; /* the last one before this, or CLOCK_NONE */
	const char
	    *earlier; /* what it replaces; NULL: the same, or the first */
	bool is_new;  /* a change point */
	bool joined;  /* a part that others of its kind were without */
};

/* The reading that says them. */
struct version_source {
	int tenant_id, device_id;
	int64_t at;
	const char *journal;
	int64_t seq;
	const char *profile; /* may be NULL */
	const uint8_t *profile_sha256;
	bool whole; /* of a kind it speaks of, it speaks of all */
};

/*
 * What is open of several devices, given as arrays of SQL; and the rows of one
 * of them, whose texts are borrowed.
 */
struct version_known {
	const struct db_rows *rows;
	size_t first, end;
};
int version_load(struct db *db, const char *tenants, const char *devices,
    struct db_rows **out);
void version_part(const struct db_rows *rows, int tenant, int device,
    struct version_known *out);

/*
 * Gathers the change points of one reading (slate.h), once for each load. In a
 * whole reading a component that is no longer said has ended. said is put in
 * order and *n falls where a name stood twice; earlier is a text of known.
 */
int version_note(struct db *db, const struct version_source *src,
    const struct version_known *known, struct version_said *said, size_t *n);

/* Readings up to same said what that of said did. */
struct settled;
int version_settle(struct db *db, const struct settled *s);

/*
 * The next part that a device had before version_note and has no longer, from
 * row *at of known on; false: no more. Where another profile, or another
 * edition of it, looked, parts neither join nor leave: the eye changed, not the
 * device.
 */
bool version_gone(const struct version_source *src,
    const struct version_known *known, const struct version_said *said,
    size_t n, size_t *at, struct version_said *out);

#endif
