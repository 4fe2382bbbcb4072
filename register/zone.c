/* SPDX-License-Identifier: Apache-2.0 */
#include "register/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/err.h"

int
zone_set(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	if (name[0] == '/' || strstr(name, "..") != NULL ||
	    (access(path, R_OK) == -1 && strcmp(name, "UTC") != 0))
		return ERR_NOTFOUND;
	setenv("TZ", name, 1);
	tzset();
	return ERR_OK;
}

char *
zone_format(int64_t at, char *out)
{
	time_t seconds = (time_t)(at / CLOCK_SECOND);
	struct tm tm;

	if (at % CLOCK_SECOND < 0)
		seconds--;
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
