/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_TRAP_H
#define LIB_WIRE_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/wire/ber.h"
#include "lib/wire/oid.h"
#include "lib/wire/snmp.h"

/*
 * Notifications: the Trap-PDU of SNMPv1 (RFC 1157, 4.1.6), SNMPv2-Trap and
 * InformRequest (RFC 3416, 4.2.6 and 4.2.7), all with the name and the uptime
 * that the first has by the mapping of RFC 3584, 3.1.
 */
struct trap_pdu {
	bool is_v1;
	bool is_inform;
	int32_t id; /* request-id; 0 of SNMPv1 */

	uint8_t name[OID_BYTES_MAX]; /* snmpTrapOID */
	size_t name_len;
	uint32_t uptime_cs; /* sysUpTime */
	bool has_uptime;

	/* Of SNMPv1 only. */
	struct oid enterprise; /* borrowed */
	uint8_t agent[4];      /* the address that the agent says it has */

	struct ber varbinds; /* the whole list as received; borrowed */
};

struct trap_message {
	enum snmp_version version;
	const uint8_t *community; /* borrowed */
	size_t community_len;
	struct trap_pdu pdu;
};

enum { TRAP_PDU_V1 = 0xa4, TRAP_PORT = 162 };

/*
 * A whole message of SNMPv1 or SNMPv2c. ERR_RANGE: well-formed so far, but of
 * another version or no notification; ERR_PARSE: anything else.
 */
int trap_message_parse(const void *data, size_t len, struct trap_message *out);

/*
 * What an SNMPv2-Trap or InformRequest says, from its varbinds: snmpTrapOID
 * must be one of the first two. ERR_RANGE for another PDU.
 */
int trap_pdu_read(
    uint8_t pdu, int32_t id, struct ber varbinds, struct trap_pdu *out);

struct oid trap_name(const struct trap_pdu *pdu); /* borrowed from pdu */

#endif
