/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_RECURRENCE_H
#define LIB_MODEL_RECURRENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * When maintenance may be done, as people say it:
 *
 *	2026-12-22 18:00 4 h	once
 *	tue,thu 22:00 4 h	each week
 *	2nd tue 22:00 4 h	each month; 1st to 4th, or last
 *	holidays 08:00 9 h	each day of the school holidays
 *	holidays mon-fri 08:00 9 h
 *	free 08:00 9 h		each day off of the organisation
 *
 * Times are those of clocks on the wall, as the microseconds that UTC would
 * have been (lib/base/zone.h): what they are in UTC, the caller knows.
 */

enum recurrence_days {
	DAYS_ANY,
	DAYS_HOLIDAY, /* of schools */
	DAYS_FREE,    /* of the organisation */
};

struct recurrence {
	enum recurrence_days days;
	unsigned weekdays; /* a bit for each, from Monday; 0: any */
	int nth;           /* of those in the month; 0: each, -1: the last */
	int64_t once;      /* midnight of the one day, or CLOCK_NONE */
	int64_t from;      /* since midnight */
	int64_t span;
};

/* First and last day, both midnight. */
struct day_range {
	enum recurrence_days kind;
	int64_t first, last;
};

/* ERR_PARSE adds to why what would be right. */
int recurrence_parse(const char *text, struct recurrence *out, struct buf *why);

/*
 * The first beginning at or after a moment; ERR_NOTFOUND when there is none
 * within two years, or, of one that needs them, no days are known.
 */
int recurrence_next(const struct recurrence *r, const struct day_range *ranges,
    size_t n, int64_t after, int64_t *out);

#endif
