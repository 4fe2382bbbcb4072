/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/saying.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/fill.h"
#include "collector/alert/page.h"
#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/store/alert/outbox.h"

enum { SHOWN_MAX = 50 };

static void
add_paragraph(
    struct page *p, const struct facts *f, const char *text, const char *mark)
{
	struct buf filled = { 0 };

	fill(&filled, f, text);
	page_paragraph(p, mark, buf_str(&filled));
	buf_free(&filled);
}

/* The facts of an alert: those that all of a mail have, or the others. */
struct listing {
	struct page *page; /* a table of what is shared */
	struct buf *line;  /* or the others, in one */
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

/* A key of a detail may be anything that a program wrote. */
static void
add_title(struct buf *out, const struct facts *f, const char *key)
{
	const char *title = wording_label(f->words, key);

	(void)utf8_safe(title, strlen(title), out);
}

static void
add_row(struct listing *l, const char *key, const struct json *value)
{
	struct buf title = { 0 }, text = { 0 };

	add_title(&title, l->facts, key);
	fill_value(&text, l->facts, key, value);
	page_row(l->page, buf_str(&title), buf_str(&text));
	buf_free(&title);
	buf_free(&text);
}

static void
add_own_fact(struct listing *l, const char *key, const struct json *value)
{
	if (l->listed > 0)
		buf_add_str(l->line, "; ");
	add_title(l->line, l->facts, key);
	buf_add_str(l->line, ": ");
	fill_value(l->line, l->facts, key, value);
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
		add_row(l, key, value);
	l->listed++;
}

/* First what has a label, in the order of the labels; then the rest. */
static void
list_facts(struct listing *l)
{
	const struct wording *w = l->facts->words;
	const struct json *detail = l->facts->detail, *value;
	const char *key;

	for (size_t i = 0; (key = wording_label_at(w, i)) != NULL; i++) {
		if (json_has(detail, key))
			list_fact(l, key, json_get(detail, key));
	}
	for (size_t i = 0; (key = json_key_at(detail, i, &value)) != NULL;
	     i++) {
		if (!wording_has_label(w, key))
			list_fact(l, key, value);
	}
}

/* A line below the sentence of one of many: what is its own. */
static void
add_own(struct page *p, const struct facts *f, const struct json *alerts,
    size_t n, const char *sentence)
{
	struct buf line = { 0 };
	struct listing l = { .line = &line,
		.facts = f,
		.alerts = alerts,
		.n = n,
		.sentence = sentence };

	list_facts(&l);
	if (l.listed > 0)
		page_note(p, buf_str(&line));
	buf_free(&line);
}

/* A table: all of one alert, or what many have in common. */
static void
add_shared(
    struct page *p, const struct facts *f, const struct json *alerts, size_t n)
{
	const char *lead = wording_text(f->words, "shared");
	struct buf rows = { 0 };
	struct page table = { .out = &rows, .html = p->html };
	struct listing l = {
		.page = &table, .facts = f, .alerts = alerts, .n = n
	};

	list_facts(&l);
	if (l.listed > 0) {
		if (n > 1 && lead != NULL)
			add_paragraph(p, f, lead, "");
		page_table(p, &rows);
	}
	buf_free(&rows);
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
	    wording_rule(f->words, f->item->rule, over ? "closed" : "opened");

	for (size_t i = 0; i < shown; i++) {
		f->detail = json_at(alerts, i);
		add_paragraph(p, f, text, n > 1 ? "- " : "");
		if (n > 1)
			add_own(p, f, alerts, shown, text);
	}
	if (n > 1)
		page_gap(p);
	f->detail = json_at(alerts, 0);
	if (n > 0)
		add_shared(p, f, alerts, shown);
	f->detail = f->whole;
	f->more = all > SHOWN_MAX ? all - SHOWN_MAX : 0;
	if (f->more > 0)
		add_paragraph(p, f, wording_text(f->words, "more"), "");
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
	if (json_len(list) > 0)
		page_gap(p);
	f->detail = whole;
}

static const char *
words_of(const struct facts *f, const char *which)
{
	return wording_saying(f->words, f->item->kind, which);
}

void
saying_subject(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, struct buf *out)
{
	struct facts f = {
		.words = w, .item = m, .whole = detail, .detail = detail
	};

	fill(out, &f, words_of(&f, "subject"));
}

void
saying_body(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, bool html, struct buf *out)
{
	struct facts f = {
		.words = w, .item = m, .whole = detail, .detail = detail
	};
	struct page p = { .out = out, .html = html };

	page_begin(&p, wording_language(w));
	add_paragraph(&p, &f, words_of(&f, "at"), "");
	add_alerts(&p, &f);
	add_incidents(&p, &f);
	if (json_len(json_get(detail, "missing")) > 0)
		add_paragraph(&p, &f, wording_text(w, "missing"), "");
	page_rule(&p);
	add_paragraph(&p, &f, words_of(&f, "foot"), "");
	page_end(&p);
}
