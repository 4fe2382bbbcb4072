/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_TRAIL_POINT_H
#define LIB_MODEL_TRAIL_POINT_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * An anchor of the audit trail: how far it was at a moment, in one line of
 * text. Reports print it and each journal of the poller keeps it; what stands
 * in the trail up to there can be changed no more without that this line shows
 * it.
 *
 *	patchwacht-trail-1 TENANT SEQ TIME HASH
 */
struct trail_point {
	int64_t tenant; /* 0: of whichever trail it is held against */
	int64_t seq;    /* of the row whose hash this is */
	int64_t at;     /* when it was the last row; CLOCK_NONE: not known */
	uint8_t hash[DIGEST_LEN];
};

/* Room for a line, with its NUL. */
enum { TRAIL_POINT_TEXT_MAX = 192 };
char *trail_point_format(
    const struct trail_point *p, char out[TRAIL_POINT_TEXT_MAX]);

/* "4711:HASH", a row and its hash as reports print them. */
int trail_point_parse_row(const char *text, struct trail_point *out);

/* What stands at the start of text; what follows the hash is passed over. */
int trail_point_parse(const char *text, size_t len, struct trail_point *out);

/*
 * Each of them in a text, wherever it stands in a line: a mail may be quoted,
 * and a journal's dump is JSON. *out is the caller's to free(). ERR_PARSE: one
 * begins there and is not whole, *line says where.
 */
int trail_point_find_all(const char *text, size_t len, struct trail_point **out,
    size_t *count, size_t *line);

#endif
