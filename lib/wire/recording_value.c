/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/recording_value.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

enum {
	NUMBER_TEXT_MAX = 32,
	IP_LEN = 4,
	SNMPSIM_COUNTER32 = 40, /* 0x41 meant, in decimal of another base */
};

/* VALUE as it stands, and how TYPE says that it is written. */
struct field {
	const char *text;
	size_t len;
	char form; /* 0, 'x' or 'e' */
};

/* A bare number within min..max; blanks around it do not count. */
static int
read_number(struct field f, int64_t min, uint64_t max, uint64_t *out)
{
	char text[NUMBER_TEXT_MAX], *end;
	size_t from = 0;

	while (f.len > 0 && isspace((unsigned char)f.text[f.len - 1]))
		f.len--;
	while (from < f.len && isspace((unsigned char)f.text[from]))
		from++;
	if (f.form != 0 || from == f.len || f.len - from >= sizeof(text))
		return ERR_PARSE;
	memcpy(text, f.text + from, f.len - from);
	text[f.len - from] = '\0';
	if (text[0] == '-' && min >= 0)
		return ERR_PARSE;

	errno = 0;
	if (text[0] == '-')
		*out = (uint64_t)strtoll(text, &end, 10);
	else
		*out = strtoull(text, &end, 10);
	if (*end != '\0' || errno != 0)
		return ERR_PARSE;
	if (text[0] == '-')
		return (int64_t)*out >= min ? ERR_OK : ERR_RANGE;
	return *out <= max ? ERR_OK : ERR_RANGE;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int
add_hex(struct field f, struct buf *out)
{
	int high = -1, digit;

	for (size_t i = 0; i < f.len; i++) {
		if (isspace((unsigned char)f.text[i]))
			continue;
		digit = hex_digit(f.text[i]);
		if (digit < 0)
			return ERR_PARSE;
		if (high < 0) {
			high = digit;
			continue;
		}
		buf_add_u8(out, (uint8_t)(high << 4 | digit));
		high = -1;
	}
	return high < 0 ? ERR_OK : ERR_PARSE;
}

/* One escape behind a backslash at text; returns how many characters. */
static size_t
add_escape(const char *text, size_t len, struct buf *out)
{
	static const char from[] = "nrt0", to[] = "\n\r\t";
	const char *known = strchr(from, text[0]);
	int high, low;

	if (text[0] == 'x' && len >= 3) {
		high = hex_digit(text[1]);
		low = hex_digit(text[2]);
		if (high >= 0 && low >= 0) {
			buf_add_u8(out, (uint8_t)(high << 4 | low));
			return 3;
		}
	}
	if (text[0] != '\0' && known != NULL)
		buf_add_u8(out, (uint8_t)to[known - from]);
	else
		buf_add_u8(out, (uint8_t)text[0]);
	return 1;
}

static int
add_octets(struct field f, struct buf *out)
{
	if (f.form == 'x')
		return add_hex(f, out);
	if (f.form == 0) {
		buf_add(out, f.text, f.len);
		return ERR_OK;
	}
	for (size_t i = 0; i < f.len; i++) {
		if (f.text[i] == '\\' && i + 1 < f.len)
			i += add_escape(f.text + i + 1, f.len - i - 1, out);
		else
			buf_add_u8(out, (uint8_t)f.text[i]);
	}
	return ERR_OK;
}

static int
read_integer(struct field f, struct buf *scratch, struct value *out)
{
	uint64_t v;

	(void)scratch;
	if (read_number(f, INT32_MIN, UINT32_MAX, &v) < 0)
		return ERR_PARSE;
	*out = value_of_int(VALUE_INTEGER, (int32_t)v);
	return ERR_OK;
}

static int
read_unsigned32(struct field f, struct buf *scratch, struct value *out)
{
	uint64_t v;

	(void)scratch;
	/* Recorders write what a broken agent sent: mask, as a reader would. */
	if (read_number(f, INT64_MIN, UINT64_MAX, &v) < 0)
		return ERR_PARSE;
	*out = value_of_uint(VALUE_BAD, (uint32_t)v);
	return ERR_OK;
}

static int
read_counter64(struct field f, struct buf *scratch, struct value *out)
{
	uint64_t v;

	(void)scratch;
	if (read_number(f, 0, UINT64_MAX, &v) < 0)
		return ERR_PARSE;
	*out = value_of_uint(VALUE_BAD, v);
	return ERR_OK;
}

static int
read_octets(struct field f, struct buf *scratch, struct value *out)
{
	size_t start = scratch->len;

	if (add_octets(f, scratch) < 0 ||
	    scratch->len - start > RECORDING_VALUE_MAX)
		return ERR_PARSE;
	*out = value_of_data(VALUE_BAD, NULL, scratch->len - start);
	return ERR_OK;
}

static int
read_oid(struct field f, struct buf *scratch, struct value *out)
{
	char text[OID_TEXT_MAX];
	size_t start = scratch->len;

	while (f.len > 0 && isspace((unsigned char)f.text[f.len - 1]))
		f.len--;
	if (f.form != 0 || f.len >= sizeof(text))
		return ERR_PARSE;
	memcpy(text, f.text, f.len);
	text[f.len] = '\0';
	if (oid_parse(text, scratch) < 0)
		return ERR_PARSE;
	*out = value_of_data(VALUE_BAD, NULL, scratch->len - start);
	return ERR_OK;
}

static int
read_ip(struct field f, struct buf *scratch, struct value *out)
{
	char text[INET_ADDRSTRLEN];
	struct in_addr ip;
	size_t start = scratch->len;

	while (f.len > 0 && isspace((unsigned char)f.text[f.len - 1]))
		f.len--;
	if (f.form != 0) {
		if (add_octets(f, scratch) < 0)
			return ERR_PARSE;
	} else {
		if (f.len >= sizeof(text))
			return ERR_PARSE;
		memcpy(text, f.text, f.len);
		text[f.len] = '\0';
		if (inet_pton(AF_INET, text, &ip) != 1)
			return ERR_PARSE;
		buf_add(scratch, &ip, sizeof(ip));
	}
	*out = value_of_data(VALUE_BAD, NULL, scratch->len - start);
	return out->len == IP_LEN ? ERR_OK : ERR_PARSE;
}

static int
read_null(struct field f, struct buf *scratch, struct value *out)
{
	(void)f;
	(void)scratch;
	*out = value_of_data(VALUE_NULL, NULL, 0);
	return ERR_OK;
}

/* Their type is filled in by the caller, their data points into scratch. */
static const struct {
	enum value_type type;
	int (*read)(struct field f, struct buf *scratch, struct value *out);
	const char *fault;
} kinds[] = {
	{ VALUE_STRING, read_octets, "not hexadecimal, or too long" },
	{ VALUE_INTEGER, read_integer, "not an integer of 32 bits" },
	{ VALUE_COUNTER32, read_unsigned32, "not a number" },
	{ VALUE_GAUGE32, read_unsigned32, "not a number" },
	{ VALUE_COUNTER64, read_counter64, "not a number of 64 bits" },
	{ VALUE_TICKS, read_unsigned32, "not a number" },
	{ VALUE_OID, read_oid, "not an OID" },
	{ VALUE_IP, read_ip, "not an IPv4 address" },
	{ VALUE_OPAQUE, read_octets, "not hexadecimal, or too long" },
	{ VALUE_NULL, read_null, NULL },
};

/* "67" or "4x"; false for anything else. */
static bool
read_type(const char *text, enum value_type *type, char *form)
{
	unsigned n = 0;
	const char *p;

	for (p = text; *p >= '0' && *p <= '9' && n < 1000; p++)
		n = n * 10 + (unsigned)(*p - '0');
	if (p == text)
		return false;
	*form = 0;
	/* "4xx" is written by some recorders where "4x" is meant. */
	for (; *p == 'x' || *p == 'e'; p++)
		*form = *p;
	*type = n == SNMPSIM_COUNTER32 ? VALUE_COUNTER32 : (enum value_type)n;
	return *p == '\0';
}

static int
read_value(enum value_type type, struct field f, struct buf *scratch,
    struct value *out, const char **reason)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (kinds[i].type != type)
			continue;
		*reason = kinds[i].fault;
		if (kinds[i].read(f, scratch, out) < 0)
			return ERR_PARSE;
		out->type = type;
		return ERR_OK;
	}
	*reason = "unknown type";
	return ERR_PARSE;
}

int
recording_value(const char *oid, const char *type, const char *value,
    size_t value_len, struct buf *scratch, struct varbind *out,
    const char **reason)
{
	struct field f = { value, value_len, 0 };
	enum value_type kind;
	size_t name_at = scratch->len, data_at;
	int rc;

	*reason = "not an OID";
	rc = oid_parse(oid, scratch);
	if (rc < 0)
		return ERR_PARSE;
	*reason = "not a type";
	if (!read_type(type, &kind, &f.form))
		return ERR_PARSE;
	data_at = scratch->len;
	rc = read_value(kind, f, scratch, &out->value, reason);
	if (rc < 0)
		return rc;

	/* Only now has scratch stopped moving. */
	if (!value_is_number(&out->value))
		out->value.data = scratch->data + data_at;
	out->oid = (struct oid){ scratch->data + name_at, data_at - name_at };
	return ERR_OK;
}
