/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/fill.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/when.h"
#include "collector/alert/wording.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/store/alert/outbox.h"

static void
add_text(struct buf *out, const struct wording *w, const char *zone,
    const char *text)
{
	int64_t at;

	if (strlen(text) > 10 && clock_parse(text, &at) == ERR_OK)
		when_add_moment(out, wording_times(w), zone, at);
	else
		(void)utf8_safe(text, strlen(text), out);
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* The words of a value may name others; theirs, none any more. */
static void
add_word(
    struct buf *out, const struct facts *f, const char *key, const char *value)
{
	const char *words = wording_value(f->words, key, value);
	struct facts nested = *f;

	if (words == NULL || f->is_nested) {
		add_text(out, f->words, f->item->zone,
		    words == NULL ? value : words);
		return;
	}
	nested.is_nested = true;
	fill(out, &nested, words);
}

void
fill_value(struct buf *out, const struct facts *f, const char *key,
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
		when_add_span(out, wording_times(f->words), json_int_of(v, -1));
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
			fill_value(out, f, "about", about);
			buf_add_str(out, ": ");
		}
		fill(out, f, wording_text(f->words, "many"));
		return;
	}
	only = json_at(alerts, 0);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (json_is_null(json_get(only, keys[i])))
			continue;
		fill_value(out, f, keys[i], json_get(only, keys[i]));
		return;
	}
	fill_value(out, f, "about", about);
}

static void
add_functions(struct buf *out, const struct facts *f, const struct json *list)
{
	for (size_t i = 0; i < json_len(list); i++) {
		const char *name = json_text_of(json_at(list, i)), *words;

		if (name == NULL)
			name = "";
		words = wording_value(f->words, "function", name);
		if (i > 0)
			buf_add_str(out, ", ");
		add_text(
		    out, f->words, f->item->zone, words == NULL ? name : words);
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
		    wording_rule(
			f->words, rule != NULL ? rule : m->rule, "name"));
	else if (strcmp(name, "about") == 0)
		add_about(out, f);
	else if (strcmp(name, "severity") == 0)
		buf_add_str(out, wording_severity(f->words, m->severity));
	else if (strcmp(name, "function") == 0)
		(void)utf8_safe(m->function, strlen(m->function), out);
	else if (strcmp(name, "missing") == 0)
		add_functions(out, f, json_get(f->whole, "missing"));
	else if (strcmp(name, "more") == 0)
		buf_printf(out, "%zu", f->more);
	else if (json_has(f->detail, name))
		fill_value(out, f, name, json_get(f->detail, name));
	else
		fill_value(out, f, name, json_get(f->whole, name));
}

void
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
