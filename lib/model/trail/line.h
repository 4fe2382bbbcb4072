/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_TRAIL_LINE_H
#define LIB_MODEL_TRAIL_LINE_H

#include <stddef.h>

#include "lib/model/trail/point.h"
#include "lib/model/trail/row.h"

struct buf;
struct json;

/*
 * An audit trail as a file, a JSON object a line:
 *
 *	{"trail":1,"tenant":1,"organisation":"...","exported":"..."}
 *	{"seq":1,"at":"...","actor":"...","action":"...","object":"...",
 *	 "detail":"...","reason":null,"prev":"...","hash":"..."}
 *	{"end":"patchwacht-trail-1 ..."}
 *
 * detail is the text as it was hashed, and so a text here, too.
 */
enum { TRAIL_FORMAT = 1 };

enum trail_line_kind {
	TRAIL_LINE_HEAD,
	TRAIL_LINE_ROW,
	TRAIL_LINE_END,
};

struct trail_line {
	enum trail_line_kind kind;
	struct json *json; /* which the texts below are of */
	int64_t tenant;    /* of a head */
	struct trail_row row;
	struct trail_point end;
};

/* Each appends a line with its end. */
void trail_line_add_head(struct buf *out, int64_t tenant,
    const char *organisation, int64_t exported);
void trail_line_add_row(struct buf *out, const struct trail_row *row);
void trail_line_add_end(struct buf *out, const struct trail_point *end);

/*
 * One line, with or without its end; of a row the tenant is not told. ERR_PARSE
 * for anything else, logged as "NAME: reason" where it is no JSON. Zeroed
 * before; end with trail_line_free.
 */
int trail_line_parse(
    const char *name, const char *text, size_t len, struct trail_line *out);
void trail_line_free(struct trail_line *l);

#endif
