/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_LOAD_H
#define LIB_PROFILE_LOAD_H

#include <stddef.h>

struct profile;
struct scheme_set;

/* What a file held. Ready when zeroed; the profiles are the reader's. */
struct profile_list {
	struct profile **profile;
	size_t n;
};

/*
 * Reads the profiles of one file; schemes must outlive them. Every fault is
 * logged as FILE:LINE: reason, and one fault refuses the file.
 */
int profile_load(const char *path, const struct scheme_set *schemes,
    struct profile_list *out);
int profile_parse(const char *name, const char *text, size_t len,
    const struct scheme_set *schemes, struct profile_list *out);
void profile_list_free(struct profile_list *list); /* profiles and all */

#endif
