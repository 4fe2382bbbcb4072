/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/snmp3.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"

enum {
	SECURITY_USM = 3, /* RFC 3411, 5: SnmpSecurityModel */
};

/* An INTEGER (0..2147483647). */
static int
take_number(struct ber *r, int32_t *out)
{
	int64_t v;

	if (ber_take_int(r, &v) < 0)
		return ERR_PARSE;
	if (v < 0 || v > INT32_MAX)
		return ERR_RANGE;
	*out = (int32_t)v;
	return ERR_OK;
}

static int
take_string(struct ber *r, size_t max, struct ber *out)
{
	if (ber_take_tag(r, BER_STRING, out) < 0)
		return ERR_PARSE;
	return out->len <= max ? ERR_OK : ERR_RANGE;
}

/* msgGlobalData */
static int
take_header(struct ber *r, struct snmp3_message *out)
{
	struct ber header, flags;
	int32_t model;
	int rc;

	if (ber_take_tag(r, BER_SEQUENCE, &header) < 0)
		return ERR_PARSE;
	if ((rc = take_number(&header, &out->id)) < 0 ||
	    (rc = take_number(&header, &out->max_size)) < 0 ||
	    (rc = take_string(&header, 1, &flags)) < 0 ||
	    (rc = take_number(&header, &model)) < 0)
		return rc;
	if (flags.len != 1 || model != SECURITY_USM)
		return ERR_RANGE;
	out->flags = flags.data[0] & (SNMP3_LEVEL | SNMP3_REPORTABLE);
	return (out->flags & SNMP3_LEVEL) == SNMP3_PRIV ? ERR_RANGE : ERR_OK;
}

/* UsmSecurityParameters, inside their OCTET STRING. */
static int
take_security(struct ber *r, struct snmp3_message *out)
{
	struct ber octets, fields;
	int rc;

	if (ber_take_tag(r, BER_STRING, &octets) < 0 ||
	    ber_take_tag(&octets, BER_SEQUENCE, &fields) < 0)
		return ERR_PARSE;
	if ((rc = take_string(&fields, SNMP3_ENGINE_MAX, &out->engine_id)) <
		0 ||
	    (rc = take_number(&fields, &out->boots)) < 0 ||
	    (rc = take_number(&fields, &out->time)) < 0 ||
	    (rc = take_string(&fields, SNMP3_NAME_MAX, &out->user)) < 0 ||
	    (rc = take_string(&fields, SNMP3_MAC_MAX, &out->mac)) < 0)
		return rc;
	return take_string(&fields, SNMP3_SALT_LEN, &out->salt);
}

static int
take_data(struct ber *r, struct snmp3_message *out)
{
	struct ber contents;

	if ((out->flags & SNMP3_PRIV) != 0)
		return ber_take_tag(r, BER_STRING, &out->data);
	out->data.data = r->data;
	if (ber_take_tag(r, BER_SEQUENCE, &contents) < 0)
		return ERR_PARSE;
	out->data.len = (size_t)(r->data - out->data.data);
	return ERR_OK;
}

int
snmp3_parse(const void *data, size_t len, struct snmp3_message *out)
{
	struct ber all = { data, len }, message;
	int64_t version;
	int rc;

	if (ber_take_tag(&all, BER_SEQUENCE, &message) < 0 ||
	    ber_take_int(&message, &version) < 0)
		return ERR_PARSE;
	if (version != SNMP_V3)
		return ERR_RANGE;
	out->whole = (struct ber){ data, len - all.len };
	if ((rc = take_header(&message, out)) < 0 ||
	    (rc = take_security(&message, out)) < 0)
		return rc;
	return take_data(&message, out);
}

int
snmp3_parse_scoped(struct ber scoped, struct snmp3_scoped *out)
{
	struct ber fields;
	int rc;

	*out = (struct snmp3_scoped){ .pdu.version = SNMP_V3 };
	if (ber_take_tag(&scoped, BER_SEQUENCE, &fields) < 0)
		return ERR_PARSE;
	if ((rc = take_string(&fields, SNMP3_ENGINE_MAX, &out->engine_id)) <
		0 ||
	    (rc = take_string(&fields, SNMP3_NAME_MAX, &out->context)) < 0)
		return rc;
	return snmp_message_take_pdu(&fields, &out->pdu);
}

void
snmp3_build_scoped(
    struct ber engine_id, struct ber context, struct ber pdu, struct buf *out)
{
	size_t scoped = ber_begin(out, BER_SEQUENCE);

	ber_add(out, BER_STRING, engine_id.data, engine_id.len);
	ber_add(out, BER_STRING, context.data, context.len);
	buf_add(out, pdu.data, pdu.len);
	ber_end(out, scoped);
}

static void
add_header(const struct snmp3_message *m, struct buf *out)
{
	size_t header = ber_begin(out, BER_SEQUENCE);

	ber_add_int(out, BER_INTEGER, m->id);
	ber_add_int(out, BER_INTEGER, m->max_size);
	ber_add(out, BER_STRING, &m->flags, 1);
	ber_add_int(out, BER_INTEGER, SECURITY_USM);
	ber_end(out, header);
}

/* Returns how many octets there are behind the MAC. */
static size_t
add_security(const struct snmp3_message *m, struct buf *out)
{
	static const uint8_t zeros[SNMP3_MAC_MAX];
	size_t octets = ber_begin(out, BER_STRING), behind;
	size_t fields = ber_begin(out, BER_SEQUENCE);

	ber_add(out, BER_STRING, m->engine_id.data, m->engine_id.len);
	ber_add_int(out, BER_INTEGER, m->boots);
	ber_add_int(out, BER_INTEGER, m->time);
	ber_add(out, BER_STRING, m->user.data, m->user.len);
	ber_add(out, BER_STRING, zeros, m->mac.len);
	behind = out->len;
	ber_add(out, BER_STRING, m->salt.data, m->salt.len);
	behind = out->len - behind;
	ber_end(out, fields);
	ber_end(out, octets);
	return behind;
}

void
snmp3_build(const struct snmp3_message *m, struct buf *out, size_t *mac_at)
{
	size_t message = ber_begin(out, BER_SEQUENCE), behind, data;

	ber_add_int(out, BER_INTEGER, SNMP_V3);
	add_header(m, out);
	behind = add_security(m, out);
	data = out->len;
	if ((m->flags & SNMP3_PRIV) != 0)
		ber_add(out, BER_STRING, m->data.data, m->data.len);
	else
		buf_add(out, m->data.data, m->data.len);
	behind += out->len - data;
	ber_end(out, message);
	if (mac_at != NULL)
		*mac_at = out->len - behind - m->mac.len;
}
