/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SNMP_H
#define LIB_WIRE_SNMP_H

#include <stddef.h>
#include <stdint.h>

#include "lib/wire/ber.h"

struct buf;

/* Messages of SNMPv1 (RFC 1157) and SNMPv2c (RFC 1901, 3416); for SNMPv3, and
 * the PDUs that it shares with them, see snmp3.h. */

enum snmp_version {
	SNMP_V1 = 0,
	SNMP_V2C = 1,
	SNMP_V3 = 3,
};

enum snmp_pdu_type {
	SNMP_GET = 0xa0,
	SNMP_GETNEXT = 0xa1,
	SNMP_RESPONSE = 0xa2,
	SNMP_SET = 0xa3,
	SNMP_GETBULK = 0xa5,
	SNMP_INFORM = 0xa6,
	SNMP_TRAP = 0xa7,
	SNMP_REPORT = 0xa8,
};

/* RFC 3416, 3: error-status. */
enum snmp_error {
	SNMP_NO_ERROR = 0,
	SNMP_TOO_BIG = 1,
	SNMP_NO_SUCH_NAME = 2,
	SNMP_BAD_VALUE = 3,
	SNMP_READ_ONLY = 4,
	SNMP_GEN_ERR = 5,
	SNMP_NO_ACCESS = 6,
	SNMP_AUTHORIZATION = 16,
};

enum {
	SNMP_PORT = 161,
	SNMP_MESSAGE_MAX = 65507, /* what one IPv4 datagram can carry */
};

struct snmp_message {
	enum snmp_version version;
	const uint8_t *community; /* borrowed */
	size_t community_len;
	uint8_t pdu;
	int32_t id;           /* request-id */
	int32_t error_status; /* GETBULK: non-repeaters */
	int32_t error_index;  /* GETBULK: max-repetitions */
	struct ber varbinds;  /* a list, see varbind.h; borrowed */
};

/*
 * Reads a whole message. ERR_PARSE when it, or its list, is not well-formed;
 * ERR_RANGE for a version that is not above, and for a Trap-PDU of SNMPv1.
 */
int snmp_message_parse(const void *data, size_t len, struct snmp_message *out);

/*
 * Appends the message to out. *id_at, if not NULL, is where the four octets of
 * the request-id stand, counted from the message's start; ids from 2^23 to
 * 2^31 - 1 take four.
 */
void snmp_message_build(
    const struct snmp_message *m, struct buf *out, size_t *id_at);

/* Changes the id in a built message, from one of four octets to another. */
void snmp_message_set_id(uint8_t *message, size_t id_at, uint32_t id);

/*
 * The PDU alone. Parsing leaves version and community as they are; *id_at is
 * counted from the PDU's start.
 */
int snmp_message_take_pdu(struct ber *r, struct snmp_message *out);
void snmp_message_add_pdu(
    const struct snmp_message *m, struct buf *out, size_t *id_at);

const char *snmp_error_name(int32_t error_status); /* never NULL */

#endif
