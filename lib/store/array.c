/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/array.h"

#include <inttypes.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/store/db.h"

static void
add_text(struct buf *array, const char *text)
{
	buf_add_u8(array, '"');
	for (;;) {
		size_t plain = strcspn(text, "\"\\");

		buf_add(array, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		buf_add_u8(array, '\\');
		buf_add_u8(array, (uint8_t)*text++);
	}
	buf_add_u8(array, '"');
}

/* The input form of bytea, whose backslash is escaped once more. */
static void
add_bytes(struct buf *array, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t *out;

	buf_add_str(array, "\"\\\\x");
	out = buf_extend(array, 2 * len);
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = (uint8_t)digits[bytes[i] >> 4];
		out[2 * i + 1] = (uint8_t)digits[bytes[i] & 15];
	}
	buf_add_u8(array, '"');
}

void
array_add(struct buf *array, const struct db_arg *value)
{
	char text[CLOCK_TEXT_MAX];

	buf_add_u8(array, array->len == 0 ? '{' : ',');
	switch (value->type) {
	case DB_T_NULL:
		buf_add_str(array, "NULL");
		break;
	case DB_T_TEXT:
		add_text(array, value->text);
		break;
	case DB_T_INT:
		buf_printf(array, "%" PRId64, value->integer);
		break;
	case DB_T_REAL:
		buf_printf(array, "%.17g", value->real);
		break;
	case DB_T_BOOL:
		buf_add_u8(array, value->integer != 0 ? 't' : 'f');
		break;
	case DB_T_TIME:
		buf_add_str(array,
		    value->integer == DB_NO_TIME
			? "NULL"
			: clock_format(value->integer, text));
		break;
	case DB_T_BYTES:
		add_bytes(array, value->bytes, value->len);
		break;
	}
}

void
array_end(struct buf *array)
{
	buf_add_str(array, array->len == 0 ? "{}" : "}");
}
