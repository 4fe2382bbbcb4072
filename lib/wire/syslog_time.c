/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_time.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/wire/syslog_zone.h"

/* A clock that is set is right within this, and a message that fresh. */
#define FITS_WITHIN (20 * CLOCK_MINUTE)

/* Three letters as one number, whatever their case: they are compared for each
 * line, with each name. */
#define NAME(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static const uint32_t months[] = { NAME('j', 'a', 'n'), NAME('f', 'e', 'b'),
	NAME('m', 'a', 'r'), NAME('a', 'p', 'r'), NAME('m', 'a', 'y'),
	NAME('j', 'u', 'n'), NAME('j', 'u', 'l'), NAME('a', 'u', 'g'),
	NAME('s', 'e', 'p'), NAME('o', 'c', 't'), NAME('n', 'o', 'v'),
	NAME('d', 'e', 'c') };
static const uint32_t weekdays[] = { NAME('m', 'o', 'n'), NAME('t', 'u', 'e'),
	NAME('w', 'e', 'd'), NAME('t', 'h', 'u'), NAME('f', 'r', 'i'),
	NAME('s', 'a', 't'), NAME('s', 'u', 'n') };

/* Three letters and then no letter; the number of the name from 1, or 0. */
static int
take_name(struct span *in, const uint32_t *names, int count)
{
	const char *p = in->at;
	uint32_t name;

	if (span_len(in) < 3 || !isalpha((unsigned char)p[0]) ||
	    isalpha((unsigned char)span_peek(in, 3)))
		return 0;
	/* No byte but a letter becomes a letter of lower case by this. */
	name = NAME(
	    (uint8_t)p[0] | 0x20, (uint8_t)p[1] | 0x20, (uint8_t)p[2] | 0x20);
	for (int i = 0; i < count; i++) {
		if (name == names[i]) {
			in->at += 3;
			return i + 1;
		}
	}
	return 0;
}

static bool
take_int(struct span *in, int min, int max, int *out)
{
	int64_t v;

	if (!span_take_number(in, min, max, &v))
		return false;
	*out = (int)v;
	return true;
}

static bool
take_year(struct span *in, int *out)
{
	struct span at = *in;

	if (!take_int(&at, 4, 4, out) || *out < 1970 || *out > 2999)
		return false;
	*in = at;
	return true;
}

/* "1,2026/11/24 07:42:31,012801000000,SYSTEM": another field, not a part of a
 * second. */
static bool
is_fraction(const struct span *in)
{
	size_t digits = 0;

	if (span_peek(in, 0) != '.' && span_peek(in, 0) != ',')
		return false;
	while (isdigit((unsigned char)span_peek(in, 1 + digits)))
		digits++;
	return digits > 0 && digits <= 9;
}

static void
take_fraction(struct span *in, int *micros)
{
	int unit = 100000;

	*micros = 0;
	if (!is_fraction(in))
		return;
	for (in->at++; isdigit((unsigned char)span_peek(in, 0)); in->at++) {
		*micros += (*in->at - '0') * unit;
		unit /= 10;
	}
}

bool
syslog_take_clock(struct span *in, struct syslog_stamp *out)
{
	struct span at = *in;

	if (!take_int(&at, 1, 2, &out->hour) || !span_take_char(&at, ':') ||
	    !take_int(&at, 2, 2, &out->minute) || !span_take_char(&at, ':') ||
	    !take_int(&at, 2, 2, &out->second))
		return false;
	if (out->hour > 23 || out->minute > 59 || out->second > 60)
		return false;
	take_fraction(&at, &out->micros);
	*in = at;
	return true;
}

/* "XYZT: %": a name that we do not know, where a zone may stand. In lower case,
 * or with a digit, "fw1: %" is a host. */
static void
pass_unknown_zone(struct span *in)
{
	struct span at = *in;
	size_t n = 0;

	(void)span_skip_blanks(&at);
	while (isupper((unsigned char)span_peek(&at, n)))
		n++;
	if (n < 3 || n > 5 || span_peek(&at, n) != ':' ||
	    span_peek(&at, n + 1) != ' ' || span_peek(&at, n + 2) != '%')
		return;
	in->at = at.at + n;
}

/* "07:42:31:123 2026": milliseconds of Comware. */
static void
take_colon_fraction(struct span *in, int *micros)
{
	struct span at = *in;
	int64_t v;

	if (span_take_char(&at, ':') && span_take_number(&at, 3, 3, &v) &&
	    span_peek(&at, 0) == ' ') {
		*micros = (int)v * 1000;
		*in = at;
	}
}

/* "2026 " and "2026: ", but not the "2001:db8::1" of a host. */
static bool
is_year_end(const struct span *in)
{
	return span_peek(in, 0) == ' ' ||
	    (span_peek(in, 0) == ':' &&
		!isxdigit((unsigned char)span_peek(in, 1)) &&
		span_peek(in, 1) != ':');
}

/* "10:00:00 PM". */
static void
take_half_of_day(struct span *in, struct syslog_stamp *out)
{
	struct span at = *in;
	bool pm;

	if (!span_skip_blanks(&at) || out->hour == 0 || out->hour > 12)
		return;
	pm = span_take_text(&at, "PM");
	if ((!pm && !span_take_text(&at, "AM")) || span_peek(&at, 0) != ' ')
		return;
	out->hour = out->hour % 12 + (pm ? 12 : 0);
	*in = at;
}

/* Behind a time: its zone, its year, or both; each with a blank before it. */
static void
take_behind(struct span *in, struct syslog_stamp *out)
{
	struct span at;
	int year;

	take_half_of_day(in, out);
	for (int i = 0; i < 2; i++) {
		at = *in;
		(void)span_skip_blanks(&at);
		if (!out->has_zone &&
		    syslog_take_named_zone(
			&at, &out->zone_min, &out->other_min)) {
			out->has_zone = true;
			*in = at;
		} else if (out->year == 0 && at.at > in->at &&
		    take_year(&at, &year) && is_year_end(&at)) {
			out->year = year;
			*in = at;
		} else {
			break;
		}
	}
	at = *in;
	if (!out->has_zone && span_skip_blanks(&at) &&
	    span_take_text(&at, "DST ")) {
		at.at--;
		*in = at;
	}
	if (!out->has_zone)
		pass_unknown_zone(in);
}

/* 2026-11-24T07:42:31.123+01:00; with a blank for the T, '/' for '-', months
 * and days of one digit. */
bool
syslog_take_iso(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;
	char dash, between;

	if (!take_year(&at, &s.year))
		return false;
	dash = span_peek(&at, 0);
	if ((dash != '-' && dash != '/') || !span_take_char(&at, dash) ||
	    !take_int(&at, 1, 2, &s.month) || !span_take_char(&at, dash) ||
	    !take_int(&at, 1, 2, &s.day))
		return false;
	between = span_peek(&at, 0);
	if (between != 'T' && between != 't' && between != ' ')
		return false;
	at.at++;
	if (!syslog_take_clock(&at, &s))
		return false;
	s.is_iso = between != ' ';
	s.is_spaced = between == ' ';
	if (syslog_take_zone(&at, &s.zone_min))
		s.has_zone = true;
	else if (s.is_spaced)
		take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

/* "Nov 24 07:42:31", "Nov 24 2026 07:42:31", "Tue Nov 24 07:42:31 2026". */
static bool
take_month_first(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in, back;

	if (take_name(&at, weekdays, 7) != 0) {
		(void)span_take_char(&at, ',');
		if (!span_skip_blanks(&at))
			return false;
	}
	s.month = take_name(&at, months, 12);
	if (s.month == 0 || !span_skip_blanks(&at) ||
	    !take_int(&at, 1, 2, &s.day))
		return false;
	(void)span_take_char(&at, ',');
	if (!span_skip_blanks(&at))
		return false;
	back = at;
	if (take_year(&at, &s.year) && !span_skip_blanks(&at)) {
		s.year = 0;
		at = back;
	}
	if (!syslog_take_clock(&at, &s))
		return false;
	take_colon_fraction(&at, &s.micros);
	take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

/* "2026 Nov 24 07:42:31", as NX-OS writes it. */
static bool
take_year_first(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;

	if (!take_year(&at, &s.year) || !span_skip_blanks(&at))
		return false;
	s.month = take_name(&at, months, 12);
	if (s.month == 0 || !span_skip_blanks(&at) ||
	    !take_int(&at, 1, 2, &s.day) || !span_skip_blanks(&at) ||
	    !syslog_take_clock(&at, &s))
		return false;
	take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

/* "2026:11:24-07:42:31", as Sophos UTM writes it. */
static bool
take_colons(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;

	if (!take_year(&at, &s.year) || !span_take_char(&at, ':') ||
	    !take_int(&at, 2, 2, &s.month) || !span_take_char(&at, ':') ||
	    !take_int(&at, 2, 2, &s.day) || !span_take_char(&at, '-') ||
	    !syslog_take_clock(&at, &s))
		return false;
	*in = at;
	*out = s;
	return true;
}

/* "24/Nov/2026:07:42:31 +0100", "24-Nov-2026 07:42:31", "24 Nov 2026 07:42:31",
 * "24 Nov 07:42:31". */
static bool
take_day_first(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;
	char sep;

	if (!take_int(&at, 1, 2, &s.day))
		return false;
	sep = span_peek(&at, 0);
	if ((sep != '/' && sep != '-' && sep != ' ') ||
	    !span_take_char(&at, sep))
		return false;
	s.month = take_name(&at, months, 12);
	if (s.month == 0 || !span_take_char(&at, sep))
		return false;
	if (take_year(&at, &s.year) && !span_take_char(&at, ':') &&
	    !span_skip_blanks(&at))
		return false;
	if (!syslog_take_clock(&at, &s))
		return false;
	take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

/* "11/24/2026:07:42:31 GMT" and "11/24/2026 07:42:31"; day first when only
 * that can be. */
static bool
take_slashes(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;
	int swap;

	if (!take_int(&at, 1, 2, &s.month) || !span_take_char(&at, '/') ||
	    !take_int(&at, 1, 2, &s.day) || !span_take_char(&at, '/') ||
	    !take_year(&at, &s.year))
		return false;
	if (!span_take_char(&at, ':') && !span_skip_blanks(&at))
		return false;
	if (!syslog_take_clock(&at, &s))
		return false;
	if (s.month > 12) {
		swap = s.month;
		s.month = s.day;
		s.day = swap;
	}
	take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

bool
syslog_take_dashes(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { 0 };
	struct span at = *in;

	if (!take_int(&at, 2, 2, &s.day) || !span_take_char(&at, '-') ||
	    !take_int(&at, 2, 2, &s.month) || !span_take_char(&at, '-') ||
	    !take_year(&at, &s.year) || s.month < 1 || s.month > 12 ||
	    !span_skip_blanks(&at) || !syslog_take_clock(&at, &s))
		return false;
	take_behind(&at, &s);
	*in = at;
	*out = s;
	return true;
}

/* "1377449842.514782056", "1795419751123": seconds or milliseconds. */
static bool
take_epoch(struct span *in, struct syslog_stamp *out)
{
	struct syslog_stamp s = { .has_zone = true };
	struct span at = *in, whole;
	time_t seconds;
	struct tm tm;
	int64_t v;

	whole = at;
	if (!span_take_number(&at, 10, 13, &v))
		return false;
	if (at.at - whole.at == 13) {
		s.micros = (int)(v % 1000) * 1000;
		v /= 1000;
	} else if (at.at - whole.at == 10) {
		take_fraction(&at, &s.micros);
	} else {
		return false;
	}
	if ((span_peek(&at, 0) != ' ' && span_peek(&at, 0) != '|') ||
	    v < 900000000)
		return false;
	seconds = (time_t)v;
	if (gmtime_r(&seconds, &tm) == NULL)
		return false;
	s.year = tm.tm_year + 1900;
	s.month = tm.tm_mon + 1;
	s.day = tm.tm_mday;
	s.hour = tm.tm_hour;
	s.minute = tm.tm_min;
	s.second = tm.tm_sec;
	*in = at;
	*out = s;
	return true;
}

bool
syslog_take_stamp(struct span *in, struct syslog_stamp *out)
{
	static bool (*const forms[])(struct span *, struct syslog_stamp *) = {
		syslog_take_iso,
		take_year_first,
		take_day_first,
		take_slashes,
		take_colons,
		take_epoch,
	};

	/* The one that begins with a name; most places that are looked at hold
	 * no time. */
	if (!isdigit((unsigned char)span_peek(in, 0)))
		return take_month_first(in, out);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i](in, out))
			return true;
	return false;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* From 1970-01-01, of the calendar as it is since 1582. timegm() knows all
 * that, and much of time zones, and takes as long as the rest of a message. */
static int64_t
days_to(int year, int month, int day)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
		273, 304, 334 };
	int64_t y = year - 1; /* whole ones since the year 0 */
	int64_t days = y * 365 + y / 4 - y / 100 + y / 400 - 719162;

	return days + before[month - 1] + (month > 2 && is_leap(year)) + day -
	    1;
}

static bool
compute(const struct syslog_stamp *s, int year, int64_t *out)
{
	int64_t seconds;

	if (s->day < 1 || s->day > month_days(year, s->month))
		return false;
	seconds = days_to(year, s->month, s->day) * 86400 +
	    s->hour * INT64_C(3600) + s->minute * INT64_C(60) + s->second;
	*out = seconds * CLOCK_SECOND + s->micros;
	return true;
}

/* The year of a moment, or the one beside it in its first or last days. */
static int
about_year(int64_t at)
{
	return 1970 + (int)(at / (CLOCK_DAY * 146097 / 400));
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* Nearest to received: a message of 31 December comes in January. */
static bool
guess_year(const struct syslog_stamp *s, int64_t received, int64_t *out)
{
	int about = about_year(received);
	bool found = false;
	int64_t at;

	for (int year = about - 1; year <= about + 1; year++) {
		if (!compute(s, year, &at))
			continue;
		if (!found || distance(at, received) < distance(*out, received))
			*out = at;
		found = true;
	}
	return found;
}

static bool
fits(int64_t local, int zone_min, int64_t received)
{
	return distance(local - zone_min * CLOCK_MINUTE, received) <
	    FITS_WITHIN;
}

/* The zone of a clock that shows local. */
static int
zone_of(
    const struct syslog_context *c, const struct syslog_stamp *s, int64_t local)
{
	int usual = s->zone_min, other = s->other_min;

	if (!s->has_zone) {
		if (c->ahead == NULL)
			return c->zone_min;
		usual = c->ahead(c->where, local);
		other = 0;
		if (c->is_certain)
			return usual;
	} else if (other == 0) {
		return usual;
	}
	return !fits(local, usual, c->received) &&
		fits(local, other, c->received)
	    ? other
	    : usual;
}

/* About what the device's clock showed at the receipt: a year needs no more. */
static int64_t
shown_at_receipt(const struct syslog_context *c, const struct syslog_stamp *s)
{
	int zone = s->has_zone ? s->zone_min : c->zone_min;

	return c->received + zone * CLOCK_MINUTE;
}

void
syslog_place_time(const struct syslog_context *context, struct syslog_time *t)
{
	const struct syslog_stamp unnamed = { 0 };
	int64_t local = t->at + t->zone_min * CLOCK_MINUTE;

	if (t->source == SYSLOG_NONE || t->has_zone)
		return;
	t->zone_min = zone_of(context, &unnamed, local);
	t->at = local - t->zone_min * CLOCK_MINUTE;
}

bool
syslog_set_time(const struct syslog_context *context,
    const struct syslog_stamp *stamp, enum syslog_source source,
    struct syslog_time *out)
{
	int64_t local;
	bool known;
	int zone;

	if (stamp->month < 1 || stamp->month > 12)
		return false;
	if (stamp->year != 0)
		known = compute(stamp, stamp->year, &local);
	else
		known =
		    guess_year(stamp, shown_at_receipt(context, stamp), &local);
	if (!known)
		return false;
	zone = zone_of(context, stamp, local);
	*out = (struct syslog_time){ .source = source,
		.at = local - zone * CLOCK_MINUTE,
		.zone_min = zone,
		.has_zone = stamp->has_zone,
		.has_year = stamp->year != 0 };
	return true;
}

char *
syslog_format_time(const struct syslog_time *t, char *out)
{
	int zone = t->has_zone ? t->zone_min : 0;
	int64_t at = t->at + zone * CLOCK_MINUTE;
	char *end;

	clock_format(at, out);
	end = strchr(out, 'Z');
	if (zone != 0 && end != NULL)
		snprintf(end, (size_t)(out + SYSLOG_TIME_MAX - end),
		    "%c%02d:%02d", zone < 0 ? '-' : '+', abs(zone) / 60,
		    abs(zone) % 60);
	return out;
}
