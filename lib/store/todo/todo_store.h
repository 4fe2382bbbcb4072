/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_TODO_STORE_H
#define LIB_STORE_TODO_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/*
 * What asks for somebody, the heaviest first: what is late, due soon, reported
 * and not confirmed, undecided, expiring, waiting for approval. Deployments of
 * one patch that ask for the same thing are one row.
 */
struct todo_filter {
	const char *owner; /* NULL: of anybody */
	const char *site;
	int64_t at; /* as it stood then; 0: now */
};

enum todo_column {
	TODO_WHAT,
	TODO_PATCH,
	TODO_SUBJECT, /* a device where it is one, an entry, an exception */
	TODO_DEVICES,
	TODO_PRIORITY,
	TODO_DUE,
	TODO_OWNER,
	TODO_DETAIL, /* title, or why */
	TODO_WEIGHT,
};

int todo_list(struct db *db, int tenant, const struct todo_filter *f,
    struct db_rows **out);

#endif
