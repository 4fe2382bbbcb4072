/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/tree.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The small parts of the grammar: paths, formats, holes and conditions. */

void
template_fault(struct template *t, struct place at, const char *fmt, ...)
{
	char reason[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	t->faults++;
	if (t->quiet || t->faults > FAULTS_TOLD)
		return;
	log_warnx("%s:%u:%u: %s", t->name, at.line, at.column, reason);
}

bool
template_whole(const struct template *t)
{
	if (!t->quiet && t->faults > FAULTS_TOLD)
		log_warnx(
		    "%s: and %u faults more", t->name, t->faults - FAULTS_TOLD);
	return t->faults == 0;
}

struct place
trim(const char **text, size_t *len, struct place at)
{
	while (*len > 0 && (**text == ' ' || **text == '\t')) {
		(*text)++;
		(*len)--;
		at.column++;
	}
	while (*len > 0 && isspace((unsigned char)(*text)[*len - 1]))
		(*len)--;
	return at;
}

static bool
is_path(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool edge = i == 0 || i + 1 == len || text[i - 1] == '.';

		if (c == '.' && !edge)
			continue;
		if (!(c >= 'a' && c <= 'z') && !isdigit(c) && c != '_' &&
		    !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return len > 0;
}

bool
parse_path(struct template *t, const char *text, size_t len, struct place at,
    struct path *out)
{
	at = trim(&text, &len, at);
	if (!is_path(text, len)) {
		template_fault(t, at, "\"%.*s\" is not the name of a value",
		    (int)len, text);
		return false;
	}
	*out = (struct path){ pool_text(t->pool, text, len), at };
	return true;
}

static const struct {
	const char *name;
	enum format_kind kind;
	bool decimals;
} formats[] = {
	{ "text", FORMAT_TEXT, false },
	{ "number", FORMAT_NUMBER, true },
	{ "percent", FORMAT_PERCENT, true },
	{ "date", FORMAT_DATE, false },
	{ "datetime", FORMAT_DATETIME, false },
	{ "duration", FORMAT_DURATION, false },
	{ "count", FORMAT_COUNT, false },
	{ "word", FORMAT_WORD, false },
	{ "light", FORMAT_LIGHT, false },
};

/* What stands behind the format's colon. */
static bool
parse_argument(struct template *t, const char *text, size_t len,
    struct place at, bool decimals, struct format *out)
{
	const char *colon = memchr(text, ':', len);

	if (out->kind == FORMAT_COUNT && colon != NULL) {
		out->one = pool_text(t->pool, text, (size_t)(colon - text));
		out->more = pool_text(
		    t->pool, colon + 1, len - (size_t)(colon + 1 - text));
		return true;
	}
	if (out->kind == FORMAT_WORD && is_path(text, len)) {
		out->prefix = pool_text(t->pool, text, len);
		return true;
	}
	if (decimals && len == 1 && *text >= '0' && *text <= '4') {
		out->decimals = *text - '0';
		return true;
	}
	template_fault(
	    t, at, "\"%.*s\" does not fit this format", (int)len, text);
	return false;
}

bool
parse_format(struct template *t, const char *text, size_t len, struct place at,
    struct format *out)
{
	const char *colon;
	size_t name;

	at = trim(&text, &len, at);
	colon = memchr(text, ':', len);
	name = colon != NULL ? (size_t)(colon - text) : len;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strlen(formats[i].name) != name ||
		    memcmp(formats[i].name, text, name) != 0)
			continue;
		*out =
		    (struct format){ .kind = formats[i].kind, .decimals = -1 };
		if (colon != NULL) {
			at.column += (unsigned)name + 1;
			return parse_argument(t, colon + 1, len - name - 1, at,
			    formats[i].decimals, out);
		}
		if (out->kind != FORMAT_COUNT && out->kind != FORMAT_WORD)
			return true;
		template_fault(t, at,
		    out->kind == FORMAT_COUNT
			? "count wants count:singular:plural"
			: "word wants word:PREFIX");
		return false;
	}
	template_fault(t, at, "unknown format \"%.*s\"", (int)name, text);
	return false;
}

void
add_part(struct template *t, struct part part, struct part ***last)
{
	struct part *p = POOL_NEW(t->pool, struct part);

	*p = part;
	**last = p;
	*last = &p->next;
}

static void
parse_hole(struct template *t, const char *text, size_t len, struct place at,
    struct part part, struct part ***last)
{
	const char *bar = memchr(text, '|', len);
	size_t name = bar != NULL ? (size_t)(bar - text) : len;

	part.format = (struct format){ .decimals = -1 };
	if (!parse_path(t, text, name, at, &part.path))
		return;
	at.column += (unsigned)name + 1;
	if (bar != NULL &&
	    !parse_format(t, bar + 1, len - name - 1, at, &part.format))
		return;
	add_part(t, part, last);
}

void
parse_text(struct template *t, const char *text, size_t len, struct place at,
    unsigned style, const char *url, struct part ***last)
{
	struct part part = { .style = style, .url = url };
	const char *open, *close, *end = text + len;

	while (text < end) {
		open = memmem(text, (size_t)(end - text), "{{", 2);
		if (open == NULL)
			open = end;
		if (open > text) {
			parse_marks(
			    t, text, (size_t)(open - text), at, part, last);
		}
		if (open == end)
			return;
		at.column += (unsigned)(open - text);
		open += 2;
		close = memmem(open, (size_t)(end - open), "}}", 2);
		if (close == NULL) {
			template_fault(t, at, "{{ without }}");
			return;
		}
		at.column += 2;
		parse_hole(t, open, (size_t)(close - open), at, part, last);
		at.column += (unsigned)(close + 2 - open);
		text = close + 2;
	}
}

struct part *
parse_words(struct template *t, const char *text, size_t len, struct place at)
{
	struct part *first = NULL, **last = &first;

	at = trim(&text, &len, at);
	parse_text(t, text, len, at, 0, NULL, &last);
	return first;
}

static const struct {
	const char *sign;
	enum operator operator;
} operators[] = {
	/* The longer ones first. */
	{ "!=", OP_NE },
	{ "<=", OP_LE },
	{ ">=", OP_GE },
	{ "==", OP_EQ },
	{ "=", OP_EQ },
	{ "<", OP_LT },
	{ ">", OP_GT },
};

static bool
parse_operand(struct template *t, const char *text, size_t len, struct place at,
    struct condition *c)
{
	char *end;

	at = trim(&text, &len, at);
	if (len == 0) {
		template_fault(t, at, "nothing to compare with");
		return false;
	}
	c->text = pool_text(t->pool, text, len);
	c->number = strtod(c->text, &end);
	c->is_number = *end == '\0';
	if (!c->is_number && c->operator!= OP_EQ && c->operator!= OP_NE) {
		template_fault(t, at, "\"%s\" is not a number", c->text);
		return false;
	}
	return true;
}

struct condition *
parse_condition(
    struct template *t, const char *text, size_t len, struct place at)
{
	struct condition *c = POOL_NEW(t->pool, struct condition);
	size_t sign, name;

	at = trim(&text, &len, at);
	if (len > 4 && memcmp(text, "not ", 4) == 0) {
		c->negate = true;
		text += 4;
		len -= 4;
		at.column += 4;
	}
	for (name = 0; name < len && strchr("!<>=", text[name]) == NULL; name++)
		continue;
	if (!parse_path(t, text, name, at, &c->path))
		return NULL;
	if (name == len)
		return c;
	at.column += (unsigned)name;
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		sign = strlen(operators[i].sign);
		if (len - name < sign ||
		    memcmp(text + name, operators[i].sign, sign) != 0)
			continue;
		c->operator= operators[i].operator;
		at.column += (unsigned)sign;
		return parse_operand(
			   t, text + name + sign, len - name - sign, at, c)
		    ? c
		    : NULL;
	}
	template_fault(t, at, "\"%c\" compares nothing", text[name]);
	return NULL;
}

const char *
format_name_at(size_t i)
{
	return i < sizeof(formats) / sizeof(formats[0]) ? formats[i].name
							: NULL;
}
