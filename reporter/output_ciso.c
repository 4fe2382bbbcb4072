/* SPDX-License-Identifier: Apache-2.0 */

/* Evidence for CISO Assistant, one for each control that applies. */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "reporter/output_json.h"
#include "reporter/template/words.h"

/* What its API takes: a name has at most 200 characters. */
enum { NAME_MAX_CHARS = 200 };

struct export
{
	const struct json *values;
	const struct words *words;
	bool dutch;
};

static const char *
word(const struct export *e, const char *prefix, const char *key)
{
	struct buf name = { 0 };
	const char *text;

	buf_printf(&name, "%s.%s", prefix, key != NULL ? key : "");
	text = words_get(e->words, buf_str(&name));
	buf_free(&name);
	return text != NULL ? text : key != NULL ? key : "";
}

static const char *
text_of(const struct json *row, const char *key)
{
	const char *text = json_get_text(row, key);

	return text != NULL ? text : "";
}

/* "- M-PAT-01, what it counts: 47 / 50 (unknown: 1); outcome; provenance" */
static void
add_measurement(const struct export *e, const char *id, struct buf *out)
{
	const struct json *list = json_get(e->values, "measurements");
	const struct json *m = NULL;

	for (size_t i = 0; m == NULL && i < json_len(list); i++)
		if (strcmp(text_of(json_at(list, i), "measurement"), id) == 0)
			m = json_at(list, i);
	if (m == NULL) {
		buf_printf(
		    out, "- %s: %s\n", id, word(e, "outcome", "not_assessed"));
		return;
	}
	buf_printf(out, "- %s, %s: %lld / %lld (%s: %lld); %s; %s\n", id,
	    word(e, "measure", id), (long long)json_get_int(m, "part", 0),
	    (long long)json_get_int(m, "whole", 0), word(e, "ciso", "unknown"),
	    (long long)json_get_int(m, "unknown", 0),
	    word(e, "outcome", text_of(m, "outcome")),
	    word(e, "provenance", text_of(m, "provenance")));
}

/* ids is "M-PAT-01, M-PAT-04". */
static void
add_measurements(
    const struct export *e, const char *title, const char *ids, struct buf *out)
{
	if (*ids == '\0')
		return;
	buf_printf(out, "\n%s:\n", word(e, "ciso", title));
	while (*ids != '\0') {
		size_t len = strcspn(ids, ",");
		struct buf id = { 0 };

		buf_add(&id, ids, len);
		add_measurement(e, buf_str(&id), out);
		buf_free(&id);
		ids += len + strspn(ids + len, ", ");
	}
}

static void
describe(const struct export *e, const struct json *c, struct buf *out)
{
	const struct json *doc = json_get(e->values, "document");
	const struct json *period = json_get(e->values, "period");
	const struct json *instrument = json_get(e->values, "instrument");
	const char *gap = json_get_text(c, e->dutch ? "gap_nl" : "gap_en");

	buf_printf(out, "%s %s, %s (%s .. %s)\n", word(e, "ciso", "report"),
	    text_of(doc, "number"), text_of(doc, "version"),
	    text_of(period, "from"), text_of(period, "to"));
	buf_printf(out, "%s\n", word(e, "standing", text_of(c, "standing")));
	add_measurements(e, "required", text_of(c, "required"), out);
	add_measurements(e, "supporting", text_of(c, "supporting"), out);
	if (strcmp(text_of(c, "missing"), "nothing") != 0)
		buf_printf(out, "\n%s: %s\n", word(e, "ciso", "missing"),
		    word(e, "missing", text_of(c, "missing")));
	if (gap != NULL)
		buf_printf(
		    out, "\n%s: %s\n", word(e, "ciso", "not_shown"), gap);
	buf_printf(out, "\n%s\nevidence.json SHA-256: %s\n",
	    word(e, "ciso", "notice"), text_of(instrument, "evidence_sha256"));
}

/* Cut between characters. */
static void
add_name(const struct export *e, const struct json *c, struct buf *out)
{
	struct buf whole = { 0 };
	size_t chars = 0, at = 0;
	const char *text;

	buf_printf(&whole, "%s %s %s: %s",
	    text_of(json_get(e->values, "document"), "number"),
	    text_of(c, "framework"), text_of(c, "control"),
	    text_of(c, e->dutch ? "title_nl" : "title_en"));
	text = buf_str(&whole);
	while (text[at] != '\0' && chars < NAME_MAX_CHARS) {
		at++;
		while (((unsigned char)text[at] & 0xc0) == 0x80)
			at++;
		chars++;
	}
	buf_add(out, text, at);
	buf_free(&whole);
}

char *
output_ciso(
    const struct json *values, const struct words *words, const char *language)
{
	const struct export e = { values, words,
		strncmp(language, "nl", 2) == 0 };
	const struct json *list = json_get(values, "controls");
	struct json *all = json_new_array();
	char *text;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *c = json_at(list, i);
		struct json *o;
		struct buf b = { 0 };

		if (strcmp(text_of(c, "standing"), "not_applicable") == 0)
			continue;
		o = json_new_object();
		add_name(&e, c, &b);
		json_put_text(o, "name", buf_str(&b));
		buf_clear(&b);
		describe(&e, c, &b);
		json_put_text(o, "description", buf_str(&b));
		json_add(all, o);
		buf_free(&b);
	}
	text = json_pretty(all);
	json_free(all);
	return text;
}
