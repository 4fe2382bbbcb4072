/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/message.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collector/alert/mime.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/outbox.h"

enum { WRAP_AT = 72, LABEL_WIDTH = 22 };

struct wording {
	struct conf *conf;
	const struct conf_section *root;
};

static const struct conf_option rule_options[] = {
	{ .name = "name", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "opened", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "closed", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option label_options[] = {
	{ .name = "text", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
};

static const struct conf_option wording_options[] = {
	{ .name = "language", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "subject_opened", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "subject_closed", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "opened_at", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "closed_at", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "foot_opened", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "foot_closed", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "rule",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED | CONF_REQUIRED,
	    .section = rule_options },
	{ .name = "label",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ .name = "hide", .type = CONF_LIST },
	{ .name = "value",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ .name = "severity",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = label_options },
	{ 0 },
};

int
wording_load(const char *path, struct wording **out)
{
	struct conf *conf;
	int rc;

	rc = conf_load(path, wording_options, &conf);
	if (rc < 0)
		return rc;
	*out = mem_new(1, sizeof(**out));
	(*out)->conf = conf;
	(*out)->root = conf_root(conf);
	return ERR_OK;
}

void
wording_free(struct wording *w)
{
	if (w == NULL)
		return;
	conf_free(w->conf);
	free(w);
}

static const struct conf_section *
find(const struct wording *w, const char *kind, const char *title)
{
	const struct conf_section *s;

	for (size_t i = 0; (s = conf_at(w->root, kind, i)) != NULL; i++) {
		if (strcmp(conf_title(s), title) == 0)
			return s;
	}
	return NULL;
}

static const char *
rule_text(const struct wording *w, const char *rule, const char *which)
{
	const struct conf_section *s = find(w, "rule", rule);

	return s == NULL ? rule : conf_text(s, which);
}

static const char *
label(const struct wording *w, const char *kind, const char *key)
{
	const struct conf_section *s = find(w, kind, key);

	return s == NULL ? key : conf_text(s, "text");
}

/* "2026-11-24 10:14 CET": a mail may be read in any zone. */
static void
add_instant(struct buf *out, const char *zone, int64_t at)
{
	char text[ZONE_TEXT_MAX];
	struct tm tm;

	if (at == DB_NO_TIME ||
	    (zone_local(zone, at, &tm) < 0 && zone_local("UTC", at, &tm) < 0)) {
		buf_add_u8(out, '-');
		return;
	}
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z", &tm);
	buf_add_str(out, text);
}

static void
add_text(struct buf *out, const char *zone, const char *text)
{
	int64_t at;

	if (strlen(text) > 10 && clock_parse(text, &at) == ERR_OK)
		add_instant(out, zone, at);
	else
		(void)utf8_safe(text, strlen(text), out);
}

/* In the largest unit that leaves nothing over. */
static void
add_span(struct buf *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (seconds == 0 || seconds % units[i].seconds != 0)
			continue;
		buf_printf(out, "%lld %s",
		    (long long)(seconds / units[i].seconds), units[i].name);
		return;
	}
	buf_printf(out, "%lld s", (long long)seconds);
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* A value that has words of its own: "priority.critical". */
static const char *
value_text(const struct wording *w, const char *key, const char *value)
{
	const struct conf_section *s;
	char name[128];

	snprintf(name, sizeof(name), "%s.%s", key, value);
	s = find(w, "value", name);
	return s == NULL ? value : conf_text(s, "text");
}

struct facts {
	const struct wording *words;
	const struct outbox_mail *mail;
	const struct json *detail;
};

static void
add_value(struct buf *out, const struct facts *f, const char *key,
    const struct json *v)
{
	const char *zone = f->mail->zone;
	const char *value = json_text_of(v);
	char *line;

	if (json_is_null(v)) {
		buf_add_u8(out, '-');
	} else if (value != NULL) {
		add_text(out, zone, value_text(f->words, key, value));
	} else if (ends_with(key, "_s") && json_int_of(v, -1) >= 0) {
		add_span(out, json_int_of(v, -1));
	} else {
		line = json_line(v);
		add_text(out, zone, line);
		free(line);
	}
}

/* The device that it is about, or the host where it is about ourselves. */
static void
add_about(struct buf *out, const struct facts *f)
{
	const struct json *device = json_get(f->detail, "device");

	if (json_is_null(device))
		add_value(out, f, "host", json_get(f->detail, "host"));
	else
		add_value(out, f, "device", device);
}

/* What stands in braces: something of the alert itself, or of its detail. */
static void
add_named(struct buf *out, const struct facts *f, const char *name)
{
	const struct outbox_mail *m = f->mail;

	if (strcmp(name, "rule") == 0)
		buf_add_str(out, rule_text(f->words, m->rule, "name"));
	else if (strcmp(name, "about") == 0)
		add_about(out, f);
	else if (strcmp(name, "severity") == 0)
		buf_add_str(out, label(f->words, "severity", m->severity));
	else if (strcmp(name, "function") == 0)
		(void)utf8_safe(m->function, strlen(m->function), out);
	else if (strcmp(name, "alert") == 0)
		buf_printf(out, "%lld", (long long)m->alert_id);
	else if (strcmp(name, "opened") == 0)
		add_instant(out, m->zone, m->opened);
	else if (strcmp(name, "closed") == 0)
		add_instant(out, m->zone, m->closed);
	else
		add_value(out, f, name, json_get(f->detail, name));
}

static void
fill(struct buf *out, const struct facts *f, const char *text)
{
	char name[64];

	while (*text != '\0') {
		size_t plain = strcspn(text, "{"), len;

		buf_add(out, text, plain);
		text += plain;
		len = strcspn(text, "}");
		if (*text == '\0')
			return;
		if (text[len] == '\0' || len > sizeof(name)) {
			buf_add_str(out, text);
			return;
		}
		memcpy(name, text + 1, len - 1);
		name[len - 1] = '\0';
		add_named(out, f, name);
		text += len + 1;
	}
}

/* One paragraph; a word that is longer than a line stays whole. */
static void
add_wrapped(struct buf *out, const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " \n");
		size_t width = utf8_length(text, len);

		if (column > 0 && column + 1 + width > WRAP_AT) {
			buf_add_u8(out, '\n');
			column = 0;
		}
		if (column > 0 && len > 0) {
			buf_add_u8(out, ' ');
			column++;
		}
		buf_add(out, text, len);
		column += width;
		text += len;
		if (*text == '\n') {
			buf_add_u8(out, '\n');
			column = 0;
		}
		if (*text != '\0')
			text++;
	}
	buf_add_str(out, "\n");
}

static void
add_paragraph(struct buf *out, const struct facts *f, const char *text)
{
	struct buf filled = { 0 };

	fill(&filled, f, text);
	add_wrapped(out, buf_str(&filled));
	buf_add_str(out, "\n");
	buf_free(&filled);
}

static void
add_line(struct buf *out, const struct facts *f, const char *key,
    const struct json *value)
{
	const char *name = label(f->words, "label", key);
	size_t width = utf8_length(name, strlen(name));

	buf_printf(out, "  %s", name);
	for (; width < LABEL_WIDTH; width++)
		buf_add_u8(out, ' ');
	buf_add_u8(out, ' ');
	add_value(out, f, key, value);
	buf_add_u8(out, '\n');
}

static bool
is_hidden(const struct wording *w, const char *key)
{
	for (size_t i = 0; i < conf_list_len(w->root, "hide"); i++) {
		if (strcmp(conf_list_at(w->root, "hide", i), key) == 0)
			return true;
	}
	return key[0] == '_';
}

/* First what has a label, in the order of the labels; then the rest. */
static void
add_facts(struct buf *out, const struct facts *f)
{
	const struct wording *w = f->words;
	const struct conf_section *s;
	const struct json *value;
	const char *key;

	for (size_t i = 0; (s = conf_at(w->root, "label", i)) != NULL; i++) {
		key = conf_title(s);
		if (json_has(f->detail, key) && !is_hidden(w, key))
			add_line(out, f, key, json_get(f->detail, key));
	}
	for (size_t i = 0; (key = json_key_at(f->detail, i, &value)) != NULL;
	     i++) {
		if (!is_hidden(w, key) && find(w, "label", key) == NULL)
			add_line(out, f, key, value);
	}
	buf_add_str(out, "\n");
}

static void
add_body(struct buf *out, const struct facts *f)
{
	const struct conf_section *root = f->words->root;
	bool over = f->mail->closing;
	struct buf text = { 0 };

	add_paragraph(
	    &text, f, conf_text(root, over ? "closed_at" : "opened_at"));
	add_paragraph(&text, f,
	    rule_text(f->words, f->mail->rule, over ? "closed" : "opened"));
	add_facts(&text, f);
	buf_add_str(&text, "-- \n");
	add_paragraph(
	    &text, f, conf_text(root, over ? "foot_closed" : "foot_opened"));
	while (text.len > 1 && text.data[text.len - 2] == '\n')
		text.len--;
	mime_body(out, buf_str(&text));
	buf_free(&text);
}

static void
add_id(struct buf *out, const char *name, const struct outbox_mail *m,
    const char *kind, const char *from)
{
	buf_printf(out, "%s: <alert-%d-%lld-%s@%s>\r\n", name, m->tenant_id,
	    (long long)m->alert_id, kind, strchr(from, '@') + 1);
}

/* RFC 5322, 3.3; in English whatever the locale is. */
static void
add_date(struct buf *out, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(at / CLOCK_SECOND);
	struct tm tm = { 0 };

	(void)gmtime_r(&seconds, &tm);
	buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void
add_headers(
    struct buf *out, const struct facts *f, const struct message_from *from)
{
	const struct conf_section *root = f->words->root;
	const struct outbox_mail *m = f->mail;
	struct buf subject = { 0 };

	fill(&subject, f,
	    conf_text(root, m->closing ? "subject_closed" : "subject_opened"));
	mime_address(out, "From", "Patchwacht", from->mail);
	mime_address(out, "To", m->function, m->mail);
	mime_header(out, "Subject", buf_str(&subject));
	add_date(out, from->now);
	add_id(
	    out, "Message-ID", m, m->closing ? "closed" : "opened", from->mail);
	if (m->closing)
		add_id(out, "In-Reply-To", m, "opened", from->mail);
	if (!m->closing && strcmp(m->severity, "critical") == 0)
		buf_add_str(out, "Importance: high\r\n");
	/* RFC 3834: no holiday notice shall answer. */
	buf_add_str(out, "Auto-Submitted: auto-generated\r\n");
	mime_header(out, "Content-Language", conf_text(root, "language"));
	buf_add_str(out,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	buf_free(&subject);
}

int
message_write(const struct wording *w, const struct outbox_mail *m,
    const struct message_from *from, struct buf *out)
{
	struct facts facts = { .words = w, .mail = m };
	struct json *detail;
	int rc;

	if (!mime_is_address(m->mail) || !mime_is_address(from->mail)) {
		log_warnx("recipient %s: not a mail address", m->mail);
		return ERR_PARSE;
	}
	rc = json_parse("alert.detail", m->detail, strlen(m->detail), &detail);
	if (rc < 0)
		return rc;
	facts.detail = detail;
	add_headers(out, &facts, from);
	add_body(out, &facts);
	json_free(detail);
	return ERR_OK;
}
