/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FLEET_FAULTS_H
#define TESTS_FLEET_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/model/address.h"
#include "lib/wire/usm.h"

/* What an agent does wrong. Zeroed, it does nothing wrong. */

/* On the way to it and back. */
struct faults_way {
	bool silent;
	bool duplicate;         /* answers twice */
	long lose;              /* that many requests more */
	int loss_permille;      /* of requests */
	int64_t delay, jitter;  /* microseconds */
	struct address source;  /* answers from here; family 0: from its own */
	enum usm_report forged; /* an unsigned Report before each answer */
};

/* One that does not belong in an answer. */
enum wrong {
	WRONG_NOTHING,
	WRONG_ID,      /* request-id */
	WRONG_MSG_ID,  /* of SNMPv3 */
	WRONG_VERSION, /* 2c for 1, 1 for 2c */
	WRONG_COMMUNITY,
	WRONG_DIGEST,
	WRONG_LEVEL, /* neither signed nor encrypted */
	WRONG_USER,
	WRONG_ENGINE,  /* authoritative engine ID */
	WRONG_CONTEXT, /* contextName */
	WRONG_CONTEXT_ENGINE,
	WRONG_TIME,  /* an hour ago */
	WRONG_BOOTS, /* one too few */
	WRONG_PDU,   /* a GET comes back */
	WRONGS,
};

/* Bytes that are no message. */
enum malformed {
	MALFORMED_NOT,
	MALFORMED_CUT,        /* its last octets are missing */
	MALFORMED_INDEFINITE, /* length 0x80, and an end-of-contents */
	MALFORMED_LENGTH,     /* five octets of length */
	MALFORMED_LIST,       /* the list is said to be longer than it is */
	MALFORMED_NOISE,
};

struct faults_message {
	bool v1_only;
	bool no_reports;
	enum wrong wrong;
	enum malformed malformed;
	enum usm_report always; /* this Report in place of an answer */
	int id_bits;            /* of a request-id; 0: all */
	int msg_id_bits;        /* of a msgID; 0: all */
	bool long_form;         /* lengths and integers longer than need be */
	bool negative;          /* no leading zero before the unsigned */
};

/* After one name comes another: to itself is a circle, back is out of order. */
struct jump {
	struct buf from, to;
	struct buf row; /* what it is when nothing has this name */
};

enum { FAULTS_JUMPS_MAX = 16 };

struct faults_walk {
	struct jump *jumps;
	size_t n_jumps;
	struct buf twice; /* rows below it come twice in GETBULK */
	long bulk_max;    /* more repetitions: tooBig; 0: no limit */
	long bulk_skips;  /* more repetitions: that row is left out */
	bool end_fills;   /* endOfMibView up to the last repetition */
	bool empty;       /* no error, and no binding */
};

struct faults_error {
	struct buf root; /* at and below it */
	int32_t status;  /* 0: genErr */
	bool no_index;
	bool bulk_only;
};

struct faults {
	struct faults_way way;
	struct faults_message message;
	struct faults_walk walk;
	struct faults_error error;
	size_t message_max; /* octets of an answer; 0: no limit */
};

void faults_free(struct faults *f);

/*
 * From here on, to comes after from; takes both names. A name that the agent
 * does not have is an INTEGER of 0. ERR_RANGE: too many.
 */
int faults_follow(struct faults *f, struct buf *from, struct buf *to);
void faults_follow_none(struct faults *f);

/* By the word that a command uses; ERR_PARSE for another. */
int faults_wrong_parse(const char *word, enum wrong *out);
int faults_malformed_parse(const char *word, enum malformed *out);

#endif
