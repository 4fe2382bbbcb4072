/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/shape.h"

#include <ctype.h>
#include <endian.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/utf8.h"

#define WORD(text)                     \
	{                              \
		text, sizeof(text) - 1 \
	}

/* Behind one of these stands a name. */
static const struct {
	const char *text;
	size_t len;
} namers[] = { WORD("user"), WORD("username"), WORD("account"), WORD("login"),
	WORD("host"), WORD("hostname"), WORD("by"), WORD("for"),
	WORD("interface"), WORD("port"), WORD("process"), WORD("device") };

/* A table: it is asked for each byte of each severe line. */
static const bool separators[256] = { ['\0'] = true,
	[' '] = true,
	['\t'] = true,
	['\r'] = true,
	['\n'] = true,
	[','] = true,
	[';'] = true,
	[':'] = true,
	['('] = true,
	[')'] = true,
	['['] = true,
	[']'] = true,
	['{'] = true,
	['}'] = true,
	['='] = true,
	['"'] = true,
	['\''] = true,
	['|'] = true,
	['<'] = true,
	['>'] = true };

static bool
is_separator(char c)
{
	return separators[(uint8_t)c];
}

static bool
is_namer(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(namers) / sizeof(*namers); i++)
		if (namers[i].len == len &&
		    (word[0] | 0x20) == namers[i].text[0] &&
		    strncasecmp(namers[i].text, word, len) == 0)
			return true;
	return false;
}

/* %SYS-2-MALLOCFAIL is a code, with its digit. */
static bool
is_variable(const char *word, size_t len)
{
	if (word[0] == '%')
		return false;
	for (size_t i = 0; i < len; i++)
		if (word[i] >= '0' && word[i] <= '9')
			return true;
	return false;
}

/* The length of what stands between quotes, with them; 0: none begins here. */
static size_t
quoted_len(const char *text, const char *p, const char *end)
{
	const char *close;

	if ((*p != '"' && *p != '\'') ||
	    (p > text && isalnum((unsigned char)p[-1])))
		return 0;
	close = memchr(p + 1, *p, (size_t)(end - p) - 1);
	return close == NULL ? 0 : (size_t)(close - p) + 1;
}

static bool
is_mere(uint8_t c)
{
	return c == ' ' || c == ',' || c == ':' || c == ';';
}

/* A star behind a star and a mere separator is the same star: lists of any
 * length, parts of a time or an address. */
static void
add_star(struct buf *out, size_t start)
{
	size_t n = out->len;

	while (n > start && is_mere(out->data[n - 1]))
		n--;
	if (n > start && out->data[n - 1] == '*')
		out->len = n;
	else
		buf_add_u8(out, '*');
}

static const char *
add_word(const char *p, const char *end, bool named, bool *namer,
    struct buf *out, size_t start)
{
	const char *word = p;
	size_t len;

	while (p < end && !is_separator(*p))
		p++;
	len = (size_t)(p - word);
	*namer = is_namer(word, len);
	if (named || is_variable(word, len))
		add_star(out, start);
	else
		buf_add(out, word, len);
	return p;
}

void
shape_add(const char *text, size_t len, struct buf *out)
{
	const char *p = text, *end = text + len;
	size_t start = out->len, quoted;
	bool named = false;

	if (len == 0)
		return;
	while (p < end && out->len - start < SHAPE_MAX) {
		quoted = quoted_len(text, p, end);
		if (quoted > 0) {
			add_star(out, start);
			p += quoted;
			named = false;
		} else if (is_separator(*p)) {
			buf_add_u8(out,
			    *p == ' ' || isgraph((unsigned char)*p)
				? (uint8_t)*p
				: ' ');
			p++;
		} else {
			p = add_word(p, end, named, &named, out, start);
		}
	}
	out->len = start +
	    utf8_cut(
		(const char *)out->data + start, out->len - start, SHAPE_MAX);
}

int64_t
shape_id(const char *app, const char *code, const char *shape)
{
	const char *const parts[] = { app, code, shape };
	struct digest *d = digest_new();
	uint8_t hash[DIGEST_LEN];
	uint64_t id;

	for (size_t i = 0; i < 3; i++) {
		const char *s = parts[i] == NULL ? "" : parts[i];

		digest_add(d, s, strlen(s) + 1);
	}
	digest_finish(d, hash);
	memcpy(&id, hash, sizeof(id));
	return (int64_t)be64toh(id);
}
