/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_RECOVER_H
#define LIB_JOURNAL_RECOVER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/journal/segment.h"

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
	uint64_t damaged; /* the segment that is; 0: none */
	uint64_t lost;    /* records that are gone by it */
};

/* hint is NULL when nothing was published. */
int journal_recover(const char *dir, const uint8_t *uuid,
    const struct journal_position *hint, struct recovery *out);

#endif
