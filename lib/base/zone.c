/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/nearest.h"

enum { NAME_MAX_LEN = 128, TABLE_MAX = 1 << 20 };

#define ZONES "/usr/share/zoneinfo/"

/* RFC 8536, 3.1; folders and tables stand there as well. */
static bool
is_rules(const char *path)
{
	char magic[4];
	FILE *f = fopen(path, "re");
	bool is = f != NULL && fread(magic, 1, sizeof(magic), f) == 4 &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;

	if (f != NULL)
		fclose(f);
	return is;
}

/*
 * The Dutch rule of since 1996 is written out, so that a machine without zone
 * files is not silently in UTC.
 */
static const char *
find(const char *name)
{
	char path[160];

	if (name[0] == '/' || strstr(name, "..") != NULL ||
	    strlen(name) >= NAME_MAX_LEN)
		return NULL;
	snprintf(path, sizeof(path), ZONES "%s", name);
	if (is_rules(path))
		return name;
	if (strcmp(name, "UTC") == 0)
		return "UTC0";
	if (strcmp(name, "Europe/Amsterdam") == 0)
		return "CET-1CEST,M3.5.0,M10.5.0/3";
	return NULL;
}

bool
zone_is_known(const char *name)
{
	return find(name) != NULL;
}

/* The next of zone.tab: a country, a place, a zone, with tabs between. */
static char *
take_zone(char **lines)
{
	char *line;

	while ((line = strsep(lines, "\n")) != NULL) {
		const char *country = strsep(&line, "\t");
		char *name;

		(void)strsep(&line, "\t");
		name = strsep(&line, "\t");
		if (name != NULL && *country != '#')
			return name;
	}
	return NULL;
}

/* Who types no continent means a town. */
static const char *
as_typed(const char *zone, bool with_continent)
{
	const char *slash = with_continent ? NULL : strrchr(zone, '/');

	return slash == NULL ? zone : slash + 1;
}

void
zone_tell_unknown(const char *name, struct buf *why)
{
	char text[NEAREST_TEXT_MAX], *lines;
	const char *zone, *meant = NULL;
	struct buf table = { 0 };
	struct nearest near;

	nearest_start(&near, name, strlen(name));
	if (file_read(ZONES "zone.tab", TABLE_MAX, &table) == ERR_OK)
		buf_add_u8(&table, '\0');
	lines = (char *)table.data;
	while (lines != NULL && (zone = take_zone(&lines)) != NULL) {
		const char *part = as_typed(zone, strchr(name, '/') != NULL);

		nearest_offer(&near, part);
		if (near.word == part)
			meant = zone;
	}
	near.word = meant;
	buf_printf(why, "\"%s\" is no zone that is known here%s", name,
	    meant != NULL ? nearest_text(&near, text)
			  : ", such as Europe/Amsterdam");
	buf_free(&table);
}

static char current[NAME_MAX_LEN];

const char *
zone_name(void)
{
	return current[0] != '\0' ? current : "UTC";
}

int
zone_set(const char *name)
{
	const char *rule;

	if (name == NULL)
		name = "Europe/Amsterdam";
	if (strcmp(name, current) == 0)
		return ERR_OK;
	rule = find(name);
	if (rule == NULL)
		return ERR_NOTFOUND;
	setenv("TZ", rule, 1);
	tzset();
	snprintf(current, sizeof(current), "%s", name);
	return ERR_OK;
}

/* Downwards, before 1970 too. */
static time_t
whole_seconds(int64_t at)
{
	int64_t s = at / CLOCK_SECOND;

	return (time_t)(at % CLOCK_SECOND < 0 ? s - 1 : s);
}

int
zone_local(const char *name, int64_t at, struct tm *out)
{
	time_t seconds = whole_seconds(at);
	int rc = zone_set(name);

	if (rc < 0)
		return rc;
	return localtime_r(&seconds, out) == NULL ? ERR_RANGE : ERR_OK;
}

int
zone_ahead(const char *name, int64_t local, int *minutes)
{
	/* Messages of one moment ask for the same, by the million; no zone
	 * changes its clock inside of a quarter of an hour. */
	static char known[NAME_MAX_LEN];
	static int64_t known_quarter;
	static int known_minutes;
	int64_t quarter = local / (15 * CLOCK_MINUTE);
	time_t shown = whole_seconds(local), at;
	struct tm tm;
	int rc;

	if (quarter == known_quarter && strcmp(name, known) == 0) {
		*minutes = known_minutes;
		return ERR_OK;
	}
	rc = zone_set(name);
	if (rc < 0)
		return rc;
	if (gmtime_r(&shown, &tm) == NULL)
		return ERR_RANGE;
	tm.tm_isdst = -1;
	at = mktime(&tm);
	if (at == (time_t)-1)
		return ERR_RANGE;
	*minutes = known_minutes = (int)((shown - at) / 60);
	known_quarter = quarter;
	snprintf(known, sizeof(known), "%s", name);
	return ERR_OK;
}

char *
zone_format(int64_t at, char *out)
{
	time_t seconds = whole_seconds(at);
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(out, ZONE_TEXT_MAX,
	    tm.tm_sec == 0 ? "%Y-%m-%d %H:%M %Z" : "%Y-%m-%d %H:%M:%S %Z", &tm);
	return out;
}

/* Whether a zone stands at the end: Z, or a sign after the time. */
static bool
names_zone(const char *text)
{
	const char *time = strchr(text, ':');
	size_t len = strlen(text);

	if (len > 0 && (text[len - 1] == 'Z' || text[len - 1] == 'z'))
		return true;
	return time != NULL && strpbrk(time, "+-") != NULL;
}

int
zone_parse(const char *text, int64_t *out)
{
	int64_t as_utc;
	time_t seconds;
	struct tm tm;
	int rc;

	if (strcmp(text, "now") == 0) {
		*out = clock_now();
		return ERR_OK;
	}
	rc = clock_parse(text, &as_utc);
	if (rc < 0 || names_zone(text)) {
		if (rc == ERR_OK)
			*out = as_utc;
		return rc;
	}
	seconds = (time_t)(as_utc / CLOCK_SECOND);
	gmtime_r(&seconds, &tm);
	tm.tm_isdst = -1;
	seconds = mktime(&tm);
	*out = (int64_t)seconds * CLOCK_SECOND + as_utc % CLOCK_SECOND;
	return ERR_OK;
}
