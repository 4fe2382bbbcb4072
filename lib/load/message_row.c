/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/message_row.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/zone.h"
#include "lib/load/bind.h"
#include "lib/load/column.h"
#include "lib/load/rows.h"
#include "lib/model/observation.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/notable.h"
#include "lib/profile/people_shape.h"
#include "lib/store/loader_batch.h"
#include "lib/store/pgcopy.h"
#include "lib/wire/syslog.h"

enum { COLUMNS = 27, SEVERE = 3 };

/* RFC 5424, 6.2.1. */
enum { FACILITY_AUTH = 4, FACILITY_AUTHPRIV = 10, FACILITY_AUDIT = 13 };

/* SYS-5-RESTART says 5; else what the priority says. */
static int16_t
severity_of(const struct syslog *m)
{
	for (const char *p = m->msgid.at; p != NULL && p + 2 < m->msgid.end;
	     p++)
		if (p[0] == '-' && isdigit((unsigned char)p[1]) && p[1] < '8' &&
		    p[2] == '-')
			return (int16_t)(p[1] - '0');
	return (int16_t)(m->pri % 8);
}

/*
 * Does it tell who came in, tried to, or changed what they may? By its
 * facility; Cisco's come with local7, whatever they are about.
 */
static bool
is_security(const struct syslog *m)
{
	static const char *const mnemonics[] = { "AAA-", "AUTHPRIV-",
		"SEC_LOGIN-", "SYS-5-CONFIG_I" };
	int facility = m->pri / 8;

	if (m->pri_source != SYSLOG_DEFAULT &&
	    (facility == FACILITY_AUTH || facility == FACILITY_AUTHPRIV ||
		facility == FACILITY_AUDIT))
		return true;
	if (m->msgid.at == NULL)
		return false;
	for (size_t i = 0; i < sizeof(mnemonics) / sizeof(mnemonics[0]); i++)
		if (span_starts(&m->msgid, mnemonics[i]))
			return true;
	return false;
}

static char *
text_of(const struct span *s)
{
	struct buf text = { 0 };

	if (s->at != NULL)
		span_add_text(s, &text);
	return buf_take_str(&text);
}

/* By what the line says, whatever facility it came with. */
static bool
is_access(const struct event_rules *rules, const struct message *m,
    const struct syslog *s)
{
	struct event_found found;
	struct buf subject = { 0 };
	char *app, *msgid, *text;
	bool is;

	if (rules == NULL || !event_rules_may_find(rules, m->bytes, m->len))
		return false;
	app = text_of(&s->app);
	msgid = text_of(&s->msgid);
	text = text_of(&s->message);
	event_subject(app, msgid, text, &subject);
	is = event_rules_find(rules, buf_str(&subject), subject.len, &found);
	free(app);
	free(msgid);
	free(text);
	buf_free(&subject);
	return is;
}

/* What a relay that we trust says; else who it is that is connected. */
static int32_t
device_of(const struct bind *bind, const struct observation *obs,
    const struct syslog *s)
{
	const struct message *m = &obs->message;

	if (m->flags & MESSAGE_RELAYED)
		return bind_find_host(bind, obs->tenant_id, obs->realm_id,
		    s->host.at, span_len(&s->host));
	return bind_find_sender(bind, obs->tenant_id, obs->realm_id, m->name,
	    m->name_len, &m->from);
}

static void
add_source(struct buf *out, enum syslog_source source)
{
	switch (source) {
	case SYSLOG_HEADER:
		pgcopy_char(out, 'h');
		break;
	case SYSLOG_INNER:
		pgcopy_char(out, 'i');
		break;
	case SYSLOG_BODY:
		pgcopy_char(out, 'b');
		break;
	case SYSLOG_NONE:
	case SYSLOG_DEFAULT:
		pgcopy_null(out);
		break;
	}
}

static void
add_flags(struct buf *out, const struct message *m, const struct syslog *s)
{
	const char *list[8];
	size_t n = 0;

	if (m->flags & MESSAGE_TRUNCATED)
		list[n++] = "truncated";
	if (m->flags & MESSAGE_PARTIAL)
		list[n++] = "partial";
	if (m->flags & MESSAGE_MASKED)
		list[n++] = "masked";
	if (m->flags & MESSAGE_OCTET)
		list[n++] = "octet";
	if (m->flags & MESSAGE_RELAYED)
		list[n++] = "relayed";
	if (s->time.unsure)
		list[n++] = "clock_unset";
	if (n == 0)
		pgcopy_null(out);
	else
		pgcopy_texts(out, list, n);
}

static void
add_sd(struct buf *out, const struct span *sd)
{
	struct json *json = sd->at == NULL ? NULL : syslog_sd_json(sd);
	char *text;

	if (json == NULL) {
		pgcopy_null(out);
		return;
	}
	text = json_line(json);
	pgcopy_jsonb(out, text);
	free(text);
	json_free(json);
}

/* head, raw and text. What had to be escaped is longer than it was. */
static void
add_bytes(struct buf *out, const struct message *m, const struct syslog *s)
{
	const char *start = (const char *)m->bytes, *end = start + m->len;
	size_t len = span_len(&s->message), at = out->len;

	if (s->message.end == end && len > 0) {
		pgcopy_bytes(out, start, m->len - len);
		pgcopy_null(out);
		if (column_text(out, s->message.at, len) == len)
			return;
		out->len = at;
	}
	pgcopy_null(out);
	pgcopy_bytes(out, m->bytes, m->len);
	(void)column_text(out, s->message.at, len);
}

static void
add_claims(struct buf *out, const struct message *m, const struct syslog *s)
{
	pgcopy_inet(out, &m->from);
	pgcopy_text(out, message_transport_name(m->transport));
	column_span(out, &s->host);
	column_span(out, &s->app);
	column_span(out, &s->procid);
	column_span(out, &s->msgid);
	if (m->name_len == 0)
		pgcopy_null(out);
	else
		(void)column_text(out, m->name, m->name_len);
	add_sd(out, &s->sd);
	add_flags(out, m, s);
	add_bytes(out, m, s);
}

static void
count(struct loader_batch *b, const struct observation *obs,
    const struct syslog *s, int32_t device)
{
	const struct message *m = &obs->message;
	struct message_seen seen = {
		.tenant_id = obs->tenant_id,
		.device_id = device,
		.at = obs->at,
		.is_severe = severity_of(s) <= SEVERE,
		.is_protected = m->transport == MESSAGE_TLS ||
		    m->transport == MESSAGE_RELP_TLS,
		.is_cut = (m->flags & MESSAGE_TRUNCATED) != 0,
		.is_broken = (m->flags & MESSAGE_PARTIAL) != 0,
		.is_formless = s->pri_source == SYSLOG_DEFAULT,
		.bytes = m->len,
	};

	message_tally_add(&b->tally, &seen);
}

/* Of a severe line that nobody knows: the line need not be read again. */
static void
count_shape(struct loader_batch *b, const struct people *people,
    const struct observation *obs, const struct syslog *s, int32_t device)
{
	char *app = s->app.at == NULL ? NULL : text_of(&s->app);
	char *code = s->msgid.at == NULL ? NULL : text_of(&s->msgid);
	char *text = text_of(&s->message);
	struct buf shape = { 0 };

	people_shape(people, text, &shape);
	template_tally_add(&b->templates,
	    &(struct template_seen){ .tenant_id = obs->tenant_id,
		.device_id = device,
		.at = obs->at,
		.severity = severity_of(s),
		.app = app,
		.code = code,
		.shape = buf_str(&shape),
		.count = 1 });
	buf_free(&shape);
	free(app);
	free(code);
	free(text);
}

/* From what nobody knows who said nothing is concluded. */
static void
add_mark(struct buf *out, struct loader_batch *b,
    const struct rows_source *source, const struct observation *obs,
    const struct syslog *s, int32_t device)
{
	const struct notable *n = source->notable;
	const struct notable_line line = { .app = s->app,
		.msgid = s->msgid,
		.text = s->message,
		.severity = severity_of(s),
		.has_pri = s->pri_source != SYSLOG_DEFAULT };
	enum notable_kind kind =
	    n == NULL || device == 0 ? NOTABLE_NOT : notable_kind(n, &line);

	loader_batch_mark(b, n != NULL ? n->by : 0, kind == NOTABLE_READ);
	if (n == NULL)
		pgcopy_null(out);
	else
		pgcopy_bool(out, kind == NOTABLE_READ);
	if (kind == NOTABLE_COUNT)
		count_shape(b, source->people, obs, s, device);
}

static int
ahead(const void *where, int64_t local)
{
	int minutes;

	return zone_ahead(where, local, &minutes) == ERR_OK ? minutes : 0;
}

int32_t
message_row_device(const struct bind *bind, const struct observation *obs)
{
	struct syslog_context when = { .received = obs->at };
	struct syslog s;

	syslog_parse(&when, obs->message.bytes, obs->message.len, &s);
	return device_of(bind, obs, &s);
}

bool
message_row_is_security(
    const struct rows_source *source, const struct observation *obs)
{
	struct syslog_context when = { .received = obs->at };
	struct syslog s;

	syslog_parse(&when, obs->message.bytes, obs->message.len, &s);
	return is_security(&s) ||
	    is_access(source->accesses, &obs->message, &s);
}

void
message_row_add(struct loader_batch *b, const struct rows_context *context,
    uint64_t seq, const struct observation *obs)
{
	const struct message *m = &obs->message;
	struct syslog_context when = { .received = obs->at };
	bool own;
	struct buf *out = loader_batch_row(b, LOADER_MESSAGE, COLUMNS, obs->at);
	struct syslog s;
	int16_t severity;
	int32_t device;

	syslog_parse(&when, m->bytes, m->len, &s);
	device = device_of(context->source->bind, obs, &s);
	/* Whose clock it is may be known by the host that it names only. */
	if (s.time.source != SYSLOG_NONE && !s.time.has_zone) {
		when.where = bind_find_zone(
		    context->source->bind, obs->tenant_id, device, &own);
		when.ahead = when.where == NULL ? NULL : ahead;
		when.is_certain = own;
		syslog_place_time(&when, &s.time);
	}
	severity = severity_of(&s);
	count(b, obs, &s, device);

	pgcopy_time(out, obs->at);
	pgcopy_int8(out, (int64_t)seq);
	if (s.time.source == SYSLOG_NONE)
		pgcopy_null(out);
	else
		pgcopy_time(out, s.time.at);
	pgcopy_uuid(out, context->uuid);
	pgcopy_int4(out, obs->tenant_id);
	pgcopy_int4(out, obs->realm_id);
	if (device == 0)
		pgcopy_null(out);
	else
		pgcopy_int4(out, device);
	pgcopy_int4(out, m->from.port);
	if (s.pri_source == SYSLOG_DEFAULT)
		pgcopy_null(out);
	else
		pgcopy_int2(out, (int16_t)s.pri);
	pgcopy_int2(out, severity);
	pgcopy_bool(out,
	    is_security(&s) || is_access(context->source->accesses, m, &s));
	add_source(out, s.host_source);
	add_source(out, s.time.source);
	if (s.time.source == SYSLOG_NONE)
		pgcopy_null(out);
	else
		pgcopy_bool(out, s.time.has_zone);
	add_claims(out, m, &s);
	add_mark(out, b, context->source, obs, &s, device);
}
