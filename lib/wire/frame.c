/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/frame.h"

#include <string.h>

#include "lib/base/err.h"

enum { COUNT_DIGITS_MAX = 6 };

/* What other protocols say first, on a port that is not theirs. */
static const char *const strangers[] = { "\x16\x03", "GET ", "POST ", "HEAD ",
	"PRI * ", "SSH-", "EHLO " };

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/*
 * Reads "123 " at the start: its length into *used, the number into *count.
 * ERR_AGAIN when it may still become one, ERR_PARSE when not.
 */
static int
take_count(const uint8_t *data, size_t len, size_t *used, size_t *count)
{
	size_t i = 0;

	*count = 0;
	for (; i < len && i <= COUNT_DIGITS_MAX && is_digit(data[i]); i++)
		*count = *count * 10 + (size_t)(data[i] - '0');
	if (i > COUNT_DIGITS_MAX || (i > 0 && data[0] == '0'))
		return ERR_PARSE;
	if (i == len)
		return ERR_AGAIN;
	if (i == 0 || data[i] != ' ')
		return ERR_PARSE;
	*used = i + 1;
	return ERR_OK;
}

/* ERR_OK: a stranger; ERR_AGAIN: may be one; ERR_PARSE: no. */
static int
match_stranger(const uint8_t *data, size_t len)
{
	int rc = ERR_PARSE;

	for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		size_t want = strlen(strangers[i]);
		size_t n = len < want ? len : want;

		if (memcmp(data, strangers[i], n) != 0)
			continue;
		if (n == want)
			return ERR_OK;
		rc = ERR_AGAIN;
	}
	return rc;
}

static enum framing
detect(const uint8_t *data, size_t len, bool at_end)
{
	size_t used, count;
	int rc;

	rc = match_stranger(data, len);
	if (rc == ERR_OK)
		return FRAMING_REFUSED;
	if (rc == ERR_AGAIN && !at_end)
		return FRAMING_UNKNOWN;
	rc = take_count(data, len, &used, &count);
	if (rc == ERR_OK && used < len)
		return data[used] == '<' ? FRAMING_OCTETS : FRAMING_LINES;
	if (rc == ERR_PARSE || at_end)
		return FRAMING_LINES;
	return FRAMING_UNKNOWN;
}

static int
give_rest(const uint8_t *data, size_t len, struct frame *out)
{
	out->message = len > 0 ? data : NULL;
	out->len = len;
	out->used = len;
	out->partial = true;
	return ERR_OK;
}

/* Some senders put a line end behind a counted message. */
static size_t
count_line_ends(const uint8_t *data, size_t len)
{
	size_t i = 0;

	while (i < len && i < 2 && (data[i] == '\n' || data[i] == '\r'))
		i++;
	return i;
}

static size_t
pass_over(struct framer *f, size_t len)
{
	size_t n = f->skip < len ? f->skip : len;

	f->skip -= n;
	return n;
}

static int
lose_step(struct framer *f, const uint8_t *data, size_t len, struct frame *out)
{
	f->framing = FRAMING_REFUSED;
	(void)give_rest(data, len < f->max ? len : f->max, out);
	return ERR_PARSE;
}

static int
next_counted(struct framer *f, const uint8_t *data, size_t len, bool at_end,
    struct frame *out)
{
	size_t before, head = 0, count = 0, keep;
	int rc;

	before = pass_over(f, len);
	before += count_line_ends(data + before, len - before);
	out->used = before;
	data += before;
	len -= before;
	if (len == 0)
		return ERR_AGAIN;
	rc = take_count(data, len, &head, &count);
	if (rc == ERR_PARSE || (rc == ERR_OK && count == 0)) {
		rc = lose_step(f, data, len, out);
		out->used += before;
		return rc;
	}
	keep = count < f->max ? count : f->max;
	if (rc == ERR_OK && len - head >= keep) {
		out->message = data + head;
		out->len = keep;
		out->truncated = keep < count;
		out->used = before + head + keep;
		f->skip = count - keep;
		return ERR_OK;
	}
	if (!at_end || len == head)
		return ERR_AGAIN;
	rc = give_rest(data + head, len - head, out);
	out->used = before + len;
	return rc;
}

static const uint8_t *
find_line_end(const uint8_t *data, size_t len)
{
	const uint8_t *lf = memchr(data, '\n', len);
	const uint8_t *nul;

	nul = memchr(data, '\0', lf != NULL ? (size_t)(lf - data) : len);
	return nul != NULL ? nul : lf;
}

static size_t
without_cr(const uint8_t *data, size_t len)
{
	while (len > 0 && data[len - 1] == '\r')
		len--;
	return len;
}

/* The rest of a line whose head was given as truncated. */
static bool
pass_line(struct framer *f, const uint8_t *data, size_t len, size_t *used)
{
	const uint8_t *end = find_line_end(data, len);

	*used = end == NULL ? len : (size_t)(end - data) + 1;
	f->skip_line = end == NULL;
	return end != NULL;
}

static int
next_line(struct framer *f, const uint8_t *data, size_t len, bool at_end,
    struct frame *out)
{
	const uint8_t *end;
	size_t before = 0, n;

	if (f->skip_line && !pass_line(f, data, len, &before)) {
		out->used = before;
		return ERR_AGAIN;
	}
	for (;;) {
		end = find_line_end(data + before, len - before);
		n = end == NULL ? len - before : (size_t)(end - data) - before;
		out->message = data + before;
		if (n > f->max) {
			out->len = f->max;
			out->used = before + f->max;
			out->truncated = true;
			f->skip_line = true;
			return ERR_OK;
		}
		out->len = without_cr(out->message, n);
		out->used = before + n + (end != NULL);
		if (end == NULL)
			break;
		if (out->len > 0)
			return ERR_OK;
		before = out->used;
	}
	if (at_end && out->len > 0) {
		out->partial = true;
		return ERR_OK;
	}
	out->message = NULL;
	out->used = at_end ? len : before;
	return ERR_AGAIN;
}

int
framer_next(struct framer *f, const uint8_t *data, size_t len, bool at_end,
    struct frame *out)
{
	*out = (struct frame){ 0 };
	if (len == 0)
		return ERR_AGAIN;
	if (f->framing == FRAMING_UNKNOWN)
		f->framing = detect(data, len, at_end);
	switch (f->framing) {
	case FRAMING_OCTETS:
		return next_counted(f, data, len, at_end, out);
	case FRAMING_LINES:
		return next_line(f, data, len, at_end, out);
	case FRAMING_REFUSED:
		out->used = len;
		return ERR_PARSE;
	case FRAMING_UNKNOWN:
		break;
	}
	return ERR_AGAIN;
}
