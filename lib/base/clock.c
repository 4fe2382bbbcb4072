/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/clock.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/err.h"

static bool frozen;
static int64_t frozen_at;

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts;

	if (frozen)
		return frozen_at;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

int64_t
clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t
clock_monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_boottime(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

void
clock_freeze(int64_t now)
{
	frozen = true;
	frozen_at = now;
}

void
clock_thaw(void)
{
	frozen = false;
}

char *
clock_format(int64_t at, char *out)
{
	int64_t fraction = at % CLOCK_SECOND;
	time_t seconds;
	struct tm tm;
	size_t len;

	seconds = (time_t)(at / CLOCK_SECOND);
	if (fraction < 0) {
		fraction += CLOCK_SECOND;
		seconds--;
	}
	if (gmtime_r(&seconds, &tm) == NULL) {
		snprintf(out, CLOCK_TEXT_MAX, "%lld us", (long long)at);
		return out;
	}
	len = strftime(out, CLOCK_TEXT_MAX, "%Y-%m-%dT%H:%M:%S", &tm);
	if (fraction != 0)
		snprintf(
		    out + len, CLOCK_TEXT_MAX - len, ".%06dZ", (int)fraction);
	else
		snprintf(out + len, CLOCK_TEXT_MAX - len, "Z");
	return out;
}

/* Exactly count digits at *p, which moves past them; -1 when they are not. */
static int
take_digits(const char **p, int count)
{
	int v = 0;

	while (count-- > 0) {
		if (!isdigit((unsigned char)**p))
			return -1;
		v = v * 10 + (*(*p)++ - '0');
	}
	return v;
}

static bool
take_date(const char **p, struct tm *tm)
{
	tm->tm_year = take_digits(p, 4) - 1900;
	if (tm->tm_year < 0 || *(*p)++ != '-')
		return false;
	tm->tm_mon = take_digits(p, 2) - 1;
	if (tm->tm_mon < -1 || *(*p)++ != '-')
		return false;
	tm->tm_mday = take_digits(p, 2);
	return tm->tm_mday >= 0;
}

/* ".5" is 500,000; digits past the sixth are dropped. */
static bool
take_fraction(const char **p, int64_t *out)
{
	int64_t unit = CLOCK_SECOND / 10;

	if (**p != '.' && **p != ',')
		return true;
	(*p)++;
	if (!isdigit((unsigned char)**p))
		return false;
	for (; isdigit((unsigned char)**p); unit /= 10)
		*out += (*(*p)++ - '0') * unit;
	return true;
}

static bool
take_time(const char **p, struct tm *tm, int64_t *fraction)
{
	tm->tm_hour = take_digits(p, 2);
	if (tm->tm_hour < 0 || *(*p)++ != ':')
		return false;
	tm->tm_min = take_digits(p, 2);
	if (tm->tm_min < 0)
		return false;
	if (**p != ':')
		return true;
	(*p)++;
	tm->tm_sec = take_digits(p, 2);
	return tm->tm_sec >= 0 && take_fraction(p, fraction);
}

/* Z, +01:00, +0100, +01 or nothing; *out is how far ahead of UTC it is. */
static bool
take_zone(const char **p, int64_t *out)
{
	int sign, hours, minutes = 0;

	if (**p == 'Z' || **p == 'z') {
		(*p)++;
		return true;
	}
	if (**p != '+' && **p != '-')
		return true;
	sign = *(*p)++ == '-' ? -1 : 1;
	hours = take_digits(p, 2);
	if (**p == ':' || isdigit((unsigned char)**p)) {
		*p += **p == ':';
		minutes = take_digits(p, 2);
	}
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return false;
	*out = sign * (hours * CLOCK_HOUR + minutes * CLOCK_MINUTE);
	return true;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/*
 * The number of a day since 1900, 0 for 1970-01-01; *is_real is false when
 * there is no such day. A report reads a million times: timegm, which asks for
 * the zone, would be half of what it costs.
 */
static int64_t
day_of(const struct tm *tm, bool *is_real)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334, 365 };
	const int64_t epoch = 719162; /* days from 0001-01-01 to 1970-01-01 */
	int year = tm->tm_year + 1900, month = tm->tm_mon;
	bool leap = is_leap(year);
	int64_t past = year - 1;

	*is_real = month >= 0 && month < 12 && tm->tm_mday >= 1 &&
	    tm->tm_mday <=
		before[month + 1] - before[month] + (leap && month == 1);
	if (!*is_real)
		return -1;
	return past * 365 + past / 4 - past / 100 + past / 400 + before[month] +
	    (leap && month > 1) + tm->tm_mday - 1 - epoch;
}

int
clock_parse(const char *text, int64_t *out)
{
	int64_t fraction = 0, ahead = 0;
	struct tm tm = { 0 };
	const char *p = text;
	bool is_real;
	int64_t day;

	if (!take_date(&p, &tm))
		return ERR_PARSE;
	if (*p == 'T' || *p == 't' || *p == ' ') {
		p++;
		if (!take_time(&p, &tm, &fraction) || !take_zone(&p, &ahead))
			return ERR_PARSE;
	}
	if (*p != '\0')
		return ERR_PARSE;
	day = day_of(&tm, &is_real);
	if (!is_real || tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
		return ERR_RANGE;
	*out = day * CLOCK_DAY + tm.tm_hour * CLOCK_HOUR +
	    tm.tm_min * CLOCK_MINUTE + tm.tm_sec * CLOCK_SECOND + fraction -
	    ahead;
	return ERR_OK;
}

static const struct {
	const char *name;
	int64_t span;
} units[] = {
	{ "", CLOCK_SECOND },
	{ "ms", CLOCK_SECOND / 1000 },
	{ "s", CLOCK_SECOND },
	{ "min", CLOCK_MINUTE },
	{ "h", CLOCK_HOUR },
	{ "d", CLOCK_DAY },
	{ "w", 7 * CLOCK_DAY },
};

int
clock_parse_span(const char *text, int64_t *out)
{
	const int64_t limit = 36525 * CLOCK_DAY;
	int64_t n = 0;
	const char *p = text;

	while (isspace((unsigned char)*p))
		p++;
	if (!isdigit((unsigned char)*p))
		return ERR_PARSE;
	for (; isdigit((unsigned char)*p); p++) {
		n = n * 10 + (*p - '0');
		if (n > limit)
			return ERR_RANGE;
	}
	while (isspace((unsigned char)*p))
		p++;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(p, units[i].name) != 0)
			continue;
		if (n > limit / units[i].span)
			return ERR_RANGE;
		*out = n * units[i].span;
		return ERR_OK;
	}
	return ERR_PARSE;
}
