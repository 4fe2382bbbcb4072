/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_CALENDAR_FILE_H
#define LIB_PROFILE_CALENDAR_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/recurrence.h"

/*
 * School holidays, from a file of templates/calendars or one of your own. What
 * a file marks verified = no does not count.
 */
struct calendar {
	struct day_range *range;
	size_t n, unverified;
};

/* A fault is logged with its line. Days are midnights, as if they were of UTC.
 */
int calendar_read(const char *path, struct calendar *out);
void calendar_add(
    struct calendar *c, enum recurrence_days kind, int64_t first, int64_t last);
void calendar_free(struct calendar *c);

/* Of a name ("nl-noord"), or a path of one's own; data as lib/base/data.h has
 * it. The caller's to free(). */
char *calendar_path(const char *data, const char *name);

#endif
