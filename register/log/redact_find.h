/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LOG_REDACT_FIND_H
#define REGISTER_LOG_REDACT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/journal/redaction.h"
#include "lib/store/log/redaction_store.h"

/*
 * Which records somebody means: by what the database has of them, longer than
 * the journal, and by what the journal has, whether it is loaded or not.
 */
struct db;

struct redact_item {
	char journal[37];
	struct redaction_entry entry; /* hash: zeros where no journal has it */
	char *device, *text;          /* may be NULL */
	bool is_stored, is_kept;      /* a row; in the journal's folder */
};

/* Ready when zeroed. */
struct redact_list {
	struct redact_item *items;
	size_t count, room;
};

/* Rows of the database. */
int redact_find_stored(struct db *db, int tenant,
    const struct redaction_filter *f, struct redact_list *list);

/*
 * Records of the journal in dir, whose uuid is written to journal; those in
 * list already get their hash. ERR_PARSE: the pattern is none, told. A folder
 * of which nothing can be read has no records.
 */
int redact_find_kept(struct db *db, int tenant, const char *dir,
    const struct redaction_filter *f, struct redact_list *list,
    char journal[37]);

/* What was declared in it and signed, whoever asked. */
int redact_find_declared(
    const char *dir, struct redact_list *list, char journal[37]);

void redact_list_sort(struct redact_list *list); /* by journal and number */

/* What is in a sorted list more than once, of the journal and of the database
 * or declared twice, is one, with the hash that one of them has. */
void redact_list_merge(struct redact_list *list);
void redact_list_free(struct redact_list *list);

#endif
