/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ENTRY_STORE_H
#define LIB_STORE_ENTRY_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;

/*
 * Entries of the register: actions, decisions, reviews, incidents, changes,
 * contracts and attestations. Rows are added, never changed: a revision is a
 * new row, and the trail of changes has what became another.
 */

enum entry_field {
	ENTRY_REFERENCE,
	ENTRY_TITLE,
	ENTRY_TOPIC,
	ENTRY_CAUSE,
	ENTRY_RISK,
	ENTRY_COST,
	ENTRY_SEVERITY,
	ENTRY_OWNER,
	ENTRY_PERSON,
	ENTRY_PATCH,
	ENTRY_DEVICE,
	ENTRY_SITE,
	ENTRY_SUPPLIER,
	ENTRY_REPORT,
	ENTRY_OPENED,
	ENTRY_UNTIL,
	ENTRY_DUE,
	ENTRY_ACKNOWLEDGED,
	ENTRY_CRITICAL,
	ENTRY_HIGH,
	ENTRY_MEDIUM,
	ENTRY_LOW,
	ENTRY_DOCUMENT,
	ENTRY_SHA256,
	ENTRY_OUTCOME,
	ENTRY_RESULT,
	ENTRY_CLOSED,
	ENTRY_FIELDS
};

/*
 * One as it is stored, each field in the form the database reads: times as
 * clock_format writes them, spans in seconds, others' rows by their id.
 */
struct entry {
	const char *value[ENTRY_FIELDS]; /* NULL: not given */
};

struct entry_key {
	const char *kind; /* "action" */
	int64_t number;
};

/*
 * Inside a transaction. key->number is 0 and is set, or is one that was given
 * elsewhere and is free here. reason may be NULL.
 */
int entry_add(struct db *db, int tenant, struct entry_key *key,
    const struct entry *e, const char *reason);

/*
 * The next revision after rev. ERR_EXISTS: somebody else was first;
 * ERR_NOTFOUND: nothing becomes another, and nothing was done. verb is "edit",
 * "close" or "reopen".
 */
int entry_revise(struct db *db, int tenant, const struct entry_key *key,
    int64_t rev, const struct entry *e, const char *verb, const char *reason);

/* The newest revision; texts live as long as *text. ERR_NOTFOUND, unlogged. */
struct buf;
int entry_load(struct db *db, int tenant, const struct entry_key *key,
    struct entry *out, int64_t *rev, struct buf *text);

/* Who made a revision. */
int entry_maker(struct db *db, int tenant, const struct entry_key *key,
    int64_t rev, struct db_rows **out);

/*
 * By its number elsewhere or, where reference is NULL, by its title among
 * those without one. ERR_NOTFOUND, unlogged.
 */
int entry_find(struct db *db, int tenant, const char *kind,
    const char *reference, const char *title, int64_t *number);

/*
 * id, status, then the fields that are asked for, with names in place of
 * others' ids. at: as it stood then, or CLOCK_NONE: as it stands.
 */
struct entry_filter {
	const char *kind;
	int64_t number; /* 0: all */
	int64_t at;
	bool closed;          /* those that are closed as well */
	const char *owner;    /* NULL: of all */
	const char *supplier; /* NULL: of all */
};

int entry_list(struct db *db, int tenant, const struct entry_filter *filter,
    const enum entry_field *fields, int n_fields, struct db_rows **out);

/* rev, made, actor, action, reason, detail: oldest first. */
int entry_history(struct db *db, int tenant, const struct entry_key *key,
    struct db_rows **out);

/* "A-12" */
enum { ENTRY_ID_MAX = 16 };

/* The id of what a field names: a patch, device, site or supplier. */
int entry_find_other(struct db *db, int tenant, enum entry_field f,
    const char *name, int64_t *id);

/* Suppliers. */
int supplier_add(struct db *db, int tenant, const char *name, const char *note);

#endif
