/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/recurrence.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

enum { WORD_MAX = 32, LOOK_DAYS = 731, WEEK = 7, SPAN_MAX_H = 72 };

static const char *const weekdays[WEEK] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun" };

/* The next word of *text, which then stands behind it; "" at the end. */
static void
take_word(const char **text, char out[WORD_MAX])
{
	size_t len;

	*text += strspn(*text, " \t");
	len = strcspn(*text, " \t");
	if (len >= WORD_MAX) {
		out[0] = '\0';
		return;
	}
	memcpy(out, *text, len);
	out[len] = '\0';
	*text += len;
}

static int
weekday_of(const char *name, size_t len)
{
	for (int i = 0; i < WEEK; i++) {
		if (len == 3 && strncmp(name, weekdays[i], len) == 0)
			return i;
	}
	return -1;
}

/* "tue", "tue,thu", "mon-fri", "sat-mon" */
static bool
take_weekdays(const char *word, struct recurrence *r)
{
	for (;;) {
		size_t len = strcspn(word, ",-");
		int first = weekday_of(word, len), last = first;

		word += len;
		if (*word == '-') {
			len = strcspn(++word, ",");
			last = weekday_of(word, len);
			word += len;
		}
		if (first < 0 || last < 0)
			return false;
		for (int d = first;; d = (d + 1) % WEEK) {
			r->weekdays |= 1U << d;
			if (d == last)
				break;
		}
		if (*word == '\0')
			return true;
		if (*word++ != ',')
			return false;
	}
}

static bool
take_nth(const char *word, struct recurrence *r)
{
	static const char *const names[] = { "last", "1st", "2nd", "3rd",
		"4th" };

	for (int i = 0; i < (int)(sizeof(names) / sizeof(names[0])); i++) {
		if (strcmp(word, names[i]) == 0) {
			r->nth = i == 0 ? -1 : i;
			return true;
		}
	}
	return false;
}

static bool
take_time(const char *word, struct recurrence *r)
{
	int hour, minute;

	if (strlen(word) != 5 || !isdigit((unsigned char)word[0]) ||
	    !isdigit((unsigned char)word[1]) || word[2] != ':' ||
	    !isdigit((unsigned char)word[3]) ||
	    !isdigit((unsigned char)word[4]))
		return false;
	hour = (word[0] - '0') * 10 + word[1] - '0';
	minute = (word[3] - '0') * 10 + word[4] - '0';
	if (hour > 23 || minute > 59)
		return false;
	r->from = hour * CLOCK_HOUR + minute * CLOCK_MINUTE;
	return true;
}

static bool
take_day(const char *word, struct recurrence *r)
{
	if (strlen(word) != strlen("2026-12-22") || word[4] != '-')
		return false;
	return clock_parse(word, &r->once) == ERR_OK;
}

/* Each kind of word at most once, in this order. */
static bool
take_days(const char **text, char word[WORD_MAX], struct recurrence *r)
{
	if (take_day(word, r)) {
		take_word(text, word);
		return true;
	}
	r->once = CLOCK_NONE;
	if (strcmp(word, "holidays") == 0 || strcmp(word, "free") == 0) {
		r->days = *word == 'h' ? DAYS_HOLIDAY : DAYS_FREE;
		take_word(text, word);
	}
	if (take_nth(word, r))
		take_word(text, word);
	if (take_weekdays(word, r))
		take_word(text, word);
	else if (r->weekdays != 0 || r->nth != 0)
		return false;
	return r->days != DAYS_ANY || r->weekdays != 0;
}

int
recurrence_parse(const char *text, struct recurrence *out, struct buf *why)
{
	struct recurrence r = { .once = CLOCK_NONE };
	const char *rest = text;
	char word[WORD_MAX] = "";

	take_word(&rest, word);
	if (take_days(&rest, word, &r) && take_time(word, &r) &&
	    clock_parse_span(rest, &r.span) == ERR_OK && r.span > 0 &&
	    r.span <= SPAN_MAX_H * CLOCK_HOUR && strpbrk(rest, "smhdw")) {
		*out = r;
		return ERR_OK;
	}
	buf_printf(why,
	    "\"%s\" is no window such as \"tue,thu 22:00 4 h\", \"2nd tue "
	    "22:00 4 h\", \"last sun 06:00 6 h\", \"holidays mon-fri 08:00 "
	    "9 h\", \"free 08:00 9 h\" or \"2026-12-22 18:00 4 h\"",
	    text);
	return ERR_PARSE;
}

/* Midnight of a day that is so many days after 1970. */
static int64_t
day_number(int64_t midnight)
{
	return midnight / CLOCK_DAY;
}

/* 1970-01-01 was a Thursday. */
static int
weekday(int64_t midnight)
{
	return (int)((day_number(midnight) + 3) % WEEK);
}

/* Of the month that a day is in: which day of it, and how many it has. */
static void
place_in_month(int64_t midnight, int *day, int *days)
{
	char text[CLOCK_TEXT_MAX];
	int year, month;
	bool leap;

	clock_format(midnight, text);
	year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 +
	    (text[2] - '0') * 10 + text[3] - '0';
	month = (text[5] - '0') * 10 + text[6] - '0';
	*day = (text[8] - '0') * 10 + text[9] - '0';
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (month == 2)
		*days = leap ? 29 : 28;
	else
		*days = month == 4 || month == 6 || month == 9 || month == 11
		    ? 30
		    : 31;
}

static bool
is_nth(const struct recurrence *r, int64_t midnight)
{
	int day, days;

	if (r->nth == 0)
		return true;
	place_in_month(midnight, &day, &days);
	if (r->nth < 0)
		return day + WEEK > days;
	return (day + WEEK - 1) / WEEK == r->nth;
}

static bool
is_within(const struct recurrence *r, const struct day_range *ranges, size_t n,
    int64_t midnight)
{
	if (r->days == DAYS_ANY)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (ranges[i].kind == r->days && ranges[i].first <= midnight &&
		    midnight <= ranges[i].last)
			return true;
	}
	return false;
}

int
recurrence_next(const struct recurrence *r, const struct day_range *ranges,
    size_t n, int64_t after, int64_t *out)
{
	int64_t midnight = day_number(after) * CLOCK_DAY;

	if (r->once != CLOCK_NONE) {
		*out = r->once + r->from;
		return *out >= after ? ERR_OK : ERR_NOTFOUND;
	}
	for (int i = 0; i < LOOK_DAYS; i++, midnight += CLOCK_DAY) {
		bool day = r->weekdays == 0 ||
		    (r->weekdays & (1U << weekday(midnight)));

		if (!day || midnight + r->from < after ||
		    !is_nth(r, midnight) || !is_within(r, ranges, n, midnight))
			continue;
		*out = midnight + r->from;
		return ERR_OK;
	}
	return ERR_NOTFOUND;
}
