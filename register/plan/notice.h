/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_NOTICE_H
#define REGISTER_NOTICE_H

#include <stddef.h>

struct buf;

/*
 * What users read of a patch: a template (templates/notice.nl) with names in
 * braces. Lines that begin with # are for who edits it; a line of which a name
 * is empty is left out.
 */
struct notice_value {
	const char *name;
	const char *text; /* NULL or "": empty */
};

/* values ends with an empty row. ERR_PARSE adds "LINE: reason" to why. */
int notice_fill(const char *template, const struct notice_value *values,
    struct buf *out, struct buf *why);

#endif
