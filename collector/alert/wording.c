/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/when.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/store/alert/outbox.h"

enum { WRAP_AT = 72, LABEL_WIDTH = 22, SHOWN_MAX = 50 };

struct wording {
	struct conf *conf;
	const struct conf_section *root;
};

static const struct conf_option saying_options[] = {
	{ .name = "subject", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "at", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "foot", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ 0 },
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
	{ .name = "saying",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED | CONF_REQUIRED,
	    .section = saying_options },
	{ .name = "many", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "more", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "missing", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "shared", .type = CONF_TEXT },
	{ .name = "months", .type = CONF_LIST },
	{ .name = "moment", .type = CONF_TEXT },
	{ .name = "units", .type = CONF_LIST },
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

/* Each kind of saying has its words. */
static int
check_sayings(const struct wording *w, const char *path)
{
	static const char *const kinds[] = { "opened", "grown", "escalated",
		"reminder", "closed", "digest", "test", "report",
		"report_withheld", "anchors" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (find(w, "saying", kinds[i]) != NULL)
			continue;
		log_warnx("%s: saying \"%s\": is missing", path, kinds[i]);
		return ERR_PARSE;
	}
	return ERR_OK;
}

int
wording_load(const char *path, struct wording **out)
{
	struct wording w;
	int rc;

	rc = conf_load(path, wording_options, &w.conf);
	if (rc < 0)
		return rc;
	w.root = conf_root(w.conf);
	rc = check_sayings(&w, path);
	if (rc == ERR_OK)
		rc = when_check(w.root);
	if (rc < 0) {
		conf_free(w.conf);
		return rc;
	}
	*out = mem_dup(&w, sizeof(w));
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

static void
add_text(struct buf *out, const struct wording *w, const char *zone,
    const char *text)
{
	int64_t at;

	if (strlen(text) > 10 && clock_parse(text, &at) == ERR_OK)
		when_add_moment(out, w->root, zone, at);
	else
		(void)utf8_safe(text, strlen(text), out);
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* The words that a value has of its own, "priority.critical"; NULL: none. */
static const char *
own_words(const struct wording *w, const char *key, const char *value)
{
	const struct conf_section *s;
	char name[128];

	snprintf(name, sizeof(name), "%s.%s", key, value);
	s = find(w, "value", name);
	return s == NULL ? NULL : conf_text(s, "text");
}

static const char *
value_text(const struct wording *w, const char *key, const char *value)
{
	const char *words = own_words(w, key, value);

	return words == NULL ? value : words;
}

/*
 * What is at hand: the whole of what is said, and of it the one alert, or the
 * line of a digest, that a text is about.
 */
struct facts {
	const struct wording *words;
	const struct outbox_item *item;
	const struct json *whole, *detail;
	size_t more;    /* of the alerts, not shown */
	bool is_nested; /* within the words of a value */
};

static void fill(struct buf *out, const struct facts *f, const char *text);

/* The words of a value may name others; theirs, none any more. */
static void
add_word(
    struct buf *out, const struct facts *f, const char *key, const char *value)
{
	const char *words = own_words(f->words, key, value);
	struct facts nested = *f;

	if (words == NULL || f->is_nested) {
		add_text(out, f->words, f->item->zone,
		    words == NULL ? value : words);
		return;
	}
	nested.is_nested = true;
	fill(out, &nested, words);
}

static void
add_value(struct buf *out, const struct facts *f, const char *key,
    const struct json *v)
{
	const char *zone = f->item->zone;
	const char *value = json_text_of(v);
	char *line;

	if (json_is_null(v)) {
		buf_add_u8(out, '-');
	} else if (value != NULL) {
		add_word(out, f, key, value);
	} else if (ends_with(key, "_s") && json_int_of(v, -1) >= 0) {
		when_add_span(out, f->words->root, json_int_of(v, -1));
	} else {
		line = json_line(v);
		add_text(out, f->words, zone, line);
		free(line);
	}
}

/* The device of the only one, the host where it is about ourselves, or what
 * many have in common. */
static void
add_about(struct buf *out, const struct facts *f)
{
	static const char *const keys[] = { "device", "host", "address",
		"listener", "patch" };
	const struct json *alerts = json_get(f->whole, "alerts"), *only;
	const struct json *about = json_get(f->whole, "about");

	if (json_get_int(f->whole, "total", 1) > 1) {
		if (!json_is_null(about)) {
			add_value(out, f, "about", about);
			buf_add_str(out, ": ");
		}
		fill(out, f, conf_text(f->words->root, "many"));
		return;
	}
	only = json_at(alerts, 0);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (json_is_null(json_get(only, keys[i])))
			continue;
		add_value(out, f, keys[i], json_get(only, keys[i]));
		return;
	}
	add_value(out, f, "about", about);
}

static void
add_functions(struct buf *out, const struct facts *f, const struct json *list)
{
	for (size_t i = 0; i < json_len(list); i++) {
		const char *name = json_text_of(json_at(list, i));

		if (i > 0)
			buf_add_str(out, ", ");
		add_text(out, f->words, f->item->zone,
		    value_text(f->words, "function", name == NULL ? "" : name));
	}
}

/* What stands in braces: something of the saying itself, or of its detail. */
static void
add_named(struct buf *out, const struct facts *f, const char *name)
{
	const struct outbox_item *m = f->item;
	const char *rule = json_get_text(f->detail, "rule");

	if (strcmp(name, "rule") == 0)
		add_text(out, f->words, m->zone,
		    rule_text(f->words, rule != NULL ? rule : m->rule, "name"));
	else if (strcmp(name, "about") == 0)
		add_about(out, f);
	else if (strcmp(name, "severity") == 0)
		buf_add_str(out, label(f->words, "severity", m->severity));
	else if (strcmp(name, "function") == 0)
		(void)utf8_safe(m->function, strlen(m->function), out);
	else if (strcmp(name, "missing") == 0)
		add_functions(out, f, json_get(f->whole, "missing"));
	else if (strcmp(name, "more") == 0)
		buf_printf(out, "%zu", f->more);
	else if (json_has(f->detail, name))
		add_value(out, f, name, json_get(f->detail, name));
	else
		add_value(out, f, name, json_get(f->whole, name));
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

/* One paragraph; a word that is longer than a line stays whole. Lines that go
 * on begin with that many blanks. */
static void
add_wrapped(struct buf *out, const char *text, int indent)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " \n");
		size_t width = utf8_length(text, len);

		if (column > 0 && column + 1 + width > WRAP_AT) {
			buf_printf(out, "\n%*s", indent, "");
			column = (size_t)indent;
		} else if (column > 0 && len > 0) {
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

/* A page is plain text, or the same as HTML. */
struct page {
	struct buf *out;
	bool html;
};

/* What is not plain text in HTML; quotes stand in no attribute here. */
static void
add_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buf_add_str(out, "&lt;");
		else if (*text == '>')
			buf_add_str(out, "&gt;");
		else if (*text == '&')
			buf_add_str(out, "&amp;");
		else
			buf_add_u8(out, (uint8_t)*text);
	}
}

static void
add_paragraph(
    struct page *p, const struct facts *f, const char *text, const char *mark)
{
	struct buf filled = { 0 };

	if (!p->html)
		buf_add_str(&filled, mark);
	fill(&filled, f, text);
	if (p->html) {
		buf_add_str(p->out, "<p>");
		add_escaped(p->out, buf_str(&filled));
		buf_add_str(p->out, "</p>\n");
	} else {
		add_wrapped(p->out, buf_str(&filled), (int)strlen(mark));
		if (*mark == '\0')
			buf_add_u8(p->out, '\n');
	}
	buf_free(&filled);
}

static void
add_line(struct page *p, const struct facts *f, const char *key,
    const struct json *value)
{
	const char *name = label(f->words, "label", key);
	size_t width = utf8_length(name, strlen(name));
	struct buf text = { 0 }, title = { 0 };

	/* A key of a detail may be anything that a program wrote. */
	(void)utf8_safe(name, strlen(name), &title);
	add_value(&text, f, key, value);
	if (p->html) {
		buf_add_str(p->out, "<tr><td>");
		add_escaped(p->out, buf_str(&title));
		buf_add_str(p->out, "</td><td>");
		add_escaped(p->out, buf_str(&text));
		buf_add_str(p->out, "</td></tr>\n");
	} else {
		buf_printf(p->out, "  %s", buf_str(&title));
		for (; width < LABEL_WIDTH; width++)
			buf_add_u8(p->out, ' ');
		buf_printf(p->out, " %s\n", buf_str(&text));
	}
	buf_free(&text);
	buf_free(&title);
}

bool
wording_hides(const struct wording *w, const char *key)
{
	for (size_t i = 0; i < conf_list_len(w->root, "hide"); i++) {
		if (strcmp(conf_list_at(w->root, "hide", i), key) == 0)
			return true;
	}
	return key[0] == '_';
}

/* The facts of an alert: those that all of a mail have, or the others. */
struct listing {
	struct page *page;
	const struct facts *facts;
	const struct json *alerts;
	size_t n;             /* of them, those shown */
	const char *sentence; /* NULL: what is shared; else: what is not */
	size_t listed;
};

/* Of one alone everything is. */
static bool
is_shared(const struct listing *l, const char *key)
{
	char *first = json_line(json_get(json_at(l->alerts, 0), key));
	bool same = true;

	for (size_t i = 1; same && i < l->n; i++) {
		const struct json *alert = json_at(l->alerts, i);
		char *next = json_line(json_get(alert, key));

		same = json_has(alert, key) && strcmp(first, next) == 0;
		free(next);
	}
	free(first);
	return same;
}

/* What the sentence above it says is not said again. */
static bool
is_in_sentence(const struct listing *l, const char *key)
{
	char name[80];

	snprintf(name, sizeof(name), "{%s}", key);
	return strstr(l->sentence, name) != NULL;
}

static void
add_own_fact(struct listing *l, const char *key, const struct json *value)
{
	const char *name = label(l->facts->words, "label", key);

	if (l->listed > 0)
		buf_add_str(l->page->out, "; ");
	(void)utf8_safe(name, strlen(name), l->page->out);
	buf_add_str(l->page->out, ": ");
	add_value(l->page->out, l->facts, key, value);
}

static void
list_fact(struct listing *l, const char *key, const struct json *value)
{
	bool own = l->sentence != NULL;

	if (wording_hides(l->facts->words, key) || is_shared(l, key) == own ||
	    (own && is_in_sentence(l, key)))
		return;
	if (own)
		add_own_fact(l, key, value);
	else
		add_line(l->page, l->facts, key, value);
	l->listed++;
}

/* First what has a label, in the order of the labels; then the rest. */
static void
list_facts(struct listing *l)
{
	const struct wording *w = l->facts->words;
	const struct json *detail = l->facts->detail, *value;
	const struct conf_section *s;
	const char *key;

	for (size_t i = 0; (s = conf_at(w->root, "label", i)) != NULL; i++) {
		key = conf_title(s);
		if (json_has(detail, key))
			list_fact(l, key, json_get(detail, key));
	}
	for (size_t i = 0; (key = json_key_at(detail, i, &value)) != NULL;
	     i++) {
		if (find(w, "label", key) == NULL)
			list_fact(l, key, value);
	}
}

/* A line below the sentence of one of many: what is its own. */
static void
add_own(struct page *p, const struct facts *f, const struct json *alerts,
    size_t n, const char *sentence)
{
	struct buf line = { 0 };
	struct page to = { .out = &line };
	struct listing l = { &to, f, alerts, n, sentence, 0 };

	list_facts(&l);
	if (l.listed > 0 && p->html) {
		buf_add_str(p->out, "<p>");
		add_escaped(p->out, buf_str(&line));
		buf_add_str(p->out, "</p>\n");
	} else if (l.listed > 0) {
		buf_add_str(p->out, "  ");
		add_wrapped(p->out, buf_str(&line), 2);
	}
	buf_free(&line);
}

/* A table: all of one alert, or what many have in common. */
static void
add_shared(
    struct page *p, const struct facts *f, const struct json *alerts, size_t n)
{
	const char *lead = conf_text(f->words->root, "shared");
	struct buf table = { 0 };
	struct page to = { .out = &table, .html = p->html };
	struct listing l = { &to, f, alerts, n, NULL, 0 };

	list_facts(&l);
	if (l.listed > 0) {
		if (n > 1 && lead != NULL)
			add_paragraph(p, f, lead, "");
		buf_add_str(p->out, p->html ? "<table>\n" : "");
		buf_add(p->out, table.data, table.len);
		buf_add_str(p->out, p->html ? "</table>\n" : "\n");
	}
	buf_free(&table);
}

/* The sentence of the rule, once for each of many. */
static void
add_alerts(struct page *p, struct facts *f)
{
	bool over = strcmp(f->item->kind, "closed") == 0;
	const struct json *alerts = json_get(f->whole, "alerts");
	size_t n = json_len(alerts), shown = n < SHOWN_MAX ? n : SHOWN_MAX,
	       all = json_len(json_get(f->whole, "numbers"));
	const char *text =
	    rule_text(f->words, f->item->rule, over ? "closed" : "opened");

	for (size_t i = 0; i < shown; i++) {
		f->detail = json_at(alerts, i);
		add_paragraph(p, f, text, n > 1 ? "- " : "");
		if (n > 1)
			add_own(p, f, alerts, shown, text);
	}
	if (n > 1 && !p->html)
		buf_add_u8(p->out, '\n');
	f->detail = json_at(alerts, 0);
	if (n > 0)
		add_shared(p, f, alerts, shown);
	f->detail = f->whole;
	f->more = all > SHOWN_MAX ? all - SHOWN_MAX : 0;
	if (f->more > 0)
		add_paragraph(p, f, conf_text(f->words->root, "more"), "");
}

static void
add_incidents(struct page *p, struct facts *f)
{
	const struct json *list = json_get(f->whole, "incidents");
	const struct json *whole = f->whole;
	struct outbox_item one = *f->item;
	struct facts line = { .words = f->words, .item = &one };
	static char none[] = "-";

	for (size_t i = 0; i < json_len(list); i++) {
		const char *severity =
		    json_get_text(json_at(list, i), "severity");

		line.whole = line.detail = json_at(list, i);
		one.severity = mem_dup_str(severity == NULL ? none : severity);
		add_paragraph(p, &line,
		    "{incident}: {severity}: {rule}: {about} ({opened})", "- ");
		free(one.severity);
	}
	if (json_len(list) > 0 && !p->html)
		buf_add_u8(p->out, '\n');
	f->detail = whole;
}

static const char *
saying_text(const struct facts *f, const char *which)
{
	const struct conf_section *s = find(f->words, "saying", f->item->kind);

	return s == NULL ? "" : conf_text(s, which);
}

void
wording_subject(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, struct buf *out)
{
	struct facts f = {
		.words = w, .item = m, .whole = detail, .detail = detail
	};

	fill(out, &f, saying_text(&f, "subject"));
}

void
wording_body(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, bool html, struct buf *out)
{
	struct facts f = {
		.words = w, .item = m, .whole = detail, .detail = detail
	};
	struct page p = { .out = out, .html = html };

	if (html)
		buf_printf(out,
		    "<!DOCTYPE html>\n<html lang=\"%s\"><head>"
		    "<meta charset=\"utf-8\"></head><body>\n",
		    conf_text(w->root, "language"));
	add_paragraph(&p, &f, saying_text(&f, "at"), "");
	add_alerts(&p, &f);
	add_incidents(&p, &f);
	if (json_len(json_get(detail, "missing")) > 0)
		add_paragraph(&p, &f, conf_text(w->root, "missing"), "");
	buf_add_str(out, html ? "<hr>\n" : "-- \n");
	add_paragraph(&p, &f, saying_text(&f, "foot"), "");
	if (html)
		buf_add_str(out, "</body></html>\n");
	while (out->len > 1 && out->data[out->len - 2] == '\n')
		out->len--;
}

const char *
wording_language(const struct wording *w)
{
	return conf_text(w->root, "language");
}
