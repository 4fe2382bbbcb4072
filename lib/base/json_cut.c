/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json_cut.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

enum { DEPTH_MAX = 64 };

struct json_piece
json_piece_of(const char *text, size_t len)
{
	return (struct json_piece){ text, len, 1, 1 };
}

static int
fault(const char *name, const struct json_piece *at, const char *why)
{
	log_warnx("%s:%u:%u: %s", name, at->line, at->column, why);
	return ERR_PARSE;
}

static void
step(struct json_piece *p)
{
	if (*p->text == '\n') {
		p->line++;
		p->column = 1;
	} else if (((unsigned char)*p->text & 0xc0) != 0x80) {
		p->column++; /* not within a character of UTF-8 */
	}
	p->text++;
	p->len--;
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static void
skip_blanks(struct json_piece *p)
{
	while (p->len > 0 && is_one_of(*p->text, " \t\r\n"))
		step(p);
}

static bool
take(struct json_piece *p, char c)
{
	skip_blanks(p);
	if (p->len == 0 || *p->text != c)
		return false;
	step(p);
	return true;
}

/* Past a text, from its first quote. False: it does not end. */
static bool
skip_text(struct json_piece *p)
{
	step(p);
	while (p->len > 0 && *p->text != '"') {
		if (*p->text == '\\' && p->len > 1)
			step(p);
		step(p);
	}
	if (p->len == 0)
		return false;
	step(p);
	return true;
}

/* Past an array or object, whose brackets are counted only. */
static bool
skip_nested(struct json_piece *p)
{
	int depth = 0;

	while (p->len > 0) {
		if (*p->text == '"') {
			if (!skip_text(p))
				return false;
			continue;
		}
		depth += *p->text == '[' || *p->text == '{';
		depth -= *p->text == ']' || *p->text == '}';
		if (depth > DEPTH_MAX)
			return false;
		step(p);
		if (depth == 0)
			return true;
	}
	return false;
}

static int
cut_value(struct json_cut *c, struct json_piece *out)
{
	struct json_piece *p = &c->rest;

	skip_blanks(p);
	*out = *p;
	if (p->len == 0)
		return fault(c->name, p, "a value is missing");
	if (*p->text == '"') {
		if (!skip_text(p))
			return fault(c->name, out, "the text does not end");
	} else if (*p->text == '[' || *p->text == '{') {
		if (!skip_nested(p))
			return fault(c->name, out, "it does not end");
	} else {
		while (p->len > 0 && !is_one_of(*p->text, " \t\r\n,:]}[{\""))
			step(p);
	}
	out->len -= p->len;
	return out->len > 0 ? ERR_OK
			    : fault(c->name, out, "a value is missing");
}

static int
begin(const char *name, const struct json_piece *whole, const char *brackets,
    const char *why, struct json_cut *out)
{
	*out = (struct json_cut){ name, *whole, brackets[1], 0 };
	return take(&out->rest, brackets[0]) ? ERR_OK
					     : fault(name, &out->rest, why);
}

int
json_cut_array(
    const char *name, const struct json_piece *whole, struct json_cut *out)
{
	return begin(name, whole, "[]", "is no list: [...]", out);
}

int
json_cut_object(
    const char *name, const struct json_piece *whole, struct json_cut *out)
{
	return begin(name, whole, "{}", "is no object: {...}", out);
}

int
json_cut_next(
    struct json_cut *c, struct json_piece *key, struct json_piece *value)
{
	int rc;

	if (take(&c->rest, c->close))
		return ERR_NOTFOUND;
	if (c->taken > 0 && !take(&c->rest, ','))
		return fault(c->name, &c->rest, "a comma is missing");
	c->taken++;
	if (c->close == ']')
		return cut_value(c, value);
	rc = cut_value(c, key);
	if (rc == ERR_OK && *key->text != '"')
		return fault(c->name, key, "a name stands in quotes");
	if (rc == ERR_OK && !take(&c->rest, ':'))
		return fault(c->name, &c->rest, "a colon is missing");
	return rc == ERR_OK ? cut_value(c, value) : rc;
}

int
json_cut_end(const struct json_cut *c)
{
	struct json_piece rest = c->rest;

	skip_blanks(&rest);
	return rest.len == 0
	    ? ERR_OK
	    : fault(c->name, &rest, "something follows the end");
}
