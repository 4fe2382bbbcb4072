/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json_node.h"
#include "lib/base/log.h"

enum { TAKE_STEP = 64 << 10 };

struct writer {
	struct buf text;  /* not taken yet */
	json_taker *take; /* NULL: all stays in text */
	void *of;
	int rc; /* the first fault of take; nothing is taken after it */
	bool pretty;
};

static void
pass_on(struct writer *w, size_t least)
{
	if (w->take == NULL || w->text.len < least || w->text.len == 0)
		return;
	if (w->rc == ERR_OK)
		w->rc = w->take(w->of, w->text.data, w->text.len);
	buf_clear(&w->text);
}

static void
write_escape(struct buf *out, unsigned char c)
{
	static const char letters[] = {
		['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r',
		['"'] = '"',
		['\\'] = '\\',
	};

	if (c < sizeof(letters) && letters[c] != 0)
		buf_printf(out, "\\%c", letters[c]);
	else
		buf_printf(out, "\\u%04X", c);
}

static void
write_text(struct buf *out, const char *text)
{
	size_t plain;

	buf_add_u8(out, '"');
	for (; *text != '\0'; text += plain) {
		for (plain = 0; (unsigned char)text[plain] >= ' ' &&
		     text[plain] != '"' && text[plain] != '\\';)
			plain++;
		buf_add(out, text, plain);
		if (text[plain] != '\0')
			write_escape(out, (unsigned char)text[plain++]);
	}
	buf_add_u8(out, '"');
}

/* 0.1 is written 0.1; a value read back may differ in its 16th digit. */
static void
write_real(struct buf *out, double value)
{
	json_t *v = json_real(value);
	char *text = json_dumps(v, JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY);

	if (text == NULL)
		fatalx("json: out of memory");
	buf_add_str(out, text);
	free(text);
	json_decref(v);
}

/* Between two values, and before the first and after the last of a list. */
static void
write_gap(struct writer *w, const char *mark, size_t depth)
{
	buf_add_str(&w->text, mark);
	if (w->pretty) {
		buf_add_u8(&w->text, '\n');
		while (depth-- > 0)
			buf_add_str(&w->text, "  ");
	} else if (*mark == ',') {
		buf_add_u8(&w->text, ' ');
	}
	pass_on(w, TAKE_STEP);
}

static void write_value(struct writer *w, const struct json *v, size_t depth);

static void
write_members(struct writer *w, const struct json *v, size_t depth)
{
	const struct json *value;
	const char *key;

	for (size_t i = 0; (key = json_key_at(v, i, &value)) != NULL; i++) {
		write_gap(w, i == 0 ? "{" : ",", depth + 1);
		write_text(&w->text, key);
		buf_add_str(&w->text, ": ");
		write_value(w, value, depth + 1);
	}
	write_gap(w, "", depth);
	buf_add_u8(&w->text, '}');
}

static void
write_elements(struct writer *w, const struct json *v, size_t depth)
{
	for (size_t i = 0; i < json_len(v); i++) {
		write_gap(w, i == 0 ? "[" : ",", depth + 1);
		write_value(w, json_at(v, i), depth + 1);
	}
	write_gap(w, "", depth);
	buf_add_u8(&w->text, ']');
}

static void
write_value(struct writer *w, const struct json *v, size_t depth)
{
	static const char *const words[] = { [NODE_NULL] = "null",
		[NODE_FALSE] = "false",
		[NODE_TRUE] = "true" };
	struct buf *out = &w->text;

	if (v == NULL)
		v = node_constant(NODE_NULL);
	switch ((enum node_type)v->type) {
	case NODE_NULL:
	case NODE_FALSE:
	case NODE_TRUE:
		buf_add_str(out, words[v->type]);
		break;
	case NODE_INT:
		buf_printf(out, "%lld", (long long)json_int_of(v, 0));
		break;
	case NODE_REAL:
		write_real(out, json_real_of(v, 0));
		break;
	case NODE_TEXT:
		write_text(out, json_text_of(v));
		break;
	case NODE_ARRAY:
		if (json_len(v) == 0)
			buf_add_str(out, "[]");
		else
			write_elements(w, v, depth);
		break;
	case NODE_OBJECT:
		if (json_len(v) == 0)
			buf_add_str(out, "{}");
		else
			write_members(w, v, depth);
		break;
	}
}

static char *
whole_text(const struct json *v, bool pretty)
{
	struct writer w = { .pretty = pretty };

	write_value(&w, v, 0);
	return buf_take_str(&w.text);
}

char *
json_line(const struct json *v)
{
	return whole_text(v, false);
}

char *
json_pretty(const struct json *v)
{
	return whole_text(v, true);
}

int
json_pretty_to(const struct json *v, json_taker *take, void *of)
{
	struct writer w = { .take = take, .of = of, .pretty = true };

	write_value(&w, v, 0);
	pass_on(&w, 0);
	buf_free(&w.text);
	return w.rc;
}
