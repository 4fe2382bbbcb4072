/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_METRIC_FILE_H
#define LIB_PROFILE_METRIC_FILE_H

#include <stddef.h>

struct metric_group;

/* What a file held. Ready when zeroed; the groups are the reader's. */
struct metric_list {
	struct metric_group **group;
	size_t n;
};

/*
 * Adds the groups of a text; one takes the place of an earlier one of the same
 * name. Every fault is logged as FILE:LINE: reason; the first is returned.
 */
int metric_file_parse(
    const char *name, const char *text, size_t len, struct metric_list *list);
int metric_file_load(const char *path, struct metric_list *list);
void metric_list_free(struct metric_list *list); /* groups and all */

#endif
