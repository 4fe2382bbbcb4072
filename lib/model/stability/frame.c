/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/frame.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/zone.h"

enum { SCHOOL_BEGINS = 8, SCHOOL_ENDS = 17, WEEKEND = 5 };

static int64_t
whole_hour(int64_t at)
{
	int64_t rest = at % CLOCK_HOUR;

	return at - (rest < 0 ? rest + CLOCK_HOUR : rest);
}

static int64_t
start_of(const struct frame *f, long hour)
{
	return f->origin + hour * CLOCK_HOUR;
}

static int64_t
midnight(struct tm tm)
{
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	return timegm(&tm) * CLOCK_SECOND;
}

void
frame_make(struct frame *f, int64_t now, const char *zone)
{
	int last = -1, day = -1;

	f->origin = whole_hour(now) - HOURS * CLOCK_HOUR;
	for (long i = 0; i < HOURS; i++) {
		struct tm tm = { 0 };

		/* A zone that is not known here is as good as UTC. */
		if (zone_local(zone, start_of(f, i), &tm) < 0)
			zone_local("UTC", start_of(f, i), &tm);
		if (i == 0)
			f->first_day = midnight(tm);
		day += tm.tm_yday != last;
		last = tm.tm_yday;
		f->day[i] = (uint8_t)day;
		f->of_week[i] =
		    (uint8_t)((tm.tm_wday + 6) % 7 * HOURS_DAY + tm.tm_hour);
	}
}

long
frame_hour(const struct frame *f, int64_t at)
{
	return (long)((whole_hour(at) - f->origin) / CLOCK_HOUR);
}

void
frame_add_span(
    const struct frame *f, int64_t from, int64_t until, struct hours *h)
{
	if (until == CLOCK_NONE)
		hours_add_span(h, frame_hour(f, from), HOURS);
	else if (until > from)
		hours_add_span(
		    h, frame_hour(f, from), frame_hour(f, until - 1) + 1);
}

void
frame_add_days(const struct frame *f, const struct day_range *ranges, size_t n,
    struct hours *h)
{
	for (long i = 0; i < HOURS; i++) {
		int64_t day = f->first_day + f->day[i] * CLOCK_DAY;

		for (size_t k = 0; k < n; k++)
			if (day >= ranges[k].first && day <= ranges[k].last)
				hours_add(h, i);
	}
}

void
frame_add_active(const struct frame *f, struct hours *h)
{
	for (long i = 0; i < HOURS; i++) {
		int hour = f->of_week[i] % HOURS_DAY;

		if (f->of_week[i] < WEEKEND * HOURS_DAY &&
		    hour >= SCHOOL_BEGINS && hour < SCHOOL_ENDS)
			hours_add(h, i);
	}
}

void
frame_match(const struct frame *f, const struct hours *after,
    const struct hours *before, struct hours *out)
{
	bool wanted[HOURS_WEEK] = { false };

	*out = (struct hours){ { 0 } };
	for (long i = 0; i < HOURS; i++)
		if (hours_have(after, i))
			wanted[f->of_week[i]] = true;
	for (long i = 0; i < HOURS; i++)
		if (hours_have(before, i) && wanted[f->of_week[i]])
			hours_add(out, i);
}
