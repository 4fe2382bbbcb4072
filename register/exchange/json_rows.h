/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_JSON_ROWS_H
#define REGISTER_JSON_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Whether a text is JSON and no table: its first character says so. */
bool json_rows_are(const char *text, size_t len);

/*
 * An array of objects as the table that it stands for, so that imports read
 * one form: the names of all columns, then a line for each object. Lists become
 * "a|b", true and false yes and no. ERR_PARSE, told, for any other shape.
 */
int json_rows_read(
    const char *name, const char *text, size_t len, struct buf *out);

#endif
