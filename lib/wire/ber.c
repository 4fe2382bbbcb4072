/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/ber.h"

#include <endian.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

enum {
	LONG_FORM = 0x80,
	LENGTH_OCTETS_MAX = 4,
	MULTI_OCTET_TAG = 0x1f,
};

/* The length in its long form (X.690, 8.1.3); r moves behind it. */
static int
take_length(struct ber *r, size_t *out)
{
	size_t octets, len = 0;

	octets = *r->data++;
	r->len--;
	octets &= ~(size_t)LONG_FORM;
	if (octets == 0 || octets > LENGTH_OCTETS_MAX || octets > r->len)
		return ERR_PARSE;
	r->len -= octets;
	while (octets-- > 0)
		len = len << 8 | *r->data++;
	*out = len;
	return ERR_OK;
}

int
ber_take(struct ber *r, uint8_t *tag, struct ber *contents)
{
	size_t len;

	if (r->len < 2 || (r->data[0] & MULTI_OCTET_TAG) == MULTI_OCTET_TAG)
		return ERR_PARSE;
	*tag = *r->data++;
	r->len--;
	/* Nearly all are short. */
	if (*r->data < LONG_FORM) {
		len = *r->data++;
		r->len--;
	} else if (take_length(r, &len) < 0) {
		return ERR_PARSE;
	}
	if (len > r->len)
		return ERR_PARSE;
	*contents = (struct ber){ r->data, len };
	r->data += len;
	r->len -= len;
	return ERR_OK;
}

int
ber_take_tag(struct ber *r, uint8_t tag, struct ber *contents)
{
	uint8_t found;

	if (ber_take(r, &found, contents) < 0 || found != tag)
		return ERR_PARSE;
	return ERR_OK;
}

int
ber_take_int(struct ber *r, int64_t *out)
{
	struct ber contents;

	if (ber_take_tag(r, BER_INTEGER, &contents) < 0)
		return ERR_PARSE;
	return ber_int(contents, out);
}

int
ber_int(struct ber c, int64_t *out)
{
	uint64_t v;

	if (c.len == 0)
		return ERR_PARSE;
	if (c.len > sizeof(v))
		return ERR_RANGE;
	v = (c.data[0] & 0x80) != 0 ? UINT64_MAX : 0;
	for (size_t i = 0; i < c.len; i++)
		v = v << 8 | c.data[i];
	*out = (int64_t)v;
	return ERR_OK;
}

int
ber_uint(struct ber c, uint64_t *out)
{
	uint64_t v = 0;

	if (c.len == 0)
		return ERR_PARSE;
	if (c.len > sizeof(v) + 1 || (c.len > sizeof(v) && c.data[0] != 0))
		return ERR_RANGE;
	for (size_t i = 0; i < c.len; i++)
		v = v << 8 | c.data[i];
	*out = v;
	return ERR_OK;
}

/* Writes the shortest form of len to the end of room; returns its octets. */
static size_t
put_length(uint8_t room[1 + LENGTH_OCTETS_MAX], size_t len)
{
	size_t n = 0;

	if (len < LONG_FORM) {
		room[LENGTH_OCTETS_MAX] = (uint8_t)len;
		return 1;
	}
	for (; len > 0 && n < LENGTH_OCTETS_MAX; len >>= 8, n++)
		room[LENGTH_OCTETS_MAX - n] = (uint8_t)len;
	room[LENGTH_OCTETS_MAX - n] = (uint8_t)(LONG_FORM | n);
	return n + 1;
}

void
ber_add(struct buf *out, uint8_t tag, const void *data, size_t len)
{
	uint8_t room[1 + LENGTH_OCTETS_MAX], *p;
	size_t n = put_length(room, len);

	p = buf_extend(out, 1 + n + len);
	*p++ = tag;
	memcpy(p, room + sizeof(room) - n, n);
	if (len > 0)
		memcpy(p + n, data, len);
}

/* Octets of a number without a sign, and one bit in front of it. */
static size_t
octets_of(uint64_t v)
{
	return (64 - (size_t)__builtin_clzll(v | 1)) / 8 + 1;
}

void
ber_add_int(struct buf *out, uint8_t tag, int64_t v)
{
	uint64_t be = htobe64((uint64_t)v);
	size_t n = octets_of((uint64_t)(v < 0 ? ~v : v));

	ber_add(out, tag, (const uint8_t *)&be + sizeof(be) - n, n);
}

void
ber_add_uint(struct buf *out, uint8_t tag, uint64_t v)
{
	uint64_t be[] = { 0, htobe64(v) };
	size_t n = octets_of(v);

	ber_add(out, tag, (const uint8_t *)be + sizeof(be) - n, n);
}

size_t
ber_begin(struct buf *out, uint8_t tag)
{
	buf_add_u8(out, tag);
	return out->len;
}

void
ber_end(struct buf *out, size_t begun)
{
	uint8_t room[1 + LENGTH_OCTETS_MAX];
	size_t len = out->len - begun, n = put_length(room, len);

	(void)buf_extend(out, n);
	memmove(out->data + begun + n, out->data + begun, len);
	memcpy(out->data + begun, room + sizeof(room) - n, n);
}
