/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_OBSERVATION_H
#define LIB_MODEL_OBSERVATION_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

/*
 * What a device said, when, unchanged; and what we know that we did not hear.
 * One journal record holds one observation.
 */
enum observation_kind {
	OBSERVATION_READING = 1, /* a poll of a device, or a part of one */
	OBSERVATION_MESSAGE = 2, /* a syslog message */
	OBSERVATION_LOSS = 3,    /* what was dropped, and why */
	OBSERVATION_MARK = 4,    /* something about the observer itself */
	OBSERVATION_TRAP = 5,    /* a notification of a device, unasked */
};

/* The bytes of others in one observation; a poll past it is cut in parts. */
enum { OBSERVATION_BODY_MAX = 1 << 20, OBSERVATION_TEXT_MAX = 255 };

/* How a poll ended. Numbers are in journals: add, never change. */
enum reading_outcome {
	READING_ANSWERED = 0,
	READING_PARTIAL = 1, /* answers stopped, or were cut at a limit */
	READING_SILENT = 2,  /* no answer at all */
	READING_REFUSED = 3, /* an error, or a credential not accepted */
};

/* What was asked. Numbers are in journals: add, never change. */
enum reading_plan {
	READING_IDENTITY = 0,  /* who it is and what it runs */
	READING_STABILITY = 1, /* what is measured of it */
	READING_SNAPSHOT = 2,  /* both, and how it is connected */
};

enum reading_level {
	READING_NONE = 0, /* v1 and v2c, too */
	READING_AUTH = 1,
	READING_PRIV = 2,
};

struct reading {
	uint64_t poll_id; /* the same for all parts of one poll */
	int32_t device_id;
	int64_t started, ended;
	enum reading_outcome outcome;
	enum reading_plan plan;
	uint32_t rtt_us; /* of the first answer; 0: none */
	struct address address;
	uint8_t protocol; /* 1, 2 (v2c) or 3 */
	enum reading_level level;
	const char *profile;     /* by which the OIDs were chosen */
	size_t profile_len;      /* 0: none; at most OBSERVATION_TEXT_MAX */
	const uint8_t *varbinds; /* BER VarBindLists as received, joined */
	size_t varbinds_len;     /* at most OBSERVATION_BODY_MAX */
};

enum message_transport {
	MESSAGE_UDP = 1,
	MESSAGE_TCP = 2,
	MESSAGE_TLS = 3,
	MESSAGE_RELP = 4,
	MESSAGE_RELP_TLS = 5,
};

enum message_flag {
	MESSAGE_TRUNCATED = 1, /* longer than we take: the head is kept */
	MESSAGE_PARTIAL = 2,   /* the connection ended inside it */
	MESSAGE_MASKED = 4,    /* privacy rules replaced a part */
	MESSAGE_OCTET = 8,     /* framed by RFC 6587 octet counting */
	MESSAGE_RELAYED = 16,  /* by a relay whose word for the host we take */
};

struct message {
	struct address from;
	enum message_transport transport;
	uint16_t flags;    /* of enum message_flag */
	uint16_t listener; /* which of our sockets heard it */
	const char *name;  /* in the sender's certificate, checked */
	size_t name_len;   /* 0: none; at most OBSERVATION_TEXT_MAX */
	const uint8_t *bytes;
	size_t len;
};

enum loss_reason {
	LOSS_SOCKET = 1,  /* the kernel's receive buffer ran over */
	LOSS_PRIVACY = 2, /* a privacy rule says not to keep it */
	LOSS_JOURNAL = 3, /* no room on disk, or little */
	LOSS_DAMAGE = 4,  /* stored records that no longer match their CRC */
	LOSS_REFUSED = 5, /* connections over a limit, bytes of no syslog */
};

struct loss {
	enum loss_reason reason;
	uint64_t count;      /* 0: not known how many */
	int64_t first, last; /* between these instants */
	struct address from; /* family 0: of anyone */
	const char *what;    /* a rule, a listener, a segment */
	size_t what_len;     /* at most OBSERVATION_TEXT_MAX */
};

enum mark_kind {
	MARK_START = 1,
	MARK_STOP = 2,
	MARK_ALIVE = 3,  /* nothing to say, at a fixed interval */
	MARK_RELOAD = 4, /* another configuration from here on */
	MARK_EXPIRY = 5, /* a certificate of ours that runs out soon */
	MARK_LOW = 6,    /* the journal has little room, */
	MARK_FULL = 7,   /* none: what devices say is not taken, */
	MARK_ROOM = 8,   /* enough again */
	MARK_ANCHOR = 9, /* how far the audit trail is, in a line */
	MARK_PAPERS =
	    10, /* certificates were looked at: see MARK_EXPIRY after it */
	MARK_SENDER = 11,  /* a sender's certificate: sender_term.h */
	MARK_SENDERS = 12, /* and that those of a section were looked at */
};

struct mark {
	enum mark_kind kind;
	const char *what; /* a program, a version */
	size_t what_len;  /* at most OBSERVATION_TEXT_MAX */
};

enum trap_flag {
	TRAP_INFORM = 1, /* it was acknowledged */
	TRAP_UPTIME = 2, /* uptime_cs was told */
};

/* Object identifiers are the contents octets of their BER form. */
enum { TRAP_OID_MAX = 640, TRAP_ENGINE_MAX = 32 };

struct trap {
	int32_t device_id;
	struct address from;  /* of the datagram */
	struct address agent; /* as an SNMPv1 trap says; family 0: others */
	uint8_t protocol;     /* 1, 2 (v2c) or 3 */
	enum reading_level level;
	uint8_t flags;      /* of enum trap_flag */
	uint16_t listener;  /* which of our sockets heard it */
	uint32_t uptime_cs; /* sysUpTime, 1/100 s */
	const uint8_t *oid; /* snmpTrapOID; of SNMPv1 by RFC 3584, 3.1 */
	size_t oid_len;
	const uint8_t *enterprise; /* of SNMPv1; else none */
	size_t enterprise_len;
	const uint8_t *engine_id; /* the sender's, of SNMPv3; else none */
	size_t engine_id_len;
	const uint8_t *varbinds; /* a BER VarBindList as received */
	size_t varbinds_len;     /* at most OBSERVATION_BODY_MAX */
};

struct observation {
	enum observation_kind kind;
	int32_t tenant_id, realm_id;
	int64_t at; /* when we heard it, or knew */
	union {
		struct reading reading;
		struct message message;
		struct loss loss;
		struct mark mark;
		struct trap trap;
	};
};

struct buf;

/* Appends the bytes of obs; ERR_RANGE when a body or text is past its limit. */
int observation_encode(const struct observation *obs, struct buf *out);

/*
 * Reads what observation_encode wrote; bodies and texts in out point into
 * data, texts without a NUL. ERR_PARSE when it is anything else.
 */
int observation_decode(
    const uint8_t *data, size_t len, struct observation *out);

/* English, as the database and the command write them; never NULL. */
const char *reading_outcome_name(enum reading_outcome outcome);
const char *reading_plan_name(enum reading_plan plan);
const char *reading_level_name(enum reading_level level);
const char *reading_protocol_name(uint8_t protocol); /* v1, v2c, v3 */
const char *loss_reason_name(enum loss_reason reason);
const char *mark_kind_name(enum mark_kind kind);
const char *message_transport_name(enum message_transport transport);

#endif
