/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_CHECKPOINT_H
#define LIB_JOURNAL_CHECKPOINT_H

#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/base/sign.h"
#include "lib/journal/journal.h"

/*
 * A signed statement of how far the journal is: written each minute, even when
 * nothing was said, at start and stop, and at both ends of a segment. Each
 * names the one before it by number and hash. Its hash, kept on another host,
 * anchors all that came before it. Big-endian, 192 bytes:
 *
 *	number:64 epoch:64 first_seq:64 next_seq:64 records:64 wall:64
 *	monotonic:64 flags:32 reserved:32 chain previous signature
 */
enum { CHECKPOINT_LEN = 128 + SIGNATURE_LEN };

enum checkpoint_flag {
	CHECKPOINT_START = 1,    /* the first of a process */
	CHECKPOINT_STOP = 2,     /* the last of one that ended in order */
	CHECKPOINT_SET_BACK = 4, /* the clock was: wall is below that before */
	CHECKPOINT_LATE = 8,     /* the process stood still, or had no room */
	CHECKPOINT_NO_PAST = 16, /* what came before it could not be read */
};

/* Between two of one process; past the second it must say that it is late. */
#define CHECKPOINT_EVERY   (60 * CLOCK_SECOND)
#define CHECKPOINT_LATE_AT (150 * CLOCK_SECOND)

struct checkpoint {
	uint64_t number;
	uint64_t epoch; /* of the key that signs it */
	uint64_t first_seq, next_seq;
	uint64_t records; /* first_seq .. next_seq - 1, without gaps */
	int64_t wall, monotonic;
	uint32_t flags;
	uint8_t chain[DIGEST_LEN];    /* at this place */
	uint8_t previous[DIGEST_LEN]; /* hash of the checkpoint before */
};

struct buf;
struct key_list;
struct signer;

/* Appends it, signed for the journal uuid. */
void checkpoint_encode(const struct checkpoint *c,
    const uint8_t uuid[JOURNAL_UUID_LEN], const struct signer *signer,
    struct buf *out);

void checkpoint_decode(
    const uint8_t payload[CHECKPOINT_LEN], struct checkpoint *out);

/* ERR_DENIED: not signed with that key for this journal. */
int checkpoint_check(const uint8_t payload[CHECKPOINT_LEN],
    const uint8_t uuid[JOURNAL_UUID_LEN],
    const uint8_t public[SIGN_PUBLIC_LEN]);

/* The same, with the key of its epoch; ERR_DENIED when that is not listed. */
int checkpoint_check_listed(const uint8_t payload[CHECKPOINT_LEN],
    const uint8_t uuid[JOURNAL_UUID_LEN], const struct key_list *keys);

/* What the next one names, and an anchor holds. */
void checkpoint_hash(
    const uint8_t payload[CHECKPOINT_LEN], uint8_t out[DIGEST_LEN]);

#endif
