/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SENDER_TERM_H
#define LIB_MODEL_SENDER_TERM_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

/*
 * Until when a sender's certificate is good, as a mark of the listener has it
 * (MARK_SENDER):
 *
 *	runs_out 2026-12-10T11:00:00Z FINGERPRINT ADDRESS NAME SECTION
 *
 * Its subject is no part of it: that is what the sender likes to say of itself.
 */
enum sender_state {
	SENDER_RUNS_OUT = 1,
	SENDER_RENEWED = 2, /* it shows another, which is good for longer */
};

/* Of the SHA-256 of the certificate, the first. */
enum { SENDER_PRINT_LEN = 16 };

struct sender_term {
	enum sender_state state;
	int64_t until;
	uint8_t fingerprint[SENDER_PRINT_LEN];
	struct address from;
	const char *name; /* in the certificate, checked: no blank in it */
	size_t name_len;  /* 0: none that can be used */
	const char *section;
	size_t section_len;
};

struct buf;

/* Appends one that a mark has room for: a section may be cut, a name that is
 * too long is left out, since half of one may be another's. */
void sender_term_write(const struct sender_term *t, struct buf *out);

/* Texts in out point into text. ERR_PARSE when it is anything else. */
int sender_term_read(const char *text, size_t len, struct sender_term *out);

/*
 * That certificates of senders were looked at (MARK_SENDERS), and how often one
 * that runs out was seen for which there was no room: "0 SECTION".
 */
void sender_look_write(uint32_t surplus, const char *section, struct buf *out);
int sender_look_read(const char *text, size_t len, uint32_t *surplus);

#endif
