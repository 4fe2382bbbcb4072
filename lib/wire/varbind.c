/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/varbind.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

enum { IP_LEN = 4, SHORT_MIN = 6, LONG_FORM = 0x80, MULTI_OCTET_TAG = 0x1f };

static const struct {
	enum value_type type;
	const char *name;
} type_names[] = {
	{ VALUE_INTEGER, "INTEGER" },
	{ VALUE_STRING, "STRING" },
	{ VALUE_NULL, "NULL" },
	{ VALUE_OID, "OID" },
	{ VALUE_IP, "IpAddress" },
	{ VALUE_COUNTER32, "Counter32" },
	{ VALUE_GAUGE32, "Gauge32" },
	{ VALUE_TICKS, "TimeTicks" },
	{ VALUE_OPAQUE, "Opaque" },
	{ VALUE_COUNTER64, "Counter64" },
	{ VALUE_NO_OBJECT, "noSuchObject" },
	{ VALUE_NO_INSTANCE, "noSuchInstance" },
	{ VALUE_END, "endOfMibView" },
};

static const char *
value_type_name(enum value_type type)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(*type_names); i++) {
		if (type_names[i].type == type)
			return type_names[i].name;
	}
	return "unreadable";
}

/*
 * The last eight octets of a value, with what stands before it when it is
 * shorter: at least seven do, three headers and a name.
 */
static uint64_t
last_eight(struct ber c)
{
	uint64_t eight;

	memcpy(&eight, c.data + c.len - sizeof(eight), sizeof(eight));
	return be64toh(eight);
}

/* A value of at most eight octets. */
static bool
take_signed(struct ber c, int64_t *out)
{
	unsigned before = 64 - 8 * (unsigned)c.len;

	if (c.len == 0 || c.len > sizeof(*out))
		return false;
	*out = (int64_t)(last_eight(c) << before) >> before;
	return true;
}

static int
read_integer(struct ber c, struct value *v)
{
	int64_t n;

	/* RFC 2578, 7.1.1: 32 bits; some agents send them as unsigned. */
	if (!take_signed(c, &n) || n < INT32_MIN || n > UINT32_MAX)
		return ERR_PARSE;
	v->integer = (int32_t)n;
	return ERR_OK;
}

static int
read_unsigned32(struct ber c, struct value *v)
{
	int64_t n;

	/* Agents forget the leading zero: what looks negative is not. */
	if (!take_signed(c, &n) || n < INT32_MIN || n > UINT32_MAX)
		return ERR_PARSE;
	v->number = (uint32_t)n;
	v->integer = (int64_t)v->number;
	return ERR_OK;
}

static int
read_counter64(struct ber c, struct value *v)
{
	bool is_padded = c.len == sizeof(v->number) + 1 && c.data[0] == 0;

	if (is_padded)
		c = (struct ber){ c.data + 1, c.len - 1 };
	if (c.len == 0 || c.len > sizeof(v->number))
		return ERR_PARSE;
	v->number = last_eight(c);
	if (c.len < sizeof(v->number))
		v->number &= (UINT64_C(1) << 8 * c.len) - 1;
	v->integer = v->number > INT64_MAX ? INT64_MAX : (int64_t)v->number;
	return ERR_OK;
}

static int
read_oid(struct ber c, struct value *v)
{
	(void)v;
	return oid_is_valid((struct oid){ c.data, c.len }) ? ERR_OK : ERR_PARSE;
}

static int
read_ip(struct ber c, struct value *v)
{
	(void)v;
	return c.len == IP_LEN ? ERR_OK : ERR_PARSE;
}

static int
read_nothing(struct ber c, struct value *v)
{
	(void)v;
	return c.len == 0 ? ERR_OK : ERR_PARSE;
}

static int
read_octets(struct ber c, struct value *v)
{
	(void)c;
	(void)v;
	return ERR_OK;
}

static int (*const readers[UINT8_MAX + 1])(struct ber, struct value *) = {
	[VALUE_INTEGER] = read_integer,
	[VALUE_STRING] = read_octets,
	[VALUE_NULL] = read_nothing,
	[VALUE_OID] = read_oid,
	[VALUE_IP] = read_ip,
	[VALUE_COUNTER32] = read_unsigned32,
	[VALUE_GAUGE32] = read_unsigned32,
	[VALUE_TICKS] = read_unsigned32,
	[VALUE_OPAQUE] = read_octets,
	[VALUE_COUNTER64] = read_counter64,
	[VALUE_NO_OBJECT] = read_nothing,
	[VALUE_NO_INSTANCE] = read_nothing,
	[VALUE_END] = read_nothing,
};

static void
read_value(uint8_t tag, struct ber contents, struct value *out)
{
	*out = (struct value){ .data = contents.data, .len = contents.len };
	if (readers[tag] != NULL && readers[tag](contents, out) == ERR_OK)
		out->type = tag;
}

/* A binding, its value not looked at. */
struct parts {
	struct oid name;
	uint8_t tag;
	struct ber contents;
};

/* A SEQUENCE that begins with an OID, the length of each a single octet. */
static inline bool
is_short(const uint8_t *p)
{
	uint32_t head;

	memcpy(&head, p, sizeof(head));
	return (le32toh(head) & 0x80ff80ff) == (BER_OID << 16 | BER_SEQUENCE);
}

/* One of which all three lengths are a single octet, as nearly all are. */
static inline bool
take_short(struct ber *list, struct parts *out)
{
	const uint8_t *p = list->data;
	size_t len;

	if (list->len < SHORT_MIN || !is_short(p))
		return false;
	len = p[1];
	out->name = (struct oid){ p + 4, p[3] };
	if (len + 2 > list->len || out->name.len + 4 > len)
		return false;
	p += 4 + out->name.len;
	if (p[1] >= LONG_FORM || out->name.len + 4 + p[1] != len ||
	    (p[0] & MULTI_OCTET_TAG) == MULTI_OCTET_TAG)
		return false;
	out->tag = p[0];
	out->contents = (struct ber){ p + 2, p[1] };
	list->data += 2 + len;
	list->len -= 2 + len;
	return true;
}

static int
take_long(struct ber *list, struct parts *out)
{
	struct ber pair, name;

	if (list->len == 0)
		return ERR_NOTFOUND;
	if (ber_take_tag(list, BER_SEQUENCE, &pair) < 0 ||
	    ber_take_tag(&pair, BER_OID, &name) < 0 ||
	    ber_take(&pair, &out->tag, &out->contents) < 0 || pair.len != 0)
		return ERR_PARSE;
	out->name = (struct oid){ name.data, name.len };
	return ERR_OK;
}

static inline int
take_parts(struct ber *list, struct parts *out)
{
	int rc = take_short(list, out) ? ERR_OK : take_long(list, out);

	return rc == ERR_OK && out->name.len == 0 ? ERR_PARSE : rc;
}

int
varbind_take_any(struct ber *list, struct varbind *out)
{
	struct parts parts;
	int rc = take_parts(list, &parts);

	if (rc < 0)
		return rc;
	out->oid = parts.name;
	read_value(parts.tag, parts.contents, &out->value);
	return ERR_OK;
}

int
varbind_take(struct ber *list, struct varbind *out)
{
	int rc = varbind_take_any(list, out);

	return rc == ERR_OK && !oid_is_valid(out->oid) ? ERR_RANGE : rc;
}

bool
varbind_is_list(struct ber list)
{
	struct parts parts;
	int rc;

	do
		rc = take_parts(&list, &parts);
	while (rc == ERR_OK);
	return rc == ERR_NOTFOUND;
}

static void
add_value(struct buf *list, const struct value *v)
{
	switch (v->type) {
	case VALUE_INTEGER:
		ber_add_int(list, VALUE_INTEGER, v->integer);
		break;
	case VALUE_COUNTER32:
	case VALUE_GAUGE32:
	case VALUE_TICKS:
	case VALUE_COUNTER64:
		ber_add_uint(list, (uint8_t)v->type, v->number);
		break;
	case VALUE_BAD:
		ber_add(list, VALUE_NULL, NULL, 0);
		break;
	default:
		ber_add(list, (uint8_t)v->type, v->data, v->len);
		break;
	}
}

void
varbind_add(struct buf *list, const struct varbind *vb)
{
	size_t begun = ber_begin(list, BER_SEQUENCE);

	ber_add(list, BER_OID, vb->oid.data, vb->oid.len);
	add_value(list, &vb->value);
	ber_end(list, begun);
}

void
varbind_add_name(struct buf *list, struct oid oid)
{
	const struct varbind vb = { oid, { .type = VALUE_NULL } };
	uint8_t *p;

	if (oid.len == 0 || oid.len + 4 >= LONG_FORM) {
		varbind_add(list, &vb);
		return;
	}
	p = buf_extend(list, oid.len + SHORT_MIN);
	*p++ = BER_SEQUENCE;
	*p++ = (uint8_t)(oid.len + 4);
	*p++ = BER_OID;
	*p++ = (uint8_t)oid.len;
	memcpy(p, oid.data, oid.len);
	p += oid.len;
	*p++ = VALUE_NULL;
	*p = 0;
}

bool
value_is_real(const struct value *v)
{
	return v->type != VALUE_BAD && v->type != VALUE_NULL &&
	    v->type < VALUE_NO_OBJECT;
}

bool
value_is_number(const struct value *v)
{
	switch (v->type) {
	case VALUE_INTEGER:
	case VALUE_COUNTER32:
	case VALUE_GAUGE32:
	case VALUE_TICKS:
	case VALUE_COUNTER64:
		return true;
	default:
		return false;
	}
}

bool
value_float(const struct value *v, float *out)
{
	/* net-snmp's way to carry one: context tag 0x78 inside the Opaque. */
	static const uint8_t head[] = { 0x9f, 0x78, 0x04 };
	uint32_t bits = 0;

	if (v->type != VALUE_OPAQUE || v->len != sizeof(head) + sizeof(bits) ||
	    memcmp(v->data, head, sizeof(head)) != 0)
		return false;
	for (size_t i = 0; i < sizeof(bits); i++)
		bits = bits << 8 | v->data[sizeof(head) + i];
	memcpy(out, &bits, sizeof(bits));
	return true;
}

struct value
value_of_int(enum value_type type, int64_t n)
{
	return (struct value){ .type = type, .integer = n };
}

struct value
value_of_uint(enum value_type type, uint64_t n)
{
	return (struct value){
		.type = type,
		.number = n,
		.integer = n > INT64_MAX ? INT64_MAX : (int64_t)n,
	};
}

struct value
value_of_data(enum value_type type, const void *data, size_t len)
{
	return (struct value){ .type = type, .data = data, .len = len };
}

/* Octets that one UTF-8 character of printable text takes; 0: not text. */
static size_t
text_len(const uint8_t *p, size_t len)
{
	size_t n = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : *p >= 0xc2 ? 2 : 1;

	if (n == 1)
		return (*p >= ' ' && *p < 0x7f) || (*p >= '\t' && *p <= '\r');
	if (*p > 0xf4 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return n;
}

static bool
is_text(const uint8_t *data, size_t len)
{
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		n = text_len(data + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

static void
print_octets(const struct value *v, struct buf *out)
{
	size_t len = v->len;

	/* Agents in C send the NUL at the end along. */
	while (len > 0 && v->data[len - 1] == '\0')
		len--;
	if (v->type == VALUE_STRING && is_text(v->data, len)) {
		buf_add(out, v->data, len);
		return;
	}
	for (size_t i = 0; i < v->len; i++)
		buf_printf(out, i == 0 ? "0x%02x" : " %02x", v->data[i]);
}

void
value_print(const struct value *v, struct buf *out)
{
	char oid[OID_TEXT_MAX];
	float f;

	if (v->type == VALUE_INTEGER)
		buf_printf(out, "%" PRId64, v->integer);
	else if (value_is_number(v))
		buf_printf(out, "%" PRIu64, v->number);
	else if (value_float(v, &f))
		buf_printf(out, "%g", (double)f);
	else if (v->type == VALUE_STRING || v->type == VALUE_OPAQUE)
		print_octets(v, out);
	else if (v->type == VALUE_OID)
		buf_add_str(
		    out, oid_print((struct oid){ v->data, v->len }, oid));
	else if (v->type == VALUE_IP)
		buf_printf(out, "%d.%d.%d.%d", v->data[0], v->data[1],
		    v->data[2], v->data[3]);
	else
		buf_add_str(out, value_type_name(v->type));
}
