/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_FRAME_H
#define LIB_MODEL_STABILITY_FRAME_H

#include <stdint.h>

#include "lib/model/recurrence.h"
#include "lib/model/stability/hours.h"

/*
 * What clocks on the wall show in each hour of a look. Monday 09:00 in winter
 * and in summer are the same hour of the week, though not of UTC.
 */
struct frame {
	int64_t origin;         /* its first hour: a whole one of UTC */
	uint8_t of_week[HOURS]; /* hour of the week; Monday 00:00 is 0 */
	uint8_t day[HOURS];     /* local days since the first; below 51 */
	int64_t first_day;      /* midnight of that, as if it were of UTC */
};

enum { FRAME_DAYS = HOURS / HOURS_DAY + 2 };

/* The seven weeks up to the whole hour of now, in a zone of lib/base/zone.h. */
void frame_make(struct frame *f, int64_t now, const char *zone);

/* The number of the hour in which at is; any, also outside of the frame. */
long frame_hour(const struct frame *f, int64_t at);

/* The hours that a span touches. until CLOCK_NONE: to the end. */
void frame_add_span(
    const struct frame *f, int64_t from, int64_t until, struct hours *h);

/* Hours of holidays and of days off: both are ranges of local days. */
void frame_add_days(const struct frame *f, const struct day_range *ranges,
    size_t n, struct hours *h);

/* School hours: Monday to Friday, 8 to 17. */
void frame_add_active(const struct frame *f, struct hours *h);

/*
 * Those of before that stand at the same place in the week as one of after: of
 * a look after one day, only that day of each week.
 */
void frame_match(const struct frame *f, const struct hours *after,
    const struct hours *before, struct hours *out);

#endif
