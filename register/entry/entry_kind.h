/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_ENTRY_KIND_H
#define REGISTER_ENTRY_KIND_H

#include <stddef.h>

#include "lib/store/entry/entry_store.h"

/*
 * The kinds of entries as data: which fields one has, how one ends. Options,
 * columns of lists and columns of CSV files all follow from this.
 */

/* What a field takes, and so how it is checked. */
enum entry_type {
	ENTRY_PROSE,
	ENTRY_NAME,     /* one line: a number elsewhere, a sum */
	ENTRY_FUNCTION, /* a function, not a person */
	ENTRY_WORD,     /* one of the kind's words */
	ENTRY_TIME,
	ENTRY_DAY, /* as a time; a bare date has that day in it */
	ENTRY_SPAN,
	ENTRY_OTHER,  /* the name of a patch, device, site or supplier */
	ENTRY_DIGEST, /* SHA-256 in hexadecimal */
};

/* Names as in options and in files: "acknowledged", "critical". */
const char *entry_field_name(enum entry_field f);
enum entry_type entry_field_type(enum entry_field f);

enum entry_flag {
	ENTRY_NEEDED = 1,
	ENTRY_SHOWN = 2, /* in the list that people see */
};

struct entry_use {
	enum entry_field field;
	unsigned flags;
	const char *help;
};

struct entry_kind {
	const char *name;   /* "action", as the verb and in the database */
	char letter;        /* A of A-12 */
	const char *plural; /* "actions" */
	const char *about;  /* of add, under the usage */
	const char *const *topics;   /* words; NULL: has none, or any */
	const char *const *outcomes; /* how one ends */
	const struct entry_use *use;
	size_t n_use;
};

enum entry_kind_id {
	ENTRY_KIND_ACTION,
	ENTRY_KIND_DECISION,
	ENTRY_KIND_REVIEW,
	ENTRY_KIND_INCIDENT,
	ENTRY_KIND_CHANGE,
	ENTRY_KIND_CONTRACT,
	ENTRY_KIND_ATTESTATION,
	ENTRY_KINDS
};

const struct entry_kind *entry_kind(enum entry_kind_id id);

/* The flags of a field of this kind, or NULL: it has none such. */
const struct entry_use *entry_kind_use(
    const struct entry_kind *k, enum entry_field f);

#endif
