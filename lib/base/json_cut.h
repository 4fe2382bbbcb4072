/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_JSON_CUT_H
#define LIB_BASE_JSON_CUT_H

#include <stddef.h>

/*
 * A long JSON text, cut into pieces that json_parse takes: the elements of an
 * array, the members of an object. Only how they stand beside each other is
 * looked at, and where; what stands inside one is checked when it is parsed.
 */

struct json_piece {
	const char *text;
	size_t len;
	unsigned line, column; /* of its first character, from 1 */
};

struct json_cut {
	const char *name; /* of the file, for messages */
	struct json_piece rest;
	char close; /* ] or } */
	size_t taken;
};

struct json_piece json_piece_of(const char *text, size_t len);

/* ERR_PARSE logs "NAME:LINE:COLUMN: reason", as all below: it is none. */
int json_cut_array(
    const char *name, const struct json_piece *whole, struct json_cut *out);
int json_cut_object(
    const char *name, const struct json_piece *whole, struct json_cut *out);

/* The next value, with its key in an object; ERR_NOTFOUND at the end. */
int json_cut_next(
    struct json_cut *c, struct json_piece *key, struct json_piece *value);

/* Whether nothing but blanks follows the end. */
int json_cut_end(const struct json_cut *c);

#endif
