/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_RECOVER_H
#define LIB_JOURNAL_RECOVER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/journal/checkpoint.h"
#include "lib/journal/record.h"
#include "lib/journal/segment.h"

/* The last checkpoint, and what came after it. */
struct trail {
	bool is_known;
	struct checkpoint last;
	uint8_t hash[DIGEST_LEN];
	uint64_t records; /* since */
};

void trail_set(struct trail *t, const struct record *checkpoint);

/*
 * What a writer finds when it opens a journal, and where it goes on. The
 * segments are the truth; the published position only tells damage from a torn
 * tail, which it has already cut.
 */
struct recovery {
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint64_t segment;             /* goes on in this one, */
	bool is_new;                  /* or makes it */
	struct segment_header header; /* of a segment that is not new */
	uint64_t offset;
	uint64_t seq;     /* of the next record */
	uint64_t records; /* in the segment so far */
	uint8_t chain[DIGEST_LEN];
	struct trail trail;
	struct gap gap; /* segment 0: nothing was damaged */
};

/* hint is NULL when nothing was published. */
int journal_recover(const char *dir, const uint8_t *uuid,
    const struct journal_position *hint, struct recovery *out);

#endif
