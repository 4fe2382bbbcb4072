/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_MAPPING_MAPPING_H
#define REGISTER_MAPPING_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/encoding.h"

struct buf;

/*
 * How the table of another program becomes one of ours, as data:
 * patchwacht-mapping(5).
 *
 *	for = "device"
 *	encoding = "windows-1252"
 *	only "Status" { is = { "Active" } }
 *	column "address" {
 *		from = { "IP Address" }
 *		take = "([^/]*)/[0-9]+"
 *	}
 */
struct mapping;
struct mapping_column;

/* Reads a whole file or nothing; *out is the caller's to free. */
int mapping_load(const char *path, struct mapping **out);
int mapping_parse(
    const char *name, const char *text, size_t len, struct mapping **out);
void mapping_free(struct mapping *m); /* NULL is fine */

const char *mapping_name(const struct mapping *m);  /* of the file */
const char *mapping_for(const struct mapping *m);   /* "device" */
const char *mapping_about(const struct mapping *m); /* what exports it */
bool mapping_is_verified(const struct mapping *m);
enum encoding mapping_encoding(const struct mapping *m);
char mapping_separator(const struct mapping *m); /* '\0': the commonest */
unsigned mapping_skip(const struct mapping *m);  /* lines above the names */

size_t mapping_count(const struct mapping *m);
const struct mapping_column *mapping_at(const struct mapping *m, size_t i);
const char *mapping_column_name(const struct mapping_column *c);

/*
 * Which of the headings a column is read from, case aside: the first of its
 * own that is there, after the one that *from counts and moves on; -1 when none
 * is, or when it is the same in every row. What is empty in a row is read from
 * the next.
 */
int mapping_place(const struct mapping_column *c, size_t *from,
    const char *const *headings, size_t n);

/* Its headings, for messages: "\"Name\" or \"Hostname\"", or "". */
void mapping_tell_from(const struct mapping_column *c, struct buf *out);

/*
 * What a field becomes; cell is NULL when it is not there. out is empty where
 * nothing is given. ERR_PARSE adds the reason to why.
 */
int mapping_value(const struct mapping_column *c, const char *cell,
    struct buf *out, struct buf *why);

/* Rows that are not meant: those of which a field is another than these. */
size_t mapping_conditions(const struct mapping *m);
const char *mapping_condition_heading(const struct mapping *m, size_t i);
bool mapping_condition_holds(
    const struct mapping *m, size_t i, const char *cell);

#endif
