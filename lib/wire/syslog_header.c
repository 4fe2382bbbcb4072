/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_header.h"

#include <ctype.h>
#include <string.h>

#include "lib/wire/syslog_time.h"
#include "lib/wire/syslog_zone.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

enum { HOST_MAX = 255, TAG_MAX = 96, HEADERS_MAX = 3 };

/* What stood before and around one time stamp. */
struct prefix {
	bool numbered; /* a sequence number: Cisco, which names no host here */
	bool unsure;
	struct span host;
};

static bool
is_host_char(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '-' || c == '_' ||
	    c == '#';
}

/* An IPv6 address has two colons or more, and hexadecimal digits. */
static bool
is_ipv6(const struct span *s)
{
	int colons = 0;

	for (const char *p = s->at; p < s->end; p++) {
		if (*p == ':')
			colons++;
		else if (!isxdigit((unsigned char)*p) && *p != '.')
			return false;
	}
	return colons >= 2;
}

static bool
is_host(const struct span *s)
{
	if (span_len(s) == 0 || span_len(s) > HOST_MAX || *s->at == '-')
		return false;
	if (is_ipv6(s))
		return true;
	for (const char *p = s->at; p < s->end; p++)
		if (!is_host_char(*p) && (*p != '/' || p == s->at) && *p != '@')
			return false;
	return true;
}

/* "123: ", ": " and "123: 456: ", and ":" before a month (EMBLEM of ASA); true
 * when there was one. */
static bool
take_sequence(struct span *in)
{
	struct span at = *in;
	bool any = false;
	int64_t number;

	for (;;) {
		bool numbered = span_take_number(&at, 1, 18, &number);

		if (!span_take_char(&at, ':') ||
		    (!span_skip_blanks(&at) &&
			(numbered ||
			    !isupper((unsigned char)span_peek(&at, 0)))))
			return any;
		*in = at;
		any = true;
	}
}

/* "RP/0/RP0/CPU0:" and "LC/0/1/CPU0:" of IOS XR, with a host before it or
 * without. */
static void
take_slot(struct span *in, struct prefix *p)
{
	struct span at = *in, word, host = { 0 };
	const char *colon;

	if (!span_take_word(&at, &word))
		return;
	if (is_host(&word) && span_skip_blanks(&at)) {
		host = word;
		if (!span_take_word(&at, &word))
			return;
	}
	if (!span_starts(&word, "RP/") && !span_starts(&word, "LC/"))
		return;
	colon = memchr(word.at, ':', span_len(&word));
	if (colon == NULL)
		return;
	p->host = host;
	in->at = colon + 1;
}

/* Cisco: '*' when the clock was never set, '.' when it lost its source. */
static bool
take_clock_mark(struct span *in)
{
	if (span_peek(in, 0) != '*' && span_peek(in, 0) != '.')
		return false;
	if (!isalnum((unsigned char)span_peek(in, 1)))
		return false;
	return *in->at++ == '*';
}

/* "*apfMsConnTask_1: " of a wireless controller, before its time. */
static void
pass_task(struct span *in)
{
	struct span at = *in, word;

	if (span_peek(&at, 0) != '*' || !span_take_word(&at, &word) ||
	    word.end[-1] != ':' || span_len(&word) < 3 ||
	    !span_skip_blanks(&at))
		return;
	*in = at;
}

/* "AP:0042.5a00.0001: " of a wireless access point that has no name here. */
static void
pass_mac(struct span *in)
{
	struct span at = *in, word;

	if (span_take_text(&at, "AP:") && span_take_word(&at, &word) &&
	    word.end[-1] == ':' && span_skip_blanks(&at))
		*in = at;
}

/* "host: " or "host : " with a time, or a number and a time, behind it. */
static bool
take_host_before(struct span *in, bool inner, struct prefix *p)
{
	struct syslog_stamp stamp;
	struct span at = *in, word, ahead;

	if (!span_take_word(&at, &word))
		return false;
	if (word.end[-1] == ':') {
		word.end--;
		if (!span_skip_blanks(&at))
			return false;
	} else {
		if (!span_skip_blanks(&at))
			return false;
		/* ": host 2026 Nov 24" of NX-OS has no colon. */
		if ((!span_take_char(&at, ':') || !span_skip_blanks(&at)) &&
		    (!p->numbered ||
			!isdigit((unsigned char)span_peek(&at, 0))))
			return false;
	}
	if (!is_host(&word))
		return false;
	if (take_sequence(&at))
		p->numbered = true;
	pass_task(&at);
	ahead = at;
	(void)take_clock_mark(&ahead);
	if (!syslog_take_stamp(&ahead, &stamp))
		return false;
	/* "httpd: 2026-11-24 07:42:31": a program's own log line. */
	if (inner && (stamp.is_iso || stamp.is_spaced))
		return false;
	p->host = word;
	*in = at;
	return true;
}

/* "00:01:01: ", "1w2d: ", "1d02h: ", "101 21: ": how long the device is up. */
static bool
take_uptime(struct span *in)
{
	struct syslog_stamp clock;
	struct span at = *in;
	size_t digits = 0;

	if (syslog_take_clock(&at, &clock)) {
		if (!span_take_char(&at, ':') || !span_skip_blanks(&at))
			return false;
		*in = at;
		return true;
	}
	for (; at.at < at.end && *at.at != ':'; at.at++) {
		if (isdigit((unsigned char)*at.at))
			digits++;
		else if (strchr("ywdhms ", *at.at) == NULL || digits == 0)
			return false;
	}
	if (digits == 0 || digits > 12 || !span_take_char(&at, ':') ||
	    !span_skip_blanks(&at) || span_peek(&at, 0) != '%')
		return false;
	*in = at;
	return true;
}

/* "07:42:31 GMT host": a time of day; the date is that of the receipt. */
static bool
take_time_of_day(struct span *in)
{
	struct syslog_stamp stamp;
	struct span at = *in;
	int zone;

	if (!syslog_take_clock(&at, &stamp) || !span_skip_blanks(&at) ||
	    !syslog_take_zone(&at, &zone) || !span_skip_blanks(&at))
		return false;
	*in = at;
	return true;
}

static bool
is_one_of(const struct span *s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (span_is(s, words[i]))
			return true;
	return false;
}

/* "user.info ", as busybox and its heirs write before the host. */
static void
take_facility_names(struct span *in)
{
	static const char *const facilities[] = { "kern", "user", "mail",
		"daemon", "auth", "authpriv", "syslog", "lpr", "news", "uucp",
		"cron", "ftp", "ntp", "security", "console", "local0", "local1",
		"local2", "local3", "local4", "local5", "local6", "local7" };
	static const char *const severities[] = { "emerg", "alert", "crit",
		"err", "error", "warning", "warn", "notice", "info", "debug" };
	struct span at = *in, word, head, tail;
	const char *dot;

	if (!span_take_word(&at, &word) || !span_skip_blanks(&at))
		return;
	dot = memchr(word.at, '.', span_len(&word));
	if (dot == NULL)
		return;
	head = (struct span){ word.at, dot };
	tail = (struct span){ dot + 1, word.end };
	if (is_one_of(&head, facilities, ROWS(facilities)) &&
	    is_one_of(&tail, severities, ROWS(severities)))
		*in = at;
}

/* ("U7PG2,788a20aabbcc,v4.0.42") of UniFi: model, MAC, version. */
static bool
take_quoted_host(struct span *in, struct span *host)
{
	struct span at = *in, word;
	const char *comma;

	if (!span_take_text(&at, "(\"") || !span_take_word(&at, &word) ||
	    span_len(&word) < 3 || memcmp(word.end - 2, "\")", 2) != 0)
		return false;
	word.end -= 2;
	comma = memchr(word.at, ',', span_len(&word));
	if (comma != NULL)
		word.end = comma;
	if (!is_host(&word))
		return false;
	(void)span_skip_blanks(&at);
	if (span_take_char(&at, ':'))
		(void)span_skip_blanks(&at);
	*host = word;
	*in = at;
	return true;
}

/* These follow a time at once, where a host should stand. */
static bool
is_message_start(const struct span *in)
{
	return span_starts(in, "last message repeated ") ||
	    span_starts(in, "message repeated ") || span_starts(in, "-- MARK");
}

/* "kqueue error: x": a program of two words, or a host and its program? The
 * latter is what RFC 3164 says; so a host it is. */
static bool
take_host(struct span *in, struct span *host)
{
	struct span at = *in, word;
	bool colon = false;

	if (take_quoted_host(in, host))
		return true;
	if (is_message_start(in) || !span_take_word(&at, &word))
		return false;
	if (span_len(&word) > 1 && word.end[-1] == ':' && !is_ipv6(&word)) {
		word.end--;
		colon = true;
	}
	if (span_find(&word, "-PPE-") != NULL &&
	    isdigit((unsigned char)*word.at))
		return false;
	/* "US-8-60W,18e8290e6b5f,4.0.66: " of UniFi: model, MAC, version. */
	if (colon && memchr(word.at, ',', span_len(&word)) != NULL) {
		word.end = memchr(word.at, ',', span_len(&word));
		colon = false;
	}
	if (!is_host(&word))
		return false;
	(void)span_skip_blanks(&at);
	/* "name: " is a program, unless a message code follows. */
	if (colon && span_peek(&at, 0) != '%')
		return false;
	if (span_peek(&at, 0) == ':' &&
	    (span_peek(&at, 1) == ' ' || span_peek(&at, 1) == '%')) {
		at.at++;
		(void)span_skip_blanks(&at);
	}
	*host = word;
	*in = at;
	return true;
}

static void
note_host(struct syslog *out, const struct span *host, bool inner)
{
	if (inner && out->host.at != NULL)
		out->relay = out->host;
	out->host = *host;
	out->host_source = inner ? SYSLOG_INNER : SYSLOG_HEADER;
}

/* All behind the stamp that still belongs to the header. */
static void
take_behind_stamp(struct span *in, const struct prefix *p,
    const struct syslog_stamp *stamp, bool inner, struct syslog *out)
{
	struct span host = p->host;

	(void)span_skip_blanks(in);
	if (span_take_char(in, ':'))
		(void)span_skip_blanks(in);
	if (host.at == NULL && span_peek(in, 0) != '%' && !p->numbered) {
		take_facility_names(in);
		/* A blank in an inner time is a program's own log line. */
		if (!inner || !stamp->is_spaced)
			(void)take_host(in, &host);
	}
	if (host.at != NULL)
		note_host(out, &host, inner);
}

static bool
take_one_header(const struct syslog_context *context, struct span *in,
    bool inner, struct syslog *out)
{
	struct prefix p = { 0 };
	struct syslog_stamp stamp;
	struct span at = *in;

	p.numbered = take_sequence(&at);
	if (inner && span_starts(&at, "1 ") &&
	    isdigit((unsigned char)span_peek(&at, 2)) &&
	    isdigit((unsigned char)span_peek(&at, 6)))
		at.at += 2;
	take_slot(&at, &p);
	pass_mac(&at);
	if (p.host.at == NULL)
		(void)take_host_before(&at, inner, &p);
	pass_task(&at);
	p.unsure = take_clock_mark(&at);
	if (syslog_take_stamp(&at, &stamp)) {
		if (!syslog_set_time(context, &stamp,
			inner ? SYSLOG_INNER : SYSLOG_HEADER, &out->time))
			return false;
		out->time.unsure = p.unsure;
		take_behind_stamp(&at, &p, &stamp, inner, out);
	} else if (p.numbered || inner) {
		if (!take_uptime(&at) && !p.numbered)
			return false;
	} else if (take_uptime(&at)) {
		(void)0;
	} else if (take_time_of_day(&at)) {
		struct span host = { 0 };

		if (take_host(&at, &host))
			note_host(out, &host, inner);
	} else {
		return false;
	}
	*in = at;
	return true;
}

/* A relay may pass on the device's priority, too: it says the same. */
static void
skip_inner_pri(struct span *in)
{
	struct span at = *in;
	int64_t pri;

	if (span_take_char(&at, '<') && span_take_number(&at, 1, 3, &pri) &&
	    span_take_char(&at, '>')) {
		(void)span_skip_blanks(&at);
		*in = at;
	}
}

bool
syslog_take_header(
    const struct syslog_context *context, struct span *in, struct syslog *out)
{
	struct span at;
	int n = 0;

	for (; n < HEADERS_MAX; n++) {
		at = *in;
		(void)span_skip_blanks(&at);
		if (n > 0)
			skip_inner_pri(&at);
		if (!take_one_header(context, &at, n > 0, out))
			break;
		*in = at;
	}
	return n > 0;
}

/* %SYS-5-RESTART, %ASA-6-302013, %%10SHELL/5/SHELL_LOGIN; the last one in the
 * line is the most exact. */
static bool
take_code(struct span *in, struct span *code)
{
	struct span at = *in;
	int separators = 0;
	const char *p;

	if (!span_take_char(&at, '%') && !span_take_char(&at, '#'))
		return false;
	(void)span_take_char(&at, '%');
	if (!isupper((unsigned char)span_peek(&at, 0)) &&
	    !isdigit((unsigned char)span_peek(&at, 0)))
		return false;
	for (p = at.at; p < at.end && p - at.at < TAG_MAX; p++) {
		if (*p == '-' || *p == '/')
			separators++;
		else if (!isalnum((unsigned char)*p) && *p != '_')
			break;
	}
	*code = (struct span){ at.at, p };
	if (p + 1 < at.end && *p == ' ' && p[1] == ':')
		p++;
	/* "%LOG_LOCAL0-6-SYSTEM_MSG [F0]" of ACI has no colon. */
	if (separators < 2 || p == at.end ||
	    (*p != ':' && *p != '(' &&
		(*p != ' ' || p + 1 == at.end || p[1] != '[')))
		return false;
	while (p < at.end && *p != ':' && *p != ' ')
		p++;
	in->at = p < at.end && *p == ':' ? p + 1 : p;
	(void)span_skip_blanks(in);
	return true;
}

static void
find_codes(const struct span *in, struct syslog *out)
{
	struct span at = *in, code;

	if (span_peek(&at, 0) == '#' && take_code(&at, &code))
		out->msgid = code;
	while (at.at < at.end &&
	    (at.at = memchr(at.at, '%', span_len(&at))) != NULL) {
		if (!take_code(&at, &code)) {
			at.at++;
			continue;
		}
		if (out->msgid.at != NULL && out->outer_msgid.at == NULL)
			out->outer_msgid = out->msgid;
		out->msgid = code;
	}
}

static bool
is_name_char(char c)
{
	return isgraph((unsigned char)c) && strchr(":[]{}<>=\",;|", c) == NULL;
}

/* "[123]" behind a name. */
static bool
take_procid(struct span *in, struct span *out)
{
	const char *close;

	if (span_peek(in, 0) != '[')
		return true;
	close = memchr(in->at, ']', span_len(in));
	if (close == NULL || close - in->at > TAG_MAX || close == in->at + 1 ||
	    memchr(in->at, ' ', (size_t)(close - in->at)) != NULL)
		return false;
	*out = (struct span){ in->at + 1, close };
	in->at = close + 1;
	return true;
}

/* "[filer1:kern.reboot:notice]: " of ONTAP. */
static bool
take_bracketed_host(struct span *in, struct syslog *out)
{
	const char *close, *first, *second;

	if (out->host_source == SYSLOG_HEADER || span_peek(in, 0) != '[')
		return false;
	close = memchr(in->at, ']', span_len(in));
	if (close == NULL || close + 1 >= in->end || close[1] != ':')
		return false;
	first = memchr(in->at, ':', (size_t)(close - in->at));
	if (first == NULL)
		return false;
	second = memchr(first + 1, ':', (size_t)(close - first - 1));
	if (second == NULL || memchr(in->at, ' ', (size_t)(close - in->at)))
		return false;
	/* "filer1: [filer1:": the name is no program. */
	if (out->app.at != NULL &&
	    (span_len(&out->app) != (size_t)(first - in->at) - 1 ||
		memcmp(out->app.at, in->at + 1, span_len(&out->app)) != 0))
		return false;
	out->app = (struct span){ 0 };
	out->host = (struct span){ in->at + 1, first };
	out->host_source = SYSLOG_HEADER;
	out->msgid = (struct span){ first + 1, second };
	in->at = close + 2;
	(void)span_skip_blanks(in);
	return true;
}

static bool
is_mac_and_version(const struct span *word)
{
	if (span_len(word) < 14 || word->at[12] != ',' || word->end[-1] != ':')
		return false;
	for (int i = 0; i < 12; i++)
		if (!isxdigit((unsigned char)word->at[i]))
			return false;
	return true;
}

/* "<10.0.0.1 00:0B:86:00:00:01> " of ArubaOS; moves behind it. */
static bool
is_in_angles(const struct span *word, struct span *at)
{
	const char *close;

	if (*word->at != '<')
		return false;
	close = memchr(word->at, '>', (size_t)(at->end - word->at));
	if (close == NULL || close - word->at > TAG_MAX)
		return false;
	at->at = close + 1;
	return span_skip_blanks(at);
}

/* "notice mcpd[123]:" of F5, "00179 mgr:" of ProCurve: a word before the
 * program that is none. */
static bool
take_word_before(struct span *in, struct span *number)
{
	static const char *const severities[] = { "emerg", "alert", "crit",
		"err", "error", "warning", "notice", "info", "debug" };
	struct span at = *in, word;
	int64_t n;

	if (span_take_number(&at, 5, 5, &n) && span_skip_blanks(&at)) {
		*number = (struct span){ in->at, in->at + 5 };
		*in = at;
		return true;
	}
	if (!span_take_word(&at, &word) || !span_skip_blanks(&at))
		return false;
	/* "788a20aabbcc,USW-8-7.0.1: " of UniFi, behind its name. */
	if (!is_one_of(&word, severities, ROWS(severities)) &&
	    !is_mac_and_version(&word) && !is_in_angles(&word, &at))
		return false;
	*in = at;
	return true;
}

static bool
take_name_and_procid(struct span *in, struct syslog *out)
{
	struct span at = *in, name, procid = { 0 };

	name.at = at.at;
	while (at.at < at.end && is_name_char(*at.at))
		at.at++;
	name.end = at.at;
	if (span_len(&name) == 0 || span_len(&name) > TAG_MAX ||
	    span_is(&name, "CEF") || span_is(&name, "LEEF") ||
	    !take_procid(&at, &procid))
		return false;
	if (!span_take_char(&at, ':') &&
	    (procid.at == NULL || span_peek(&at, 0) != ' '))
		return false;
	out->app = name;
	out->procid = procid;
	(void)span_skip_blanks(&at);
	*in = at;
	return true;
}

/* "sw-core-1: " or "10.0.0.1: " in a message without a time. */
static bool
is_host_for_certain(const struct span *s)
{
	bool has_dot = memchr(s->at, '.', span_len(s)) != NULL;
	bool has_dash = memchr(s->at, '-', span_len(s)) != NULL;

	return isdigit((unsigned char)s->end[-1]) && (has_dot || has_dash) &&
	    is_host(s);
}

/* '#' is how wireless controllers begin theirs. */
static bool
is_code_ahead(const struct span *in)
{
	struct span at = *in, code;

	return span_peek(in, 0) == '%' ||
	    (span_peek(in, 0) == '#' && take_code(&at, &code));
}

/* "fw1 : %ASA-6-302013: " and "sw9 %%01IFNET/4/IF_STATE: " without a time. */
static void
take_host_before_code(struct span *in, struct syslog *out)
{
	struct span at = *in, word, code;

	if (!span_take_word(&at, &word) || !is_host(&word) ||
	    !span_skip_blanks(&at))
		return;
	if (span_take_char(&at, ':') && !span_skip_blanks(&at))
		return;
	*in = at;
	if (span_peek(&at, 0) != '%' || !take_code(&at, &code)) {
		in->at = word.at;
		return;
	}
	out->host = word;
	out->host_source = SYSLOG_HEADER;
}

void
syslog_take_tag(struct span *in, struct syslog *out)
{
	struct span number = { 0 }, at;

	(void)span_skip_blanks(in);
	(void)take_bracketed_host(in, out);
	if (out->format == SYSLOG_PLAIN && out->host.at == NULL)
		take_host_before_code(in, out);
	at = *in;
	if (out->format != SYSLOG_PLAIN && take_word_before(&at, &number) &&
	    take_name_and_procid(&at, out)) {
		out->msgid = number;
		*in = at;
	} else if (!is_code_ahead(in)) {
		(void)take_name_and_procid(in, out);
	}
	if (out->app.at != NULL)
		(void)take_bracketed_host(in, out);
	if (out->format == SYSLOG_PLAIN && out->app.at != NULL &&
	    out->procid.at == NULL && is_host_for_certain(&out->app)) {
		out->host = out->app;
		out->host_source = SYSLOG_HEADER;
		out->app = (struct span){ 0 };
	}
	if (is_code_ahead(in) || out->app.at == NULL)
		find_codes(in, out);
}
