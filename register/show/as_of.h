/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_AS_OF_H
#define REGISTER_AS_OF_H

#include <stdint.h>

struct context;

/* --as-of DATE of lists: how it stood then. */
#define AS_OF_FLAG(into)                                                \
	{                                                               \
		"as-of", FLAG_TEXT, &(into), "DATE", "as it stood then" \
	}

/*
 * *out is 0 where none was given. ERR_PARSE after telling why not. tables are
 * those that the list reads, "{device,patch}"; "{}": rows are only added there.
 */
int as_of(
    struct context *c, const char *tables, const char *text, int64_t *out);

#endif
