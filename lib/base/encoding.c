/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/encoding.h"

#include <stdbool.h>
#include <stdint.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/utf8.h"

const char *const encoding_names[] = { "utf-8", "windows-1252", "iso-8859-1",
	"utf-16", NULL };

int
encoding_find(const char *name, enum encoding *out)
{
	static const struct {
		const char *name;
		enum encoding encoding;
	} known[] = {
		{ "utf-8", ENCODING_UTF8 },
		{ "windows-1252", ENCODING_WINDOWS_1252 },
		{ "cp1252", ENCODING_WINDOWS_1252 },
		{ "iso-8859-1", ENCODING_LATIN1 },
		{ "latin1", ENCODING_LATIN1 },
		{ "utf-16", ENCODING_UTF16 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcasecmp(known[i].name, name) == 0) {
			*out = known[i].encoding;
			return ERR_OK;
		}
	}
	return ERR_NOTFOUND;
}

/* What differs from ISO 8859-1, from 0x80; 0 is no character. */
static const uint16_t windows_1252[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
	0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

static int
read_bytes(enum encoding e, const uint8_t *text, size_t len, struct buf *out,
    size_t *bad)
{
	for (size_t i = 0; i < len; i++) {
		uint32_t v = text[i];

		if (e == ENCODING_WINDOWS_1252 && v >= 0x80 && v < 0xa0) {
			v = windows_1252[v - 0x80];
			if (v == 0) {
				*bad = i;
				return ERR_PARSE;
			}
		}
		utf8_add(out, v);
	}
	return ERR_OK;
}

static uint32_t
unit_at(const uint8_t *p, bool big)
{
	return big ? (uint32_t)(p[0] << 8 | p[1])
		   : (uint32_t)(p[1] << 8 | p[0]);
}

static int
read_utf16(const uint8_t *text, size_t len, struct buf *out, size_t *bad)
{
	bool big = len >= 2 && text[0] == 0xfe && text[1] == 0xff;
	size_t i = 0;

	if (len >= 2 && unit_at(text, big) == 0xfeff)
		i = 2;
	for (; i < len; i += 2) {
		uint32_t v, low;

		*bad = i;
		if (i + 2 > len)
			return ERR_PARSE;
		v = unit_at(text + i, big);
		if (v >= 0xdc00 && v < 0xe000)
			return ERR_PARSE;
		if (v >= 0xd800 && v < 0xdc00) {
			if (i + 4 > len)
				return ERR_PARSE;
			low = unit_at(text + i + 2, big);
			if (low < 0xdc00 || low >= 0xe000)
				return ERR_PARSE;
			v = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		utf8_add(out, v);
	}
	return ERR_OK;
}

int
encoding_read(
    enum encoding e, const void *text, size_t len, struct buf *out, size_t *bad)
{
	*bad = 0;
	if (e == ENCODING_UTF16)
		return read_utf16(text, len, out, bad);
	if (e != ENCODING_UTF8)
		return read_bytes(e, text, len, out, bad);
	buf_add(out, text, len);
	return ERR_OK;
}
