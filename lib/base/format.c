/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/zone.h"

#define NBSP "\xc2\xa0"

struct unit {
	int64_t seconds;
	const char *one, *more, *cut;
};

/* How a language writes. */
static const struct language {
	const char *name, *point, *group;
	const char *month[12], *short_month[12];
	struct unit unit[4];
} languages[] = {
	{ "nl", ",", ".",
	    { "januari", "februari", "maart", "april", "mei", "juni", "juli",
		"augustus", "september", "oktober", "november", "december" },
	    { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep",
		"okt", "nov", "dec" },
	    { { 86400, "dag", "dagen", "d" }, { 3600, "uur", "uur", "u" },
		{ 60, "minuut", "minuten", "min" },
		{ 1, "seconde", "seconden", "s" } } },
	{ "en", ".", ",",
	    { "January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December" },
	    { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
		"Oct", "Nov", "Dec" },
	    { { 86400, "day", "days", "d" }, { 3600, "hour", "hours", "h" },
		{ 60, "minute", "minutes", "min" },
		{ 1, "second", "seconds", "s" } } },
};

static const struct language *
find(const char *name)
{
	return name != NULL && strncmp(name, "nl", 2) == 0 ? &languages[0]
							   : &languages[1];
}

/* Whole digits in groups of three from the right. */
static void
add_grouped(struct buf *out, const char *digits, const char *group)
{
	size_t n = strlen(digits);

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			buf_add_str(out, group);
		buf_add(out, digits + i, 1);
	}
}

static int
needed_decimals(double v)
{
	for (int n = 0; n < 2; n++) {
		double scaled = v * pow(10, n);

		if (fabs(scaled - nearbyint(scaled)) < 1e-9 * fabs(scaled))
			return n;
		if (fabs(scaled) < 1e-9)
			return n;
	}
	return 2;
}

void
format_number(struct buf *out, const char *language, double v, int decimals)
{
	const struct language *l = find(language);
	char whole[32];
	int64_t scale = 1, n;

	if (!isfinite(v) || fabs(v) > 9e12) {
		buf_add_str(out, "\xe2\x80\x93");
		return;
	}
	if (decimals < 0)
		decimals = needed_decimals(v);
	if (decimals > 4)
		decimals = 4;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	n = llround(fabs(v) * (double)scale);
	if (v < 0 && n != 0)
		buf_add_str(out, "\xe2\x88\x92"); /* the minus sign, U+2212 */
	snprintf(whole, sizeof(whole), "%lld", (long long)(n / scale));
	add_grouped(out, whole, l->group);
	if (decimals == 0)
		return;
	buf_printf(out, "%s%0*lld", l->point, decimals, (long long)(n % scale));
}

void
format_percent(struct buf *out, const char *language, double v, int decimals)
{
	format_number(out, language, v, decimals < 0 ? 1 : decimals);
	buf_add_str(out, "%");
}

void
format_date(struct buf *out, const char *language, int year, int month, int day)
{
	if (month < 1 || month > 12)
		month = 1;
	buf_printf(out, "%d" NBSP "%s" NBSP "%d", day,
	    find(language)->month[month - 1], year);
}

void
format_short_date(
    struct buf *out, const char *language, int year, int month, int day)
{
	buf_printf(out, "%d" NBSP "%s" NBSP "%d", day,
	    format_month(language, month), year);
}

const char *
format_month(const char *language, int month)
{
	return find(language)
	    ->short_month[month >= 1 && month <= 12 ? month - 1 : 0];
}

static int
local_time(const char *zone, int64_t at, struct tm *tm)
{
	int rc = zone_local(zone, at, tm);

	if (rc == ERR_NOTFOUND)
		log_warnx("time zone %s: unknown on this machine", zone);
	return rc;
}

int
format_offset(const char *zone, int64_t at, int *out)
{
	struct tm tm;
	int rc = local_time(zone, at, &tm);

	if (rc == ERR_OK)
		*out = (int)tm.tm_gmtoff;
	return rc;
}

int
format_day(const char *zone, int64_t at, int *year, int *month, int *day)
{
	struct tm tm;
	int rc = local_time(zone, at, &tm);

	if (rc < 0)
		return rc;
	*year = tm.tm_year + 1900;
	*month = tm.tm_mon + 1;
	*day = tm.tm_mday;
	return ERR_OK;
}

int
format_moment(struct buf *out, const char *language, const char *zone,
    int64_t at, bool cut_short)
{
	bool dutch = find(language) == &languages[0];
	struct tm tm;
	int rc = local_time(zone, at, &tm);

	if (rc < 0)
		return rc;
	if (cut_short)
		format_short_date(out, language, tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday);
	else
		format_date(out, language, tm.tm_year + 1900, tm.tm_mon + 1,
		    tm.tm_mday);
	buf_printf(out, "%s%02d%c%02d%s", cut_short ? " " : ", ", tm.tm_hour,
	    dutch ? '.' : ':', tm.tm_min,
	    dutch && !cut_short ? NBSP "uur" : "");
	return ERR_OK;
}

static void
add_span(struct buf *out, const char *language, int64_t seconds, bool cut_short)
{
	const struct language *l = find(language);
	int written = 0;
	size_t i;

	if (seconds < 0) {
		buf_add_str(out, "\xe2\x88\x92");
		seconds = -seconds;
	}
	for (i = 0; i < 3 && seconds < l->unit[i].seconds; i++)
		continue;
	for (; i < 4 && written < 2; i++) {
		int64_t n = seconds / l->unit[i].seconds;

		if (n == 0 && written > 0)
			break;
		seconds %= l->unit[i].seconds;
		buf_printf(out, "%s%lld" NBSP "%s", written++ > 0 ? NBSP : "",
		    (long long)n,
		    cut_short    ? l->unit[i].cut
			: n == 1 ? l->unit[i].one
				 : l->unit[i].more);
	}
}

void
format_span(struct buf *out, const char *language, int64_t seconds)
{
	add_span(out, language, seconds, false);
}

void
format_short_span(struct buf *out, const char *language, int64_t seconds)
{
	add_span(out, language, seconds, true);
}
