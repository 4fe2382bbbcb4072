/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/trap.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

#define SYS_UPTIME OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0)
#define TRAP_OID   OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0)
#define SNMP_TRAPS OID_OF(0x2b, 6, 1, 6, 3, 1, 1, 5)

enum { GENERIC_MAX = 5, ENTERPRISE_SPECIFIC = 6, LOOKED_AT = 2 };

static bool
is_list(struct ber list)
{
	struct varbind vb;
	int rc;

	do
		rc = varbind_take(&list, &vb);
	while (rc == ERR_OK);
	return rc == ERR_NOTFOUND;
}

static int
set_name(struct trap_pdu *pdu, const uint8_t *data, size_t len)
{
	if (len > sizeof(pdu->name) || !oid_is_valid((struct oid){ data, len }))
		return ERR_PARSE;
	memcpy(pdu->name, data, len);
	pdu->name_len = len;
	return ERR_OK;
}

/* RFC 3584, 3.1 (2): enterprise.0.specific, or one of snmpTraps. */
static int
map_name(struct trap_pdu *pdu, int64_t generic, int64_t specific)
{
	bool is_own = generic == ENTERPRISE_SPECIFIC;
	struct oid begin = is_own ? pdu->enterprise : SNMP_TRAPS;
	struct buf name = { 0 };
	int rc;

	if (generic < 0 || generic > ENTERPRISE_SPECIFIC || specific < 0 ||
	    specific > INT32_MAX || !oid_is_valid(begin))
		return ERR_PARSE;
	buf_add(&name, begin.data, begin.len);
	if (is_own)
		oid_add_part(&name, 0);
	oid_add_part(&name, (uint32_t)(is_own ? specific : generic + 1));
	rc = set_name(pdu, name.data, name.len);
	buf_free(&name);
	return rc;
}

static int
read_v1(struct ber pdu, struct trap_pdu *out)
{
	struct ber enterprise, agent, ticks;
	int64_t generic, specific;
	uint64_t uptime;

	if (ber_take_tag(&pdu, BER_OID, &enterprise) < 0 ||
	    ber_take_tag(&pdu, VALUE_IP, &agent) < 0 ||
	    agent.len != sizeof(out->agent) ||
	    ber_take_int(&pdu, &generic) < 0 ||
	    ber_take_int(&pdu, &specific) < 0 ||
	    ber_take_tag(&pdu, VALUE_TICKS, &ticks) < 0 ||
	    ber_uint(ticks, &uptime) < 0 ||
	    ber_take_tag(&pdu, BER_SEQUENCE, &out->varbinds) < 0 ||
	    !is_list(out->varbinds))
		return ERR_PARSE;
	out->is_v1 = true;
	out->enterprise = (struct oid){ enterprise.data, enterprise.len };
	memcpy(out->agent, agent.data, agent.len);
	/* Agents that count in a signed integer go below zero: 32 bits. */
	out->uptime_cs = (uint32_t)uptime;
	out->has_uptime = true;
	return map_name(out, generic, specific);
}

int
trap_pdu_read(
    uint8_t pdu, int32_t id, struct ber varbinds, struct trap_pdu *out)
{
	struct ber rest = varbinds;
	struct varbind vb;
	int rc = ERR_PARSE;

	if (pdu != SNMP_TRAP && pdu != SNMP_INFORM)
		return ERR_RANGE;
	if (!is_list(varbinds))
		return ERR_PARSE;
	*out = (struct trap_pdu){
		.is_inform = pdu == SNMP_INFORM, .id = id, .varbinds = varbinds
	};
	for (int i = 0; i < LOOKED_AT && varbind_take(&rest, &vb) == ERR_OK;
	     i++) {
		if (vb.value.type == VALUE_TICKS &&
		    oid_eq(vb.oid, SYS_UPTIME)) {
			out->uptime_cs = (uint32_t)vb.value.number;
			out->has_uptime = true;
		} else if (vb.value.type == VALUE_OID &&
		    oid_eq(vb.oid, TRAP_OID)) {
			rc = set_name(out, vb.value.data, vb.value.len);
		}
	}
	return rc == ERR_OK && out->name_len > 0 ? ERR_OK : ERR_PARSE;
}

static int
take_v1(const void *data, size_t len, struct trap_message *out)
{
	struct ber all = { data, len }, message, community, pdu;
	int64_t version;

	*out = (struct trap_message){ .version = SNMP_V1 };
	if (ber_take_tag(&all, BER_SEQUENCE, &message) < 0 ||
	    ber_take_int(&message, &version) < 0 ||
	    ber_take_tag(&message, BER_STRING, &community) < 0 ||
	    ber_take_tag(&message, TRAP_PDU_V1, &pdu) < 0)
		return ERR_PARSE;
	out->community = community.data;
	out->community_len = community.len;
	return read_v1(pdu, &out->pdu);
}

/* The tag of the PDU decides which of the two readers is asked. */
static int
look(const void *data, size_t len, uint8_t *pdu, int64_t *version)
{
	struct ber all = { data, len }, message, contents;

	if (ber_take_tag(&all, BER_SEQUENCE, &message) < 0 ||
	    ber_take_int(&message, version) < 0)
		return ERR_PARSE;
	if (*version != SNMP_V1 && *version != SNMP_V2C)
		return ERR_RANGE;
	if (ber_take_tag(&message, BER_STRING, &contents) < 0 ||
	    ber_take(&message, pdu, &contents) < 0)
		return ERR_PARSE;
	return ERR_OK;
}

int
trap_message_parse(const void *data, size_t len, struct trap_message *out)
{
	struct snmp_message m;
	int64_t version;
	uint8_t pdu;
	int rc;

	rc = look(data, len, &pdu, &version);
	if (rc < 0)
		return rc;
	if (pdu == TRAP_PDU_V1)
		return version == SNMP_V1 ? take_v1(data, len, out) : ERR_RANGE;
	if (version == SNMP_V1)
		return ERR_RANGE;
	rc = snmp_message_parse(data, len, &m);
	if (rc < 0)
		return rc;
	out->version = m.version;
	out->community = m.community;
	out->community_len = m.community_len;
	return trap_pdu_read(m.pdu, m.id, m.varbinds, &out->pdu);
}

struct oid
trap_name(const struct trap_pdu *pdu)
{
	return (struct oid){ pdu->name, pdu->name_len };
}
