/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_SNMP3_H
#define LIB_WIRE_SNMP3_H

#include <stddef.h>
#include <stdint.h>

#include "lib/wire/ber.h"
#include "lib/wire/snmp.h"

struct buf;

/*
 * Messages of SNMPv3 (RFC 3412, 6) with the security parameters of USM (RFC
 * 3414, 2.4), without their keys: usm.h signs, checks, encrypts, decrypts.
 */

enum snmp3_flag {
	SNMP3_AUTH = 1,
	SNMP3_PRIV = 2, /* never without AUTH */
	SNMP3_REPORTABLE = 4,
	SNMP3_LEVEL = SNMP3_AUTH | SNMP3_PRIV,
};

enum {
	SNMP3_ENGINE_MIN = 5, /* RFC 3411, 5: SnmpEngineID */
	SNMP3_ENGINE_MAX = 32,
	SNMP3_NAME_MAX = 32, /* of a user, of a context */
	SNMP3_MAC_MAX = 48,  /* RFC 7860, 4.2.2: SHA-512 */
	SNMP3_SALT_LEN = 8,
};

/* All that is borrowed points into the datagram. */
struct snmp3_message {
	struct ber whole; /* the message itself, from its tag on */
	int32_t id;       /* msgID */
	int32_t max_size;
	uint8_t flags;
	struct ber engine_id; /* the authoritative one; empty: discovery */
	int32_t boots, time;  /* its, in seconds */
	struct ber user;
	struct ber mac;  /* msgAuthenticationParameters */
	struct ber salt; /* msgPrivacyParameters */
	struct ber data; /* a scopedPDU from its tag on; PRIV: what hides it */
};

struct snmp3_scoped {
	struct ber engine_id, context;
	struct snmp_message pdu; /* version SNMP_V3, no community */
};

/*
 * Reads all but the scopedPDU. ERR_PARSE when it is not well-formed; ERR_RANGE
 * when it is not SNMPv3 or not USM, or a field is beyond what its RFC allows.
 */
int snmp3_parse(const void *data, size_t len, struct snmp3_message *out);

/* Reads a scopedPDU; octets behind it are padding. out borrows from it. */
int snmp3_parse_scoped(struct ber scoped, struct snmp3_scoped *out);

/* Appends a scopedPDU; pdu is an element as snmp_message_add_pdu makes. */
void snmp3_build_scoped(
    struct ber engine_id, struct ber context, struct ber pdu, struct buf *out);

/*
 * Appends the message, with m->mac.len octets of zero for the MAC, which begin
 * at *mac_at of out (NULL: unasked). whole is not looked at.
 */
void snmp3_build(
    const struct snmp3_message *m, struct buf *out, size_t *mac_at);

#endif
