/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_CALENDAR_H
#define REGISTER_CALENDAR_H

#include <stddef.h>

#include "lib/model/recurrence.h"

struct context;

/*
 * Days on which more may be done: school holidays from a file of
 * templates/calendars ("nl-noord", or the path of one of your own), and the
 * organisation's own days off. What a file marks verified = no does not count.
 */
struct calendar {
	struct day_range *range;
	size_t n, unverified;
};

/*
 * name may be NULL. A fault of the file is logged with its line. Days off are
 * those of a moment; 0: now.
 */
int calendar_load(
    struct context *c, const char *name, int64_t at, struct calendar *out);
void calendar_free(struct calendar *c);

/* The same of a file alone. */
int calendar_read(const char *path, struct calendar *out);

/*
 * The next window of a rule from a moment on, in UTC; ERR_NOTFOUND as
 * recurrence_next.
 */
int calendar_next(const struct calendar *c, const struct recurrence *r,
    const char *zone, int64_t after, int64_t *start, int64_t *end);

#endif
