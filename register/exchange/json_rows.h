/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_JSON_ROWS_H
#define REGISTER_JSON_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct csv_row;
struct json_rows;

/* Whether a text is JSON and no table: its first character says so. */
bool json_rows_are(const char *text, size_t len);

/*
 * An array of objects as the table that it stands for, so that imports read
 * one form: the first row has the names of all columns, then one comes for each
 * object, whose fields stand where their values do. Lists become "a|b", true
 * and false yes and no. ERR_PARSE, logged, for any other shape: the whole text
 * is looked at before the first row. text is kept until json_rows_close.
 */
int json_rows_open(
    const char *name, const char *text, size_t len, struct json_rows **out);
void json_rows_close(struct json_rows *r); /* NULL is fine */

/* As csv_next, whose row it gives. */
int json_rows_next(struct json_rows *r, struct csv_row *out);

#endif
