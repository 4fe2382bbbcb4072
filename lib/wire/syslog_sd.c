/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_sd.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/wire/syslog.h"

static bool
is_name_char(char c)
{
	return c > ' ' && c < 0x7f && c != '=' && c != ']' && c != '"';
}

static bool
take_name(struct span *in, struct span *name)
{
	const char *p = in->at;

	while (p < in->end && is_name_char(*p))
		p++;
	if (p == in->at)
		return false;
	*name = (struct span){ in->at, p };
	in->at = p;
	return true;
}

/* Up to the quote that no backslash stands before. */
static bool
take_value(struct span *in, struct span *value)
{
	const char *p;

	if (!span_take_char(in, '"'))
		return false;
	for (p = in->at; p < in->end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < in->end)
			p++;
	if (p >= in->end)
		return false;
	*value = (struct span){ in->at, p };
	in->at = p + 1;
	return true;
}

bool
syslog_take_sd_element(struct span *in, struct span *name)
{
	struct span at = *in;

	if (!span_take_char(&at, '[') || !take_name(&at, name))
		return false;
	*in = at;
	return true;
}

bool
syslog_take_sd_param(struct span *in, struct span *name, struct span *value)
{
	struct span at = *in;

	while (span_take_char(&at, ' '))
		continue;
	if (span_take_char(&at, ']')) {
		*in = at;
		return false;
	}
	if (!take_name(&at, name) || !span_take_char(&at, '='))
		return false;
	/* Not allowed, and seen: a blank behind the '='. */
	while (span_take_char(&at, ' '))
		continue;
	if (!take_value(&at, value))
		return false;
	*in = at;
	return true;
}

static bool
take_element(struct span *in)
{
	struct span at = *in, name, value;

	if (!syslog_take_sd_element(&at, &name))
		return false;
	while (syslog_take_sd_param(&at, &name, &value))
		continue;
	/* It ended at its bracket, or it did not end. */
	if (at.at == in->at || at.at[-1] != ']')
		return false;
	*in = at;
	return true;
}

bool
syslog_take_sd(struct span *in, struct span *out)
{
	const char *start = in->at;

	while (take_element(in))
		continue;
	if (in->at == start)
		return false;
	*out = (struct span){ start, in->at };
	return true;
}

static const char *
text_of(const struct span *s, struct buf *out)
{
	buf_clear(out);
	span_add_text(s, out);
	return buf_str(out);
}

/* Without the backslashes before '"', '\' and ']'. */
static const char *
value_of(const struct span *s, struct buf *out)
{
	struct buf plain = { 0 };
	struct span all;

	for (const char *p = s->at; p < s->end; p++) {
		if (*p == '\\' && p + 1 < s->end && strchr("\"\\]", p[1]))
			p++;
		buf_add(&plain, p, 1);
	}
	all = span_of(plain.data, plain.len);
	(void)text_of(&all, out);
	buf_free(&plain);
	return buf_str(out);
}

static struct json *
element_json(struct span *in)
{
	struct json *o = json_new_object(), *list;
	struct span name, value;
	struct buf key = { 0 }, text = { 0 };

	while (syslog_take_sd_param(in, &name, &value)) {
		(void)text_of(&name, &key);
		(void)value_of(&value, &text);
		if (!json_has(o, buf_str(&key))) {
			json_put_text(o, buf_str(&key), buf_str(&text));
			continue;
		}
		list = json_new_array();
		if (json_get_text(o, buf_str(&key)) != NULL)
			json_add_text(list, json_get_text(o, buf_str(&key)));
		else
			for (size_t i = 0;
			     i < json_len(json_get(o, buf_str(&key))); i++)
				json_add_text(list,
				    json_text_of(json_at(
					json_get(o, buf_str(&key)), i)));
		json_add_text(list, buf_str(&text));
		json_put(o, buf_str(&key), list);
	}
	buf_free(&key);
	buf_free(&text);
	return o;
}

struct json *
syslog_sd_json(const struct span *sd)
{
	struct span at = *sd, name;
	struct buf id = { 0 };
	struct json *all;

	if (sd->at == NULL || span_len(sd) == 0)
		return NULL;
	all = json_new_object();
	while (syslog_take_sd_element(&at, &name)) {
		(void)text_of(&name, &id);
		json_put(all, buf_str(&id), element_json(&at));
	}
	buf_free(&id);
	return all;
}
