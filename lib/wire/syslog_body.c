/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_body.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/wire/syslog_time.h"

/* The value of key, with or without quotes, behind a blank or at the start. */
static bool
find_pair(const struct span *text, const char *key, struct span *out)
{
	size_t len = strlen(key);
	struct span at = *text;
	const char *p;
	char stop;

	while ((p = span_find(&at, key)) != NULL) {
		at.at = p + len;
		if (span_peek(&at, 0) != '=' ||
		    (p > text->at && p[-1] != ' ' && p[-1] != '|' &&
			p[-1] != ','))
			continue;
		at.at++;
		stop = span_take_char(&at, '"') ? '"' : ' ';
		out->at = at.at;
		out->end = memchr(at.at, stop, span_len(&at));
		if (out->end == NULL)
			out->end = at.end;
		return span_len(out) > 0;
	}
	return false;
}

static bool
take_date(struct span *in, struct syslog_stamp *out)
{
	int64_t year, month, day;

	if (!span_take_number(in, 4, 4, &year) || !span_take_char(in, '-') ||
	    !span_take_number(in, 2, 2, &month) || !span_take_char(in, '-') ||
	    !span_take_number(in, 2, 2, &day))
		return false;
	out->year = (int)year;
	out->month = (int)month;
	out->day = (int)day;
	return true;
}

/* date=2026-11-24 time=07:42:31 tz="+0100" */
static bool
read_date_and_time(const struct span *text, struct syslog_stamp *out)
{
	struct span date, clock, zone;

	*out = (struct syslog_stamp){ 0 };
	if (!find_pair(text, "date", &date) || !take_date(&date, out) ||
	    !find_pair(text, "time", &clock) || !syslog_take_clock(&clock, out))
		return false;
	if (find_pair(text, "tz", &zone) || find_pair(text, "timezone", &zone))
		out->has_zone = syslog_take_zone(&zone, &out->zone_min);
	return true;
}

/* CEF's rt, in text or in milliseconds since 1970. */
static bool
read_receipt_time(const struct span *text, struct syslog_stamp *out)
{
	struct span value;

	if (!span_starts(text, "CEF:") || !find_pair(text, "rt", &value))
		return false;
	value.end = text->end;
	return syslog_take_stamp(&value, out);
}

/* Whether the text is pairs from its start on. */
static bool
is_pairs(const struct span *text)
{
	const char *p = text->at;

	while (p < text->end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	return p > text->at && p < text->end && *p == '=';
}

static void
read_host(struct syslog *out)
{
	static const char *const keys[] = { "devname", "dvchost", "hostname" };
	struct span value;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!find_pair(&out->message, keys[i], &value))
			continue;
		out->relay = out->host;
		out->host = value;
		out->host_source = SYSLOG_BODY;
		return;
	}
}

/* "1,2026/11/24 07:42:31,": PAN-OS without a header. */
static bool
read_comma_time(const struct span *text, struct syslog_stamp *out)
{
	struct span at = *text;
	int64_t number;

	return span_take_number(&at, 1, 4, &number) &&
	    span_take_char(&at, ',') && syslog_take_iso(&at, out) &&
	    span_peek(&at, 0) == ',';
}

/* "10.0.0.1  07:42:31 GMT ": a NetScaler behind its manager's name. */
static bool
read_host_and_clock(const struct span *text, struct span *host)
{
	struct syslog_stamp stamp;
	struct span at = *text;
	int zone;

	return span_take_word(&at, host) && span_skip_blanks(&at) &&
	    syslog_take_clock(&at, &stamp) && span_skip_blanks(&at) &&
	    syslog_take_zone(&at, &zone);
}

/* "{ HostName } sw1 { Severity } ...": a manager speaks of a device. */
static bool
read_braced_host(const struct span *text, struct span *host)
{
	static const char key[] = "{ HostName } ";
	struct span at = *text;
	const char *p = span_find(&at, key);

	if (p == NULL)
		return false;
	at.at = p + strlen(key);
	return span_take_word(&at, host);
}

static void
read_other_host(struct syslog *out)
{
	struct span host;

	if (read_braced_host(&out->message, &host))
		out->relay = out->host;
	else if (out->host.at != NULL ||
	    !read_host_and_clock(&out->message, &host))
		return;
	out->host = host;
	out->host_source = SYSLOG_BODY;
}

static bool
is_fortios(const struct span *text)
{
	struct span value;

	return find_pair(text, "devname", &value) &&
	    find_pair(text, "devid", &value);
}

void
syslog_read_body(const struct syslog_context *context, struct syslog *out)
{
	const struct span *text = &out->message;
	struct syslog_stamp stamp;

	if (!is_pairs(text) && !span_starts(text, "CEF:")) {
		if (out->time.source == SYSLOG_NONE &&
		    read_comma_time(text, &stamp))
			(void)syslog_set_time(
			    context, &stamp, SYSLOG_BODY, &out->time);
		read_other_host(out);
		return;
	}
	if (out->time.source == SYSLOG_NONE &&
	    (read_date_and_time(text, &stamp) ||
		read_receipt_time(text, &stamp)))
		(void)syslog_set_time(context, &stamp, SYSLOG_BODY, &out->time);
	/* FortiOS behind a relay: the relay's header names the relay. */
	if (out->host.at == NULL || is_fortios(text))
		read_host(out);
}
