/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_WIRE_RELP_H
#define LIB_WIRE_RELP_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * Frames of RELP, the protocol in which a sender of syslog keeps a message
 * until we say that it is safe:
 *
 *	TXNR SP COMMAND SP LENGTH [SP DATA] LF
 *
 * The number of a transaction, up to nine digits, comes back in the answer;
 * LENGTH is of DATA in bytes, also up to nine digits.
 */
enum relp_command {
	RELP_OPEN,
	RELP_CLOSE,
	RELP_SYSLOG,
	RELP_OTHER, /* a name that we do not know */
};

enum { RELP_NUMBER_MAX = 999999999 };

struct relp_frame {
	uint32_t txnr; /* 0: a hint, without an answer */
	enum relp_command command;
	const uint8_t *data; /* into what was read */
	size_t len;          /* of DATA that is there: at most max */
	size_t rest;         /* of DATA past max; it and LF follow */
	size_t used;         /* bytes at the start that are done with */
};

/*
 * The frame at the start of data. ERR_AGAIN: more bytes are needed; ERR_PARSE:
 * this is not RELP. Of a frame longer than max, the head is given as soon as it
 * is there, and rest says how much is to be passed over.
 */
int relp_take(
    const uint8_t *data, size_t len, size_t max, struct relp_frame *out);

/* "1 rsp 6 200 OK"; data is what stands after LENGTH, NULL: nothing. */
void relp_add_answer(struct buf *out, uint32_t txnr, const char *data);

/* The answer to an open: what we are and take. */
void relp_add_welcome(struct buf *out, uint32_t txnr, const char *software);

/* We end the session; none follows. */
void relp_add_goodbye(struct buf *out);

#endif
