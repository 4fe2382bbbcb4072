/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog.h"

#include <ctype.h>
#include <string.h>

#include "lib/wire/syslog_body.h"
#include "lib/wire/syslog_header.h"
#include "lib/wire/syslog_sd.h"
#include "lib/wire/syslog_time.h"

enum { PRI_MAX = 191, PRI_DEFAULT = 13 };
#define BOM "\xef\xbb\xbf"

/* "521 <14>...": a count that a file or a relay has left in place. */
static void
skip_count(struct span *in)
{
	struct span at = *in;
	int64_t count;

	if (span_take_number(&at, 1, 6, &count) && span_take_char(&at, ' ') &&
	    span_peek(&at, 0) == '<' &&
	    isdigit((unsigned char)span_peek(&at, 1)))
		*in = at;
}

static void
take_pri(struct span *in, struct syslog *out)
{
	struct span at = *in;
	int64_t pri;

	(void)span_skip_blanks(&at);
	if (span_take_char(&at, '<') && span_take_number(&at, 1, 3, &pri) &&
	    span_take_char(&at, '>') && pri <= PRI_MAX) {
		out->pri = (int)pri;
		out->pri_source = SYSLOG_HEADER;
		*in = at;
		return;
	}
	/* RFC 3164, 4.3.3: a missing priority is 13, user.notice. */
	out->pri = PRI_DEFAULT;
	out->pri_source = SYSLOG_DEFAULT;
}

/* A word, or '-' for one that is not there. */
static bool
take_field(struct span *in, struct span *out)
{
	struct span word;

	if (!span_take_word(in, &word))
		return false;
	if (!span_is(&word, "-"))
		*out = word;
	return span_take_char(in, ' ') || in->at == in->end;
}

static bool
take_5424_time(
    const struct syslog_context *context, struct span *in, struct syslog *out)
{
	struct syslog_stamp stamp;

	if (span_take_text(in, "- "))
		return true;
	if (!syslog_take_stamp(in, &stamp) || !span_take_char(in, ' '))
		return false;
	return syslog_set_time(context, &stamp, SYSLOG_HEADER, &out->time);
}

/* "1 TIME HOST rest" of Meraki: no more fields than these. */
static bool
take_short_5424(
    const struct syslog_context *context, struct span *in, struct syslog *out)
{
	struct span at = *in;

	if (!isdigit((unsigned char)span_peek(&at, 4)) ||
	    !take_5424_time(context, &at, out))
		return false;
	(void)take_field(&at, &out->host);
	out->host_source = out->host.at != NULL ? SYSLOG_HEADER : SYSLOG_NONE;
	*in = at;
	return true;
}

static void
take_sd_field(struct span *in, struct syslog *out)
{
	if (span_take_text(in, "- ") || span_is(in, "-")) {
		(void)span_take_char(in, '-');
		return;
	}
	if (syslog_take_sd(in, &out->sd))
		(void)span_take_char(in, ' ');
}

static bool
take_5424(
    const struct syslog_context *context, struct span *in, struct syslog *out)
{
	struct span at = *in;
	int64_t version;

	if (!span_take_number(&at, 1, 2, &version) || version == 0 ||
	    !span_take_char(&at, ' '))
		return false;
	if (take_short_5424(context, &at, out)) {
		out->format = SYSLOG_RFC3164;
		*in = at;
		return true;
	}
	if (!take_5424_time(context, &at, out))
		return false;
	out->format = SYSLOG_RFC5424;
	(void)(take_field(&at, &out->host) && take_field(&at, &out->app) &&
	    take_field(&at, &out->procid) && take_field(&at, &out->msgid));
	out->host_source = out->host.at != NULL ? SYSLOG_HEADER : SYSLOG_NONE;
	take_sd_field(&at, out);
	*in = at;
	return true;
}

/*
 * "Nov 24 10:00:00 relay 1 2026-11-24T10:00:00Z sw1 app - - - x", with a
 * priority of its own before the version or without: what the sender wrote
 * stands whole behind what its relay did.
 */
static void
take_inner_5424(
    const struct syslog_context *context, struct span *in, struct syslog *out)
{
	struct syslog inner = { 0 };
	struct span at = *in;
	int64_t pri;

	if (span_take_char(&at, '<') &&
	    (!span_take_number(&at, 1, 3, &pri) || !span_take_char(&at, '>')))
		return;
	if (!span_starts(&at, "1 2") || !take_5424(context, &at, &inner) ||
	    inner.format != SYSLOG_RFC5424 || inner.host.at == NULL ||
	    inner.time.source == SYSLOG_NONE)
		return;
	out->format = SYSLOG_RFC5424;
	out->relay = out->host;
	out->host = inner.host;
	out->host_source = SYSLOG_INNER;
	out->time = inner.time;
	out->time.source = SYSLOG_INNER;
	out->app = inner.app;
	out->procid = inner.procid;
	out->msgid = inner.msgid;
	out->sd = inner.sd;
	*in = at;
}

/* Line ends and NULs behind a message are its sender's framing. */
static void
trim_end(struct span *s)
{
	while (s->end > s->at &&
	    (s->end[-1] == '\n' || s->end[-1] == '\r' || s->end[-1] == '\0'))
		s->end--;
}

int
syslog_code_severity(const struct syslog *m)
{
	for (const char *p = m->msgid.at; p != NULL && p + 2 < m->msgid.end;
	     p++)
		if ((p[0] == '-' || p[0] == '/') && p[1] >= '0' &&
		    p[1] <= '7' && p[2] == p[0])
			return p[1] - '0';
	return -1;
}

void
syslog_parse(const struct syslog_context *context, const void *data, size_t len,
    struct syslog *out)
{
	struct span in = span_of(data, len);

	*out = (struct syslog){ .format = SYSLOG_PLAIN };
	trim_end(&in);
	(void)span_take_text(&in, BOM);
	skip_count(&in);
	take_pri(&in, out);
	if (out->pri_source != SYSLOG_HEADER || !take_5424(context, &in, out)) {
		if (syslog_take_header(context, &in, out)) {
			out->format = SYSLOG_RFC3164;
			take_inner_5424(context, &in, out);
		}
	}
	(void)span_skip_blanks(&in);
	(void)span_take_text(&in, BOM);
	if (out->format != SYSLOG_RFC5424)
		syslog_take_tag(&in, out);
	out->message = in;
	if (out->format != SYSLOG_RFC5424)
		syslog_read_body(context, out);
}
