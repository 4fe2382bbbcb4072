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
