/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/base64.h"

#include <stdint.h>

#include "lib/base/buf.h"

void
base64_add(struct buf *out, const void *data, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *p = data;

	for (; len > 0; p += len < 3 ? len : 3, len -= len < 3 ? len : 3) {
		uint32_t v = (uint32_t)p[0] << 16;

		v |= len > 1 ? (uint32_t)p[1] << 8 : 0;
		v |= len > 2 ? p[2] : 0;
		buf_add_u8(out, (uint8_t)digits[v >> 18 & 63]);
		buf_add_u8(out, (uint8_t)digits[v >> 12 & 63]);
		buf_add_u8(out, len > 1 ? (uint8_t)digits[v >> 6 & 63] : '=');
		buf_add_u8(out, len > 2 ? (uint8_t)digits[v & 63] : '=');
	}
}

/* The value of a character; 64 for none. */
static unsigned
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool
base64_take(const char *text, size_t len, struct buf *out)
{
	size_t pad = 0;

	if (len % 4 != 0)
		return false;
	if (len > 0 && text[len - 1] == '=')
		pad = text[len - 2] == '=' ? 2 : 1;
	for (size_t i = 0; i < len; i += 4) {
		size_t filled = i + 4 == len ? 4 - pad : 4;
		unsigned bits = 0;

		for (size_t k = 0; k < 4; k++) {
			unsigned v = k < filled ? value_of(text[i + k]) : 0;

			if (v == 64)
				return false;
			bits = bits << 6 | v;
		}
		/* What fills up the last byte is nothing. */
		if (bits & ((1U << 8 * (4 - filled)) - 1))
			return false;
		for (size_t k = 0; k + 1 < filled; k++)
			buf_add_u8(out, (uint8_t)(bits >> (16 - 8 * k)));
	}
	return true;
}
