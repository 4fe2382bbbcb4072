/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/snmp.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

enum { ID_LEN = 4 };

static int
take_int32(struct ber *r, int32_t *out)
{
	int64_t v;

	if (ber_take_int(r, &v) < 0 || v < INT32_MIN || v > INT32_MAX)
		return ERR_PARSE;
	*out = (int32_t)v;
	return ERR_OK;
}

static int
read_pdu(struct ber pdu, struct snmp_message *out)
{
	if (take_int32(&pdu, &out->id) < 0 ||
	    take_int32(&pdu, &out->error_status) < 0 ||
	    take_int32(&pdu, &out->error_index) < 0 ||
	    ber_take_tag(&pdu, BER_SEQUENCE, &out->varbinds) < 0)
		return ERR_PARSE;
	return varbind_is_list(out->varbinds) ? ERR_OK : ERR_PARSE;
}

int
snmp_message_take_pdu(struct ber *r, struct snmp_message *out)
{
	struct ber pdu;

	if (ber_take(r, &out->pdu, &pdu) < 0)
		return ERR_PARSE;
	if (out->pdu < SNMP_GET || out->pdu > SNMP_REPORT ||
	    out->pdu == 0xa4) /* the Trap-PDU of SNMPv1 has another shape */
		return ERR_RANGE;
	return read_pdu(pdu, out);
}

int
snmp_message_parse(const void *data, size_t len, struct snmp_message *out)
{
	struct ber all = { data, len }, message, community;
	int64_t version;

	if (ber_take_tag(&all, BER_SEQUENCE, &message) < 0 ||
	    ber_take_int(&message, &version) < 0)
		return ERR_PARSE;
	if (version != SNMP_V1 && version != SNMP_V2C)
		return ERR_RANGE;
	if (ber_take_tag(&message, BER_STRING, &community) < 0)
		return ERR_PARSE;
	out->version = (enum snmp_version)version;
	out->community = community.data;
	out->community_len = community.len;
	return snmp_message_take_pdu(&message, out);
}

void
snmp_message_add_pdu(
    const struct snmp_message *m, struct buf *out, size_t *id_at)
{
	size_t start = out->len, pdu, before;

	pdu = ber_begin(out, m->pdu);
	ber_add_int(out, BER_INTEGER, m->id);
	before = out->len;
	ber_add_int(out, BER_INTEGER, m->error_status);
	ber_add_int(out, BER_INTEGER, m->error_index);
	ber_add(out, BER_SEQUENCE, m->varbinds.data, m->varbinds.len);
	/* Ending an element moves what is inside it behind its length. */
	before = out->len - before;
	ber_end(out, pdu);
	if (id_at != NULL)
		*id_at = out->len - start - before - ID_LEN;
}

void
snmp_message_build(const struct snmp_message *m, struct buf *out, size_t *id_at)
{
	size_t start = out->len, message, before, in_pdu;

	message = ber_begin(out, BER_SEQUENCE);
	ber_add_int(out, BER_INTEGER, m->version);
	ber_add(out, BER_STRING, m->community, m->community_len);
	before = out->len;
	snmp_message_add_pdu(m, out, &in_pdu);
	before = out->len - before;
	ber_end(out, message);
	if (id_at != NULL)
		*id_at = out->len - start - before + in_pdu;
}

void
snmp_message_set_id(uint8_t *message, size_t id_at, uint32_t id)
{
	for (int i = 0; i < ID_LEN; i++)
		message[id_at + (size_t)i] = (uint8_t)(id >> (24 - 8 * i));
}

const char *
snmp_error_name(int32_t error_status)
{
	static const char *const names[] = {
		"noError",
		"tooBig",
		"noSuchName",
		"badValue",
		"readOnly",
		"genErr",
		"noAccess",
		"wrongType",
		"wrongLength",
		"wrongEncoding",
		"wrongValue",
		"noCreation",
		"inconsistentValue",
		"resourceUnavailable",
		"commitFailed",
		"undoFailed",
		"authorizationError",
		"notWritable",
		"inconsistentName",
	};

	if (error_status < 0 ||
	    (size_t)error_status >= sizeof(names) / sizeof(*names))
		return "unknown error";
	return names[error_status];
}
