/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

struct csv {
	char *name;
	const char *p, *end;
	char separator;
	unsigned line, column; /* of p */
	bool ended;
	struct buf row; /* the fields' texts, each with a NUL */
	struct csv_field fields[CSV_FIELDS_MAX];
	size_t offset[CSV_FIELDS_MAX]; /* of each text in row */
	size_t count;
};

static int
refuse(
    struct csv *c, int rc, unsigned line, unsigned column, const char *reason)
{
	log_warnx("%s:%u:%u: %s", c->name, line, column, reason);
	c->ended = true;
	return rc;
}

/* The commonest of the three in the header line, outside quotes. */
static char
detect_separator(const char *p, const char *end)
{
	static const char candidates[] = ",;\t";
	size_t count[3] = { 0 };
	bool quoted = false;
	int best = 0;

	for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
		const char *at = *p == '\0' ? NULL : strchr(candidates, *p);

		if (*p == '"')
			quoted = !quoted;
		else if (!quoted && at != NULL)
			count[at - candidates]++;
	}
	for (int i = 1; i < 3; i++) {
		if (count[i] > count[best])
			best = i;
	}
	return candidates[best];
}

struct csv *
csv_open(const char *name, const char *text, size_t len)
{
	struct csv *c = mem_new(1, sizeof(*c));

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	c->name = mem_dup_str(name);
	c->p = text;
	c->end = text + len;
	c->separator = detect_separator(c->p, c->end);
	c->line = c->column = 1;
	return c;
}

void
csv_close(struct csv *c)
{
	if (c == NULL)
		return;
	buf_free(&c->row);
	free(c->name);
	free(c);
}

char
csv_separator(const struct csv *c)
{
	return c->separator;
}

void
csv_set_separator(struct csv *c, char separator)
{
	c->separator = separator;
}

void
csv_skip(struct csv *c, unsigned lines)
{
	for (; lines > 0 && c->p < c->end; lines--) {
		while (c->p < c->end && *c->p != '\n')
			c->p++;
		if (c->p < c->end)
			c->p++;
		c->line++;
	}
	c->separator = detect_separator(c->p, c->end);
}

/* Moves the character at p into the row. */
static int
take_character(struct csv *c, size_t field_start)
{
	uint32_t v;
	size_t n = utf8_take(c->p, (size_t)(c->end - c->p), &v);

	if (n == 0)
		return refuse(c, ERR_PARSE, c->line, c->column,
		    "not UTF-8: save the file as \"CSV UTF-8\"");
	if (v == 0)
		return refuse(c, ERR_PARSE, c->line, c->column,
		    "a NUL byte: save the file as \"CSV UTF-8\"");
	if (c->row.len - field_start + n > CSV_FIELD_MAX)
		return refuse(c, ERR_RANGE, c->line, c->column,
		    "this field is longer than 64 KiB");
	if (c->row.len + n > CSV_ROW_MAX)
		return refuse(c, ERR_RANGE, c->line, c->column,
		    "this row is longer than 1 MiB");
	buf_add(&c->row, c->p, n);
	c->p += n;
	c->column++;
	if (v == '\n') {
		c->line++;
		c->column = 1;
	}
	return ERR_OK;
}

static bool
at_line_end(const struct csv *c)
{
	return c->p == c->end || *c->p == '\n' || *c->p == '\r';
}

static bool
at_field_end(const struct csv *c)
{
	return at_line_end(c) || *c->p == c->separator;
}

static int
take_plain(struct csv *c, size_t start)
{
	int rc = ERR_OK;

	while (rc == ERR_OK && !at_field_end(c)) {
		if (*c->p == '"')
			return refuse(c, ERR_PARSE, c->line, c->column,
			    "a quote within a field that is not quoted");
		rc = take_character(c, start);
	}
	return rc;
}

static int
take_quoted(struct csv *c, size_t start)
{
	unsigned line = c->line, column = c->column;
	int rc = ERR_OK;

	c->p++;
	c->column++;
	for (; rc == ERR_OK; rc = take_character(c, start)) {
		if (c->p == c->end)
			return refuse(c, ERR_PARSE, line, column,
			    "this quote is never closed");
		if (*c->p != '"')
			continue;
		c->p++;
		c->column++;
		if (c->p == c->end || *c->p != '"')
			break;
	}
	if (rc == ERR_OK && !at_field_end(c))
		return refuse(c, ERR_PARSE, c->line, c->column,
		    "text after the closing quote");
	return rc;
}

static int
take_field(struct csv *c)
{
	struct csv_field *f;
	size_t start = c->row.len;
	int rc;

	if (c->count == CSV_FIELDS_MAX)
		return refuse(c, ERR_RANGE, c->line, c->column,
		    "more than 256 fields in this row");
	f = &c->fields[c->count];
	*f = (struct csv_field){ .line = c->line, .column = c->column };
	f->quoted = c->p < c->end && *c->p == '"';
	rc = f->quoted ? take_quoted(c, start) : take_plain(c, start);
	if (rc < 0)
		return rc;
	f->len = c->row.len - start;
	c->offset[c->count++] = start;
	buf_add_u8(&c->row, '\0');
	return ERR_OK;
}

static void
pass_line_end(struct csv *c)
{
	if (c->p < c->end && *c->p == '\r')
		c->p++;
	if (c->p < c->end && *c->p == '\n')
		c->p++;
	c->line++;
	c->column = 1;
}

int
csv_next(struct csv *c, struct csv_row *out)
{
	unsigned line;
	int rc;

	while (!c->ended && c->p < c->end && at_line_end(c))
		pass_line_end(c);
	if (c->ended || c->p == c->end)
		return ERR_NOTFOUND;
	buf_clear(&c->row);
	c->count = 0;
	line = c->line;
	for (;;) {
		rc = take_field(c);
		if (rc < 0)
			return rc;
		if (at_line_end(c))
			break;
		c->p++;
		c->column++;
	}
	pass_line_end(c);
	/* Only now: the row may have moved while it grew. */
	for (size_t i = 0; i < c->count; i++)
		c->fields[i].text = (const char *)c->row.data + c->offset[i];
	*out = (struct csv_row){ c->fields, c->count, line };
	return ERR_OK;
}

/* "-5" is a number, "-5+cmd" is not. */
static bool
is_formula(const char *text)
{
	if (*text == '\0' || strchr("=+-@\t\r", *text) == NULL)
		return false;
	return (*text != '+' && *text != '-') ||
	    text[1 + strspn(text + 1, "0123456789.,")] != '\0';
}

void
csv_add(struct buf *out, const char *text)
{
	bool formula = is_formula(text);

	if (!formula && strpbrk(text, "\",;\t\r\n") == NULL) {
		buf_add_str(out, text);
		return;
	}
	buf_add_u8(out, '"');
	if (formula)
		buf_add_u8(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_add_u8(out, '"');
		buf_add_u8(out, (uint8_t)*text);
	}
	buf_add_u8(out, '"');
}
