/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/oid.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

enum { MORE = 0x80, FIRST_MAX = 2, SECOND_MAX = 39 };

/* One sub-identifier from *at; false when it is cut off, padded or too big. */
static bool
take_part(struct oid oid, size_t *at, uint32_t *out)
{
	uint64_t v = 0;

	if (oid.data[*at] == MORE)
		return false;
	for (; *at < oid.len; (*at)++) {
		v = v << 7 | (oid.data[*at] & 0x7f);
		if (v > UINT32_MAX)
			return false;
		if ((oid.data[*at] & MORE) == 0) {
			(*at)++;
			*out = (uint32_t)v;
			return true;
		}
	}
	return false;
}

/* Is each octet a sub-identifier of its own, below 128? Nearly always. */
static bool
is_small(struct oid oid)
{
	uint64_t more = 0, eight;

	if (oid.len < sizeof(eight))
		return false;
	for (size_t at = 0; at <= oid.len - sizeof(eight);
	     at += sizeof(eight)) {
		memcpy(&eight, oid.data + at, sizeof(eight));
		more |= eight;
	}
	memcpy(&eight, oid.data + oid.len - sizeof(eight), sizeof(eight));
	return ((more | eight) & 0x8080808080808080) == 0;
}

bool
oid_is_valid(struct oid oid)
{
	size_t at = 0, parts = 1; /* the first octet holds two */
	uint32_t part;

	if (oid.len == 0 || oid.len > OID_BYTES_MAX)
		return false;
	if (is_small(oid))
		return oid.len < OID_PARTS_MAX;
	for (; at < oid.len; parts++) {
		if (!take_part(oid, &at, &part))
			return false;
	}
	return parts <= OID_PARTS_MAX;
}

static size_t
part_end(struct oid oid, size_t at)
{
	while (at < oid.len && (oid.data[at] & MORE) != 0)
		at++;
	return at;
}

int
oid_cmp(struct oid a, struct oid b)
{
	size_t n = a.len < b.len ? a.len : b.len, i = 0, a_end, b_end;

	while (i < n && a.data[i] == b.data[i])
		i++;
	if (i == n)
		return a.len < b.len ? -1 : a.len > b.len;

	/* The longer of two minimal sub-identifiers is the larger. */
	a_end = part_end(a, i);
	b_end = part_end(b, i);
	if (a_end != b_end)
		return a_end < b_end ? -1 : 1;
	return a.data[i] < b.data[i] ? -1 : 1;
}

bool
oid_eq(struct oid a, struct oid b)
{
	return a.len == b.len && oid_is_within(a, b);
}

bool
oid_is_within(struct oid oid, struct oid root)
{
	if (root.len == 0)
		return true;
	return oid.len >= root.len &&
	    memcmp(oid.data, root.data, root.len) == 0;
}

void
oid_add_part(struct buf *out, uint32_t part)
{
	int shift = 28;

	while (shift > 0 && part >> shift == 0)
		shift -= 7;
	for (; shift > 0; shift -= 7)
		buf_add_u8(out, (uint8_t)(MORE | (part >> shift & 0x7f)));
	buf_add_u8(out, part & 0x7f);
}

/* Digits up to a dot or the end; *text moves behind the dot. */
static int
take_number(const char **text, uint32_t *out)
{
	const char *p = *text;
	uint64_t v = 0;

	if (*p < '0' || *p > '9')
		return ERR_PARSE;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (uint64_t)(*p - '0');
		if (v > UINT32_MAX)
			return ERR_RANGE;
	}
	if (*p == '.' && p[1] == '\0')
		return ERR_PARSE;
	*text = p + (*p == '.');
	*out = (uint32_t)v;
	return *p == '.' || *p == '\0' ? ERR_OK : ERR_PARSE;
}

/* The first two share an octet (X.690, 8.19.4). */
static int
add_first_two(const char **text, struct buf *out)
{
	uint32_t first, second;
	int rc;

	rc = take_number(text, &first);
	if (rc < 0)
		return rc;
	rc = take_number(text, &second);
	if (rc < 0)
		return rc;
	if (first > FIRST_MAX || (first < FIRST_MAX && second > SECOND_MAX) ||
	    second > UINT32_MAX - 80)
		return ERR_RANGE;
	oid_add_part(out, first * (SECOND_MAX + 1) + second);
	return ERR_OK;
}

int
oid_parse(const char *text, struct buf *out)
{
	size_t start = out->len, parts = 2;
	uint32_t part;
	int rc;

	text += *text == '.';
	rc = add_first_two(&text, out);
	while (rc == ERR_OK && *text != '\0') {
		rc = take_number(&text, &part);
		if (rc == ERR_OK && ++parts > OID_PARTS_MAX)
			rc = ERR_RANGE;
		if (rc == ERR_OK)
			oid_add_part(out, part);
	}
	if (rc < 0)
		out->len = start;
	return rc;
}

size_t
oid_parts(struct oid oid, uint32_t *parts, size_t max)
{
	size_t at = 0, n = 0;
	uint32_t part, first;

	while (at < oid.len && n < max && take_part(oid, &at, &part)) {
		if (n == 0) {
			first = part / (SECOND_MAX + 1);
			first = first > FIRST_MAX ? FIRST_MAX : first;
			parts[n++] = first;
			part -= first * (SECOND_MAX + 1);
		}
		if (n < max)
			parts[n++] = part;
	}
	return n;
}

char *
oid_print(struct oid oid, char *out)
{
	uint32_t parts[OID_PARTS_MAX];
	size_t n = oid_parts(oid, parts, OID_PARTS_MAX), at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(out + at, OID_TEXT_MAX - at,
		    i == 0 ? "%" PRIu32 : ".%" PRIu32, parts[i]);
	return out;
}
