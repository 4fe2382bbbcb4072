/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_body.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/wire/syslog_time.h"
#include "lib/wire/syslog_zone.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

enum { HOST_MAX = 255 };

/* Where a value ends that has no quotes: FortiOS also writes its pairs with
 * commas between, Check Point with bars. */
static const char *
end_of_value(const struct span *at)
{
	const char *p = at->at;

	while (p < at->end && strchr(" \t,|", *p) == NULL)
		p++;
	return p;
}

static bool
is_key(const struct span *text, const char *end, const char *key, size_t len)
{
	return (size_t)(end - text->at) >= len &&
	    memcmp(end - len, key, len) == 0 &&
	    (end - len == text->at ||
		strchr(" |,\t", end[-1 - (int)len]) != NULL);
}

/* The value of key, with or without quotes, behind a blank or at the start. By
 * the '=', of which there are fewer than of any letter. */
static bool
find_pair(const struct span *text, const char *key, struct span *out)
{
	size_t len = strlen(key);
	struct span at = *text;
	const char *p;

	while ((p = memchr(at.at, '=', span_len(&at))) != NULL) {
		at.at = p + 1;
		if (!is_key(text, p, key, len))
			continue;
		if (span_take_char(&at, '"')) {
			out->at = at.at;
			out->end = memchr(at.at, '"', span_len(&at));
			if (out->end == NULL)
				out->end = at.end;
		} else {
			out->at = at.at;
			out->end = end_of_value(&at);
		}
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

/* A whole stamp as the value of a key: CEF's rt, in text or in milliseconds
 * since 1970, LEEF's devTime, time="2026-11-24 07:42:31 UTC". */
static bool
read_stamp(const struct span *text, struct syslog_stamp *out)
{
	static const char *const keys[] = { "rt", "devTime", "timestamp",
		"time", "start_time", "end", "start" };
	struct span value;

	for (size_t i = 0; i < ROWS(keys); i++) {
		if (!find_pair(text, keys[i], &value))
			continue;
		/* Without quotes a blank in it is not its end. */
		if (value.at[-1] != '"')
			value.end = text->end;
		if (syslog_take_stamp(&value, out))
			return true;
	}
	return false;
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
note_host(struct syslog *out, const struct span *host)
{
	out->relay = out->host;
	out->host = *host;
	out->host_source = SYSLOG_BODY;
}

static void
read_host(struct syslog *out)
{
	static const char *const keys[] = { "devname", "dvchost", "hostname",
		"UNIFIhost", "identHostName", "device_name", "dvc" };
	struct span value;

	for (size_t i = 0; i < ROWS(keys); i++) {
		if (!find_pair(&out->message, keys[i], &value))
			continue;
		note_host(out, &value);
		return;
	}
	/* SonicWall: id=NAME sn=SERIAL ... fw=ADDRESS. */
	if (span_starts(&out->message, "id=") &&
	    find_pair(&out->message, "sn", &value) &&
	    find_pair(&out->message, "id", &value))
		note_host(out, &value);
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
	const char *p;

	at.at = memchr(at.at, key[0], span_len(&at));
	if (at.at == NULL || (p = span_find(&at, key)) == NULL)
		return false;
	at.at = p + strlen(key);
	return span_take_word(&at, host);
}

static void
read_other_host(struct syslog *out)
{
	struct span host;

	if (read_braced_host(&out->message, &host) ||
	    (out->host.at == NULL && read_host_and_clock(&out->message, &host)))
		note_host(out, &host);
}

static bool
is_fortios(const struct span *text)
{
	struct span value;

	return find_pair(text, "devname", &value) &&
	    find_pair(text, "devid", &value);
}

static void
note_time(const struct syslog_context *context,
    const struct syslog_stamp *stamp, struct syslog *out)
{
	if (out->time.source == SYSLOG_NONE)
		(void)syslog_set_time(context, stamp, SYSLOG_BODY, &out->time);
}

/* "HOST<TAB>MSWinEventLog<TAB>1<TAB>System<TAB>NUMBER<TAB>TIME<TAB>" of Snare;
 * the host may be the header's. */
static bool
read_snare(const struct syslog_context *context, struct syslog *out)
{
	static const char mark[] = "MSWinEventLog\t";
	struct span host = out->message, at;
	struct syslog_stamp stamp;
	const char *p;

	if (span_len(&host) > HOST_MAX + sizeof(mark) - 1)
		host.end = host.at + HOST_MAX + sizeof(mark) - 1;
	p = span_find(&host, mark);
	if (p == NULL)
		return false;
	host.end = p;
	while (
	    host.end > host.at && (host.end[-1] == ' ' || host.end[-1] == '\t'))
		host.end--;
	if (out->host.at == NULL && span_len(&host) > 0 &&
	    memchr(host.at, ' ', span_len(&host)) == NULL)
		note_host(out, &host);
	at = (struct span){ p + sizeof(mark) - 1, out->message.end };
	for (int tabs = 0; tabs < 3 && at.at < at.end; at.at++)
		tabs += *at.at == '\t';
	if (syslog_take_stamp(&at, &stamp))
		note_time(context, &stamp, out);
	return true;
}

/* "ns5: NetScreen device_id=ns5 ... start_time="2026-11-24 07:42:31"". */
static bool
read_netscreen(const struct syslog_context *context, struct syslog *out)
{
	struct syslog_stamp stamp;
	struct span value;

	if (!span_starts(&out->message, "NetScreen device_id="))
		return false;
	if (out->host.at == NULL &&
	    find_pair(&out->message, "device_id", &value)) {
		note_host(out, &value);
		out->app = (struct span){ 0 };
	}
	if (read_stamp(&out->message, &stamp))
		note_time(context, &stamp, out);
	return true;
}

/* "key":"value" of JSON. */
static bool
find_member(const struct span *text, const char *quoted, struct span *out)
{
	const char *p = span_find(text, quoted), *end;
	struct span at = *text;

	if (p == NULL)
		return false;
	at.at = p + strlen(quoted);
	(void)span_skip_blanks(&at);
	if (!span_take_char(&at, ':'))
		return false;
	(void)span_skip_blanks(&at);
	if (!span_take_char(&at, '"') ||
	    (end = memchr(at.at, '"', span_len(&at))) == NULL || end == at.at)
		return false;
	*out = (struct span){ at.at, end };
	return true;
}

static void
read_json(const struct syslog_context *context, struct syslog *out)
{
	static const char *const times[] = { "\"EventTime\"", "\"@timestamp\"",
		"\"timestamp\"", "\"time\"" };
	static const char *const hosts[] = { "\"Hostname\"", "\"hostname\"",
		"\"HOST\"", "\"host\"" };
	struct syslog_stamp stamp;
	struct span value;

	for (size_t i = 0; i < ROWS(times); i++)
		if (find_member(&out->message, times[i], &value) &&
		    syslog_take_stamp(&value, &stamp))
			note_time(context, &stamp, out);
	for (size_t i = 0; i < ROWS(hosts); i++)
		if (out->host.at == NULL &&
		    find_member(&out->message, hosts[i], &value))
			note_host(out, &value);
}

/* "U7PG2,788a20aabbcc,v4.0.66: " of UniFi without a header: model, MAC,
 * version. */
static void
read_unifi(struct syslog *out)
{
	struct span at = out->message, word;
	const char *comma;

	if (!span_take_word(&at, &word) || word.end[-1] != ':')
		return;
	comma = memchr(word.at, ',', span_len(&word));
	if (comma == NULL || comma == word.at || word.end - comma < 15 ||
	    comma[13] != ',')
		return;
	for (int i = 1; i <= 12; i++)
		if (!isxdigit((unsigned char)comma[i]))
			return;
	word.end = comma;
	note_host(out, &word);
}

static void
read_text(const struct syslog_context *context, struct syslog *out)
{
	struct syslog_stamp stamp;

	if (read_snare(context, out) || read_netscreen(context, out))
		return;
	if (out->time.source == SYSLOG_NONE &&
	    read_comma_time(&out->message, &stamp))
		note_time(context, &stamp, out);
	/* "DefensePro: 24-11-2026 07:42:31 WARNING" of Radware. */
	if (out->time.source == SYSLOG_NONE && out->app.at != NULL) {
		struct span at = out->message;

		if (syslog_take_dashes(&at, &stamp))
			note_time(context, &stamp, out);
	}
	if (out->host.at == NULL)
		read_unifi(out);
	read_other_host(out);
}

void
syslog_read_body(const struct syslog_context *context, struct syslog *out)
{
	const struct span *text = &out->message;
	struct syslog_stamp stamp;

	if (span_peek(text, 0) == '{' && span_peek(text, 1) == '"') {
		read_json(context, out);
		return;
	}
	if (!is_pairs(text) && !span_starts(text, "CEF:") &&
	    !span_starts(text, "LEEF:")) {
		read_text(context, out);
		return;
	}
	if (out->time.source == SYSLOG_NONE &&
	    (read_date_and_time(text, &stamp) || read_stamp(text, &stamp)))
		note_time(context, &stamp, out);
	/* FortiOS behind a relay: the relay's header names the relay. */
	if (out->host.at == NULL || is_fortios(text))
		read_host(out);
}
