/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CONFSCAN_H
#define LIB_BASE_CONFSCAN_H

#include <stddef.h>

#include "lib/base/buf.h"

/*
 * A configuration text made plain before libconfuse reads it: comments blanked,
 * bare words in single quotes, no ${VARIABLE} left alive. Its lexer keeps its
 * state after an open quote or comment, drops bytes that it does not know and
 * miscounts lines after a long comment; none of that can happen to the copy.
 * It also learns on which line each section begins.
 */
struct confscan {
	struct buf text;
	unsigned *line; /* of each section, in the order in which they end */
	size_t sections;
};

/* Faults are logged as "NAME:LINE: reason". */
int confscan_run(
    const char *name, const char *text, size_t len, struct confscan *out);
void confscan_free(struct confscan *s);

#endif
