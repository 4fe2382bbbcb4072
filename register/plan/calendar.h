/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CALENDAR_H
#define REGISTER_CALENDAR_H

#include "lib/model/recurrence.h"
#include "lib/profile/calendar_file.h"

struct context;

/*
 * Days on which more may be done: school holidays from a file, and the
 * organisation's own days off (lib/profile/calendar_file.h).
 */
/*
 * name may be NULL. A fault of the file is logged with its line. Days off are
 * those of a moment; 0: now.
 */
int calendar_load(
    struct context *c, const char *name, int64_t at, struct calendar *out);

/* Whether there is one by that name; what of it does not count is said. */
int calendar_try(struct context *c, const char *name);

/*
 * Whose holidays a window has: its own, or those of the site it is for (0:
 * none). *out is the caller's to free(), and NULL where nobody said it.
 */
int calendar_of_window(
    struct context *c, const char *own, int site, char **out);

/*
 * The next window of a rule from a moment on, in UTC; ERR_NOTFOUND as
 * recurrence_next.
 */
int calendar_next(const struct calendar *c, const struct recurrence *r,
    const char *zone, int64_t after, int64_t *start, int64_t *end);

#endif
