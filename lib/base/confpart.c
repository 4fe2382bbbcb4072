/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/confpart.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"

struct cursor {
	char *p;
	const char *end;
};

static void
skip_space(struct cursor *c)
{
	while (c->p < c->end && isspace((unsigned char)*c->p))
		c->p++;
}

/* Past the quote that closes the one at c->p; a backslash hides the next. */
static void
skip_quoted(struct cursor *c)
{
	char quote = *c->p++;

	while (c->p < c->end && *c->p != quote) {
		if (*c->p == '\\')
			c->p++;
		c->p++;
	}
	if (c->p > c->end)
		c->p = (char *)c->end;
	if (c->p < c->end)
		c->p++;
}

/* Past the brace that closes the one at c->p. */
static void
skip_braced(struct cursor *c)
{
	int depth = 0;

	while (c->p < c->end) {
		if (*c->p == '"' || *c->p == '\'') {
			skip_quoted(c);
			continue;
		}
		depth += *c->p == '{';
		depth -= *c->p == '}';
		c->p++;
		if (depth == 0)
			return;
	}
}

static void
skip_word(struct cursor *c)
{
	if (c->p < c->end && (*c->p == '"' || *c->p == '\''))
		skip_quoted(c);
	else if (c->p < c->end && *c->p == '{')
		skip_braced(c);
	else
		while (c->p < c->end && !isspace((unsigned char)*c->p) &&
		    strchr("={}\"'", *c->p) == NULL)
			c->p++;
}

/* name = value, name { }, name "title" { } */
static void
skip_statement(struct cursor *c)
{
	skip_space(c);
	if (c->p < c->end && (*c->p == '=' || *c->p == '+')) {
		c->p += strcspn(c->p, "=") + 1;
		skip_space(c);
		skip_word(c);
		return;
	}
	if (c->p < c->end && *c->p != '{') {
		skip_word(c);
		skip_space(c);
	}
	if (c->p < c->end && *c->p == '{')
		skip_braced(c);
}

static const struct conf_option *
find(const char *name, size_t len, const struct conf_option *options)
{
	if (len >= 2 && (*name == '\'' || *name == '"')) {
		name++;
		len -= 2;
	}
	for (; options->name != NULL; options++) {
		if (strlen(options->name) == len &&
		    strncmp(options->name, name, len) == 0)
			return options;
	}
	return NULL;
}

/* Lines stay where they are. */
static void
blank(char *from, const char *to)
{
	for (char *p = from; p < to; p++) {
		if (*p != '\n')
			*p = ' ';
	}
}

static void keep(struct cursor c, const struct conf_option *options);

/* What stands between the braces of the section that ends at end. */
static void
keep_section(char *after_name, char *end, const struct conf_option *options)
{
	struct cursor c = { after_name, end };

	skip_space(&c);
	if (c.p < c.end && *c.p != '{')
		skip_word(&c);
	skip_space(&c);
	if (c.p < c.end && *c.p == '{' && end[-1] == '}')
		keep((struct cursor){ c.p + 1, end - 1 }, options);
}

static void
keep(struct cursor c, const struct conf_option *options)
{
	for (;;) {
		const struct conf_option *option;
		char *start, *after;

		skip_space(&c);
		start = c.p;
		skip_word(&c);
		after = c.p;
		if (after == start)
			return; /* no name: libconfuse will say so */
		skip_statement(&c);
		option = find(start, (size_t)(after - start), options);
		if (option == NULL)
			blank(start, c.p);
		else if (option->section != NULL)
			keep_section(after, c.p, option->section);
	}
}

void
confpart_keep(struct buf *text, const struct conf_option *options)
{
	(void)buf_str(text);
	keep((struct cursor){ (char *)text->data,
		 (const char *)text->data + text->len },
	    options);
}
