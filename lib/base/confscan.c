/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/confscan.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

enum { DEPTH_MAX = 16 };

struct scan {
	const char *name;
	const char *p, *end;
	unsigned line;
	char last; /* what the previous token was: its character, 'w': a word */
	struct {
		unsigned line;
		bool list;
	} open[DEPTH_MAX]; /* braces not yet closed */
	size_t depth;
	struct confscan *out;
};

static int
refuse(const struct scan *s, unsigned line, const char *reason)
{
	log_warnx("%s:%u: %s", s->name, line, reason);
	return ERR_PARSE;
}

static bool
has(const struct scan *s, const char *token)
{
	size_t len = strlen(token);

	return (size_t)(s->end - s->p) >= len && memcmp(s->p, token, len) == 0;
}

static void
copy_newline(struct scan *s)
{
	buf_add_u8(&s->out->text, '\n');
	s->line++;
	s->p++;
}

static int
skip_long_comment(struct scan *s)
{
	unsigned from = s->line;

	for (s->p += 2; s->p < s->end && !has(s, "*/");) {
		if (*s->p == '\n')
			copy_newline(s);
		else
			s->p++;
	}
	if (s->p == s->end)
		return refuse(s, from, "this comment is never closed");
	s->p += 2;
	return ERR_OK;
}

static void
skip_line(struct scan *s)
{
	while (s->p < s->end && *s->p != '\n')
		s->p++;
}

/* The token goes over as it is, but a $ cannot begin a variable. */
static int
copy_quoted(struct scan *s)
{
	unsigned from = s->line;
	char quote = *s->p;

	buf_add_u8(&s->out->text, (uint8_t)*s->p++);
	while (s->p < s->end && *s->p != quote) {
		if (*s->p == '$' && quote == '"')
			buf_add_u8(&s->out->text, '\\');
		if (*s->p == '\\' && s->p + 1 < s->end)
			buf_add_u8(&s->out->text, (uint8_t)*s->p++);
		if (*s->p == '\n')
			copy_newline(s);
		else
			buf_add_u8(&s->out->text, (uint8_t)*s->p++);
	}
	if (s->p == s->end)
		return refuse(s, from, "this quoted text is never closed");
	buf_add_u8(&s->out->text, (uint8_t)*s->p++);
	s->last = 'w';
	return ERR_OK;
}

static void
copy_word(struct scan *s)
{
	buf_add_u8(&s->out->text, '\'');
	for (; s->p < s->end && strchr(" \t\n\r\"'#={}()+,", *s->p) == NULL;
	     s->p++) {
		if (*s->p == '\\')
			buf_add_u8(&s->out->text, '\\');
		buf_add_u8(&s->out->text, (uint8_t)*s->p);
	}
	buf_add_u8(&s->out->text, '\'');
	s->last = 'w';
}

static int
open_brace(struct scan *s)
{
	if (s->depth == DEPTH_MAX)
		return refuse(s, s->line, "sections are nested too deep");
	s->open[s->depth].line = s->line;
	s->open[s->depth++].list = s->last == '=';
	return ERR_OK;
}

static void
close_brace(struct scan *s)
{
	struct confscan *out = s->out;

	/* One too many is libconfuse's to refuse. */
	if (s->depth == 0 || s->open[--s->depth].list)
		return;
	out->line = mem_grow(out->line, out->sections + 1, sizeof(unsigned));
	out->line[out->sections++] = s->open[s->depth].line;
}

static int
copy_mark(struct scan *s)
{
	int rc = ERR_OK;

	if (has(s, "+=")) {
		buf_add_u8(&s->out->text, '+');
		s->p++;
	} else if (*s->p == '+') {
		return refuse(s, s->line, "a + must stand in quotes");
	}
	if (*s->p == '{')
		rc = open_brace(s);
	else if (*s->p == '}')
		close_brace(s);
	s->last = *s->p;
	buf_add_u8(&s->out->text, (uint8_t)*s->p++);
	return rc;
}

static int
take_one(struct scan *s)
{
	switch (*s->p) {
	case '\n':
		copy_newline(s);
		return ERR_OK;
	case ' ':
	case '\t':
	case '\r':
		buf_add_u8(&s->out->text, ' ');
		s->p++;
		return ERR_OK;
	case '#':
		skip_line(s);
		return ERR_OK;
	case '"':
	case '\'':
		return copy_quoted(s);
	case '=':
	case '{':
	case '}':
	case '(':
	case ')':
	case '+':
	case ',':
		return copy_mark(s);
	}
	if (has(s, "/*"))
		return skip_long_comment(s);
	if (has(s, "//"))
		skip_line(s);
	else
		copy_word(s);
	return ERR_OK;
}

/* Line by line, so that the message can name it. */
static int
check_bytes(struct scan *s)
{
	unsigned line = 1;
	size_t n;

	for (const char *p = s->p; p < s->end; p += n) {
		uint32_t v;

		n = utf8_take(p, (size_t)(s->end - p), &v);
		if (n == 0)
			return refuse(s, line, "not UTF-8");
		if (v == '\n')
			line++;
		else if ((v < 0x20 && v != '\t' && v != '\r') || v == 0x7f)
			return refuse(s, line, "a control character");
	}
	return ERR_OK;
}

int
confscan_run(
    const char *name, const char *text, size_t len, struct confscan *out)
{
	struct scan s = { .name = name, .line = 1, .out = out };
	int rc;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	s.p = text;
	s.end = text + len;
	rc = check_bytes(&s);
	while (rc == ERR_OK && s.p < s.end)
		rc = take_one(&s);
	/* libconfuse takes the end of the file for a closing brace. */
	if (rc == ERR_OK && s.depth > 0)
		return refuse(
		    &s, s.open[s.depth - 1].line, "this { is never closed");
	return rc;
}

void
confscan_free(struct confscan *s)
{
	buf_free(&s->text);
	free(s->line);
	*s = (struct confscan){ 0 };
}
