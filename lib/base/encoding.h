/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_ENCODING_H
#define LIB_BASE_ENCODING_H

#include <stddef.h>

struct buf;

/* Texts of other programs, made UTF-8. */
enum encoding {
	ENCODING_UTF8,
	ENCODING_WINDOWS_1252,
	ENCODING_LATIN1, /* ISO 8859-1 */
	ENCODING_UTF16,  /* by its byte order mark, else little-endian */
};

/* "windows-1252"; ERR_NOTFOUND when there is none of that name. */
int encoding_find(const char *name, enum encoding *out);

/* The names, for messages; ends with NULL. */
extern const char *const encoding_names[];

/*
 * Appends text as UTF-8. ERR_PARSE: it is not of that encoding; *bad is the
 * first byte that is not. UTF-8 itself is appended unseen, for csv.h to judge.
 */
int encoding_read(enum encoding e, const void *text, size_t len,
    struct buf *out, size_t *bad);

#endif
