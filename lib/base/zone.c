/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/err.h"

enum { NAME_MAX_LEN = 128 };

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
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	if (access(path, R_OK) == 0)
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
