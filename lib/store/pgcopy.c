/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/pgcopy.h"

#include <endian.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/model/address.h"

/* PostgreSQL counts from 2000-01-01. */
#define EPOCH (INT64_C(946684800) * CLOCK_SECOND)

enum { OID_TEXT = 25, INET4 = 2, INET6 = 3, JSONB_VERSION = 1 };

static uint8_t *
put32(uint8_t *p, uint32_t v)
{
	uint32_t be = htobe32(v);

	memcpy(p, &be, sizeof(be));
	return p + sizeof(be);
}

void
pgcopy_begin(struct buf *out)
{
	static const char head[] = "PGCOPY\n\377\r\n";

	buf_add(out, head, sizeof(head)); /* with its NUL */
	buf_add_be32(out, 0);
	buf_add_be32(out, 0);
}

void
pgcopy_end(struct buf *out)
{
	buf_add_be16(out, UINT16_MAX);
}

void
pgcopy_row(struct buf *out, int columns)
{
	buf_add_be16(out, (uint16_t)columns);
}

void
pgcopy_null(struct buf *out)
{
	buf_add_be32(out, UINT32_MAX);
}

void
pgcopy_int2(struct buf *out, int16_t v)
{
	uint16_t be = htobe16((uint16_t)v);

	memcpy(put32(buf_extend(out, 6), 2), &be, sizeof(be));
}

void
pgcopy_int4(struct buf *out, int32_t v)
{
	(void)put32(put32(buf_extend(out, 8), 4), (uint32_t)v);
}

void
pgcopy_int8(struct buf *out, int64_t v)
{
	uint64_t be = htobe64((uint64_t)v);

	memcpy(put32(buf_extend(out, 12), 8), &be, sizeof(be));
}

void
pgcopy_time(struct buf *out, int64_t at)
{
	/* What is before all that can be told is PostgreSQL's -infinity. */
	pgcopy_int8(out, at < INT64_MIN + EPOCH ? INT64_MIN : at - EPOCH);
}

void
pgcopy_real(struct buf *out, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof(bits));
	pgcopy_int4(out, (int32_t)bits);
}

void
pgcopy_double(struct buf *out, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	pgcopy_int8(out, (int64_t)bits);
}

void
pgcopy_bool(struct buf *out, bool v)
{
	*put32(buf_extend(out, 5), 1) = v;
}

void
pgcopy_char(struct buf *out, char c)
{
	*put32(buf_extend(out, 5), 1) = (uint8_t)c;
}

void
pgcopy_uuid(struct buf *out, const uint8_t uuid[16])
{
	pgcopy_bytes(out, uuid, 16);
}

void
pgcopy_bytes(struct buf *out, const void *data, size_t len)
{
	uint8_t *p = put32(buf_extend(out, 4 + len), (uint32_t)len);

	if (len > 0)
		memcpy(p, data, len);
}

void
pgcopy_text(struct buf *out, const char *s)
{
	if (s == NULL)
		pgcopy_null(out);
	else
		pgcopy_bytes(out, s, strlen(s));
}

void
pgcopy_jsonb(struct buf *out, const char *json)
{
	buf_add_be32(out, (uint32_t)strlen(json) + 1);
	buf_add_u8(out, JSONB_VERSION);
	buf_add_str(out, json);
}

void
pgcopy_texts(struct buf *out, const char *const *list, size_t count)
{
	struct buf array = { 0 };

	buf_add_be32(&array, count > 0); /* dimensions */
	buf_add_be32(&array, 0);         /* no NULL in it */
	buf_add_be32(&array, OID_TEXT);
	if (count > 0) {
		buf_add_be32(&array, (uint32_t)count);
		buf_add_be32(&array, 1); /* the first index */
	}
	for (size_t i = 0; i < count; i++)
		pgcopy_text(&array, list[i]);
	pgcopy_bytes(out, array.data, array.len);
	buf_free(&array);
}

void
pgcopy_inet(struct buf *out, const struct address *a)
{
	size_t len = a->family == 6 ? 16 : 4;

	uint8_t *p = put32(buf_extend(out, 8 + len), (uint32_t)(4 + len));

	*p++ = a->family == 6 ? INET6 : INET4;
	*p++ = (uint8_t)(8 * len); /* the whole is the host */
	*p++ = 0;
	*p++ = (uint8_t)len;
	memcpy(p, a->bytes, len);
}
