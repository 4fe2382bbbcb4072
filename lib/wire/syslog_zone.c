/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_zone.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Abbreviations are ambiguous; these are as network devices mean them, and as
 * others do: Bangladesh, Israel, China, Arabia, Australia, South Georgia. */
static const struct {
	const char *name;
	int zone_min;
	int other_min; /* what it means elsewhere, or 0 */
} zones[] = {
	{ "UTC", 0, 0 },
	{ "GMT", 0, 0 },
	{ "Z", 0, 0 },
	{ "UCT", 0, 0 },
	{ "WET", 0, 0 },
	{ "WEST", 60, 0 },
	{ "BST", 60, 360 },
	{ "IST", 330, 120 },
	{ "CET", 60, 0 },
	{ "CEST", 120, 0 },
	{ "MET", 60, 0 },
	{ "MEST", 120, 0 },
	{ "MEZ", 60, 0 },
	{ "MESZ", 120, 0 },
	{ "EET", 120, 0 },
	{ "EEST", 180, 0 },
	{ "MSK", 180, 0 },
	{ "GST", 240, -120 },
	{ "SGT", 480, 0 },
	{ "HKT", 480, 0 },
	{ "JST", 540, 0 },
	{ "KST", 540, 0 },
	{ "AWST", 480, 0 },
	{ "AEST", 600, 0 },
	{ "AEDT", 660, 0 },
	{ "NZST", 720, 0 },
	{ "NZDT", 780, 0 },
	{ "SAST", 120, 0 },
	{ "AST", -240, 180 },
	{ "ADT", -180, 0 },
	{ "EST", -300, 600 },
	{ "EDT", -240, 0 },
	{ "CST", -360, 480 },
	{ "CDT", -300, 0 },
	{ "MST", -420, 0 },
	{ "MDT", -360, 0 },
	{ "PST", -480, 0 },
	{ "PDT", -420, 0 },
	{ "AKST", -540, 0 },
	{ "AKDT", -480, 0 },
	{ "HST", -600, 0 },
	{ "BRT", -180, 0 },
	{ "ART", -180, 0 },
};

static bool
take_minutes(struct span *in, int *out)
{
	int64_t v;

	if (!span_take_number(in, 2, 2, &v))
		return false;
	*out = (int)v;
	return true;
}

/* "+01:00", "+0100", "+1". */
static bool
take_offset(struct span *in, int *zone_min)
{
	struct span at = *in;
	int sign, hours, minutes = 0;
	int64_t v;

	sign = span_peek(&at, 0) == '-' ? -1 : 1;
	if (!span_take_char(&at, '+') && !span_take_char(&at, '-'))
		return false;
	if (!span_take_number(&at, 1, 4, &v))
		return false;
	hours = (int)(v > 99 ? v / 100 : v);
	if (v > 99)
		minutes = (int)(v % 100);
	else if (span_peek(&at, 0) == ':' &&
	    isdigit((unsigned char)span_peek(&at, 1))) {
		at.at++;
		if (!take_minutes(&at, &minutes))
			return false;
	}
	if (hours > 14 || minutes > 59)
		return false;
	*zone_min = sign * (hours * 60 + minutes);
	*in = at;
	return true;
}

static size_t
letters_len(const struct span *in)
{
	size_t n = 0;

	while (isalpha((unsigned char)span_peek(in, n)))
		n++;
	return n;
}

bool
syslog_take_named_zone(struct span *in, int *zone_min, int *other_min)
{
	size_t n = letters_len(in);
	struct span at = *in;
	char after = span_peek(in, n);
	int more;

	*other_min = 0;
	if (n == 0)
		return take_offset(in, zone_min);
	/* A name, not the start of a longer word. */
	if (isalnum((unsigned char)after) || after == '_' || after == '.' ||
	    after == '/' || after == '=')
		return false;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (strlen(zones[i].name) != n ||
		    strncasecmp(in->at, zones[i].name, n) != 0)
			continue;
		at.at += n;
		*zone_min = zones[i].zone_min;
		*other_min = zones[i].other_min;
		if (zones[i].zone_min == 0 && take_offset(&at, &more))
			*zone_min = more;
		else if (after == '-' || after == '+')
			return false;
		*in = at;
		return true;
	}
	return false;
}

bool
syslog_take_zone(struct span *in, int *zone_min)
{
	int other;

	return syslog_take_named_zone(in, zone_min, &other);
}
