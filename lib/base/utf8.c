/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/utf8.h"

#include <locale.h>
#include <pthread.h>
#include <wctype.h>

#include "lib/base/buf.h"

static locale_t unicode;
static pthread_once_t opened = PTHREAD_ONCE_INIT;

/* glibc carries this locale itself; it knows which characters are assigned. */
static void
open_unicode(void)
{
	unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* How many bytes a first byte announces, and the least value for so many. */
static size_t
announced(uint8_t first, uint32_t *bits, uint32_t *least)
{
	if (first < 0x80) {
		*bits = first;
		*least = 0;
		return 1;
	}
	if ((first & 0xe0) == 0xc0) {
		*bits = first & 0x1f;
		*least = 0x80;
		return 2;
	}
	if ((first & 0xf0) == 0xe0) {
		*bits = first & 0x0f;
		*least = 0x800;
		return 3;
	}
	*bits = first & 0x07;
	*least = 0x10000;
	return (first & 0xf8) == 0xf0 ? 4 : 0;
}

size_t
utf8_take(const char *p, size_t len, uint32_t *out)
{
	uint32_t v, least;
	size_t n;

	if (len == 0)
		return 0;
	n = announced((uint8_t)p[0], &v, &least);
	if (n == 0 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if (((uint8_t)p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | ((uint8_t)p[i] & 0x3f);
	}
	if (v < least || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*out = v;
	return n;
}

bool
utf8_valid(const char *text, size_t len)
{
	uint32_t v;
	size_t n;

	for (; len > 0; text += n, len -= n) {
		n = utf8_take(text, len, &v);
		if (n == 0)
			return false;
	}
	return true;
}

size_t
utf8_cut(const char *text, size_t len, size_t max)
{
	size_t end = len < max ? len : max;

	/* At most three bytes back: longer runs are not UTF-8 at all. */
	for (int back = 0; back < 4 && end < len && end > 0; back++) {
		if (((uint8_t)text[end] & 0xc0) != 0x80)
			return end;
		end--;
	}
	return len < max ? len : end == 0 ? 0 : end;
}

size_t
utf8_length(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((uint8_t)text[i] & 0xc0) != 0x80;
	return count;
}

void
utf8_add(struct buf *out, uint32_t v)
{
	if (v < 0x80) {
		buf_add_u8(out, (uint8_t)v);
		return;
	}
	if (v < 0x800) {
		buf_add_u8(out, (uint8_t)(0xc0 | v >> 6));
	} else {
		if (v < 0x10000) {
			buf_add_u8(out, (uint8_t)(0xe0 | v >> 12));
		} else {
			buf_add_u8(out, (uint8_t)(0xf0 | v >> 18));
			buf_add_u8(out, (uint8_t)(0x80 | (v >> 12 & 0x3f)));
		}
		buf_add_u8(out, (uint8_t)(0x80 | (v >> 6 & 0x3f)));
	}
	buf_add_u8(out, (uint8_t)(0x80 | (v & 0x3f)));
}

/* Assigned, but turning the direction, without a shape, or anybody's own. */
static const struct {
	uint32_t first, last;
} unseen[] = {
	{ 0x00ad, 0x00ad },    /* soft hyphen */
	{ 0x061c, 0x061c },    /* Arabic letter mark */
	{ 0x180e, 0x180e },    /* Mongolian vowel separator */
	{ 0x200b, 0x200b },    /* zero width space */
	{ 0x200e, 0x200f },    /* left-to-right and right-to-left mark */
	{ 0x2028, 0x202e },    /* separators, embeddings and overrides */
	{ 0x2060, 0x206f },    /* word joiner, isolates, deprecated controls */
	{ 0xe000, 0xf8ff },    /* private use */
	{ 0xfeff, 0xfeff },    /* byte order mark */
	{ 0xfff0, 0xffff },    /* annotations, specials, no characters */
	{ 0xe0000, 0x10ffff }, /* tags, selectors, private use */
};

static bool
is_seen(uint32_t v)
{
	if (v < 0x7f)
		return v >= 0x20;
	if (v < 0xa0 || (v & 0xfffe) == 0xfffe)
		return false;
	if (v == 0xfffd)
		return true;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		if (v >= unseen[i].first && v <= unseen[i].last)
			return false;
	}
	return unicode == (locale_t)0 || iswprint_l((wint_t)v, unicode);
}

size_t
utf8_safe(const char *text, size_t len, struct buf *out)
{
	size_t n, replaced = 0;
	uint32_t v;

	pthread_once(&opened, open_unicode);
	for (; len > 0; text += n, len -= n) {
		n = utf8_take(text, len, &v);
		if (n > 0 && is_seen(v)) {
			buf_add(out, text, n);
			continue;
		}
		replaced++;
		if (n > 1) {
			buf_printf(out, "U+%04X", v);
			continue;
		}
		buf_printf(out, "\\x%02x", (uint8_t)text[0]);
		n = 1;
	}
	return replaced;
}
