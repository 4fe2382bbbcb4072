/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/span.h"

#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

struct span
span_of(const void *data, size_t len)
{
	const char *at = len > 0 ? data : "";

	return (struct span){ at, at + len };
}

/* What ends a word. */
static const bool ends[256] = { [' '] = true, ['\t'] = true, ['\n'] = true };

bool
span_take_word(struct span *s, struct span *word)
{
	const char *p = s->at;

	while (p < s->end && !ends[(uint8_t)*p])
		p++;
	if (p == s->at)
		return false;
	*word = (struct span){ s->at, p };
	s->at = p;
	return true;
}

bool
span_take_number(struct span *s, int min, int max, int64_t *out)
{
	const char *p = s->at;
	int64_t v = 0;
	int n = 0;

	for (; p < s->end && *p >= '0' && *p <= '9'; p++) {
		if (++n > max || n > 18)
			return false;
		v = v * 10 + (*p - '0');
	}
	if (n < min)
		return false;
	s->at = p;
	*out = v;
	return true;
}

const char *
span_find(const struct span *s, const char *text)
{
	return memmem(s->at, span_len(s), text, strlen(text));
}

static bool
is_plain(char c)
{
	return (c >= ' ' && c <= '~') || c == '\t' || c == '\n';
}

/* Are eight bytes all from ' ' to '~'? Each is looked at in its own eight bits:
 * its highest bit says that it is below, or at the end or beyond. */
static bool
are_plain(const char *p)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t one = UINT64_C(0x0101010101010101);
	uint64_t eight, below, beyond;

	memcpy(&eight, p, sizeof(eight));
	below = ~((eight | high) - one * ' ');
	beyond = eight | ((eight & ~high) + one);
	return ((below | beyond) & high) == 0;
}

/* How many bytes from p on may stand as they are: ASCII, TAB and LF too. */
static size_t
plain_len(const char *p, size_t left)
{
	size_t n = 0;

	for (;;) {
		while (left - n >= sizeof(uint64_t) && are_plain(p + n))
			n += sizeof(uint64_t);
		if (n == left || !is_plain(p[n]))
			return n;
		n++;
	}
}

/* How many to the next TAB or LF, which utf8_safe would escape. */
static size_t
strange_len(const char *p, size_t left)
{
	size_t n = 0;

	while (n < left && p[n] != '\t' && p[n] != '\n')
		n++;
	return n;
}

void
span_add_text(const struct span *s, struct buf *out)
{
	const char *p = s->at;
	size_t n;

	while (p < s->end) {
		n = plain_len(p, (size_t)(s->end - p));
		buf_add(out, p, n);
		p += n;
		n = strange_len(p, (size_t)(s->end - p));
		if (n > 0)
			(void)utf8_safe(p, n, out);
		p += n;
	}
}
