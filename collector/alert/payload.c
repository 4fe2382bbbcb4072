/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/payload.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/saying.h"
#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/store/alert/outbox.h"

enum { TOPDESK_BRIEF_MAX = 80 };

/* What is being told, and in which words. */
struct telling {
	const struct wording *words;
	const struct outbox_item *item;
	const struct json *detail;
	const char *title, *text;
};

typedef void form_fn(const struct telling *t, struct json *o);

static struct json *
shown_alert(const struct wording *w, const struct json *alert)
{
	struct json *o = json_new_object();
	const struct json *value;
	const char *key;

	for (size_t i = 0; (key = json_key_at(alert, i, &value)) != NULL; i++) {
		if (!wording_hides(w, key))
			json_put(o, key, json_share(value));
	}
	return o;
}

static void
put_alerts(const struct telling *t, struct json *o)
{
	const struct json *list = json_get(t->detail, "alerts");
	struct json *shown = json_new_array();

	for (size_t i = 0; i < json_len(list); i++)
		json_add(shown, shown_alert(t->words, json_at(list, i)));
	json_put(o, "alerts", shown);
}

static void
put_whole(const struct telling *t, struct json *o)
{
	const struct json *value;
	struct buf id = { 0 };
	const char *key;

	payload_key(t->item, &id);
	json_put_text(o, "id", buf_str(&id));
	json_put_text(o, "organisation", t->item->tenant);
	json_put_int(o, "tenant", t->item->tenant_id);
	json_put_time(o, "at", t->item->at);
	json_put_text(o, "title", t->title);
	json_put_text(o, "text", t->text);
	for (size_t i = 0; (key = json_key_at(t->detail, i, &value)) != NULL;
	     i++) {
		if (strcmp(key, "alerts") != 0 && !json_has(o, key))
			json_put(o, key, json_share(value));
	}
	put_alerts(t, o);
	buf_free(&id);
}

/* Slack reads its own marks in a text: what a device calls itself shall call
 * nobody to the channel, and be no link. */
static void
add_for_slack(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			buf_add_str(out, "&amp;");
		else if (*text == '<')
			buf_add_str(out, "&lt;");
		else if (*text == '>')
			buf_add_str(out, "&gt;");
		else
			buf_add_u8(out, (uint8_t)*text);
	}
}

static void
put_slack(const struct telling *t, struct json *o)
{
	struct buf text = { 0 };

	add_for_slack(&text, t->title);
	buf_add_str(&text, "\n\n");
	add_for_slack(&text, t->text);
	json_put_text(o, "text", buf_str(&text));
	buf_free(&text);
}

/* A text block would read Markdown in it; what runs in a rich one is shown as
 * it is. */
static void
add_run(struct json *body, const char *text, size_t len, bool is_title)
{
	struct json *block = json_new_object(), *runs = json_new_array();
	struct json *run = json_new_object();
	struct buf line = { 0 };

	buf_add(&line, text, len);
	json_put_text(run, "type", "TextRun");
	json_put_text(run, "text", buf_str(&line));
	json_put_text(run, is_title ? "weight" : "fontType",
	    is_title ? "Bolder" : "Monospace");
	json_add(runs, run);
	json_put_text(block, "type", "RichTextBlock");
	json_put_text(block, "spacing", is_title ? "Medium" : "None");
	json_put(block, "inlines", runs);
	json_add(body, block);
	buf_free(&line);
}

/* A line that is empty is no block: Teams refuses a run without text. */
static struct json *
teams_body(const struct telling *t)
{
	struct json *body = json_new_array();
	size_t len;

	add_run(body, t->title, strlen(t->title), true);
	for (const char *line = t->text; *line != '\0'; line += len) {
		len = strcspn(line, "\n");
		if (len > 0)
			add_run(body, line, len, false);
		len += line[len] == '\n';
	}
	return body;
}

/* What a workflow of Teams takes, "When a Teams webhook request is received":
 * an adaptive card; the connectors that took a text are gone. */
static void
put_teams(const struct telling *t, struct json *o)
{
	struct json *list = json_new_array(), *one = json_new_object();
	struct json *card = json_new_object();

	json_put_text(card, "$schema",
	    "http://adaptivecards.io/schemas/adaptive-card.json");
	json_put_text(card, "type", "AdaptiveCard");
	json_put_text(card, "version", "1.4");
	json_put(card, "body", teams_body(t));
	json_put_text(
	    one, "contentType", "application/vnd.microsoft.card.adaptive");
	json_put(one, "content", card);
	json_add(list, one);
	json_put_text(o, "type", "message");
	json_put(o, "attachments", list);
}

/* The topic stands in the URL's last part; so its JSON is for the root. */
static void
put_ntfy(const struct telling *t, struct json *o)
{
	struct json *settings = NULL;
	const char *topic = NULL;
	bool critical = strcmp(t->item->severity, "critical") == 0;

	if (json_parse("channel.settings", t->item->settings,
		strlen(t->item->settings), &settings) == ERR_OK)
		topic = json_get_text(settings, "topic");
	json_put_text(o, "topic", topic == NULL ? "patchwacht" : topic);
	json_put_text(o, "title", t->title);
	json_put_text(o, "message", t->text);
	json_put_int(o, "priority", critical ? 5 : 3);
	json_free(settings);
}

/* An incident of TOPdesk; what it is called there is the saying's own number.
 */
static void
put_topdesk(const struct telling *t, struct json *o)
{
	struct buf brief = { 0 }, id = { 0 };

	payload_key(t->item, &id);
	buf_add(&brief, t->title,
	    utf8_cut(t->title, strlen(t->title), TOPDESK_BRIEF_MAX));
	json_put_text(o, "briefDescription", buf_str(&brief));
	json_put_text(o, "request", t->text);
	json_put_text(o, "externalNumber", buf_str(&id));
	buf_free(&brief);
	buf_free(&id);
}

static const struct {
	const char *name;
	form_fn *put;
} forms[] = {
	{ "patchwacht", put_whole },
	{ "teams", put_teams },
	{ "slack", put_slack },
	{ "ntfy", put_ntfy },
	{ "topdesk", put_topdesk },
};

static form_fn *
find_form(const char *name)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (strcmp(forms[i].name, name) == 0)
			return forms[i].put;
	}
	return NULL;
}

void
payload_key(const struct outbox_item *m, struct buf *out)
{
	buf_printf(out, "%d-%lld-%d", m->tenant_id, (long long)m->saying_id,
	    m->channel_id);
}

int
payload_write(const struct wording *w, const struct outbox_item *m,
    const char *form, struct buf *out)
{
	struct buf title = { 0 }, text = { 0 };
	struct telling t = { .words = w, .item = m };
	form_fn *put = find_form(form);
	struct json *detail = NULL, *o;
	char *line;
	int rc;

	if (put == NULL)
		return ERR_PARSE;
	rc = json_parse("saying.detail", m->detail, strlen(m->detail), &detail);
	if (rc < 0)
		return rc;
	saying_subject(w, m, detail, &title);
	saying_body(w, m, detail, false, &text);
	t.detail = detail;
	t.title = buf_str(&title);
	t.text = buf_str(&text);
	o = json_new_object();
	put(&t, o);
	line = json_line(o);
	buf_add_str(out, line);
	free(line);
	json_free(o);
	json_free(detail);
	buf_free(&title);
	buf_free(&text);
	return ERR_OK;
}
