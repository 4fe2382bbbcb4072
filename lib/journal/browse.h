/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_BROWSE_H
#define LIB_JOURNAL_BROWSE_H

#include "lib/journal/anchor.h"
#include "lib/journal/record.h"
#include "lib/journal/segment.h"

/*
 * Every record of a folder of segments, also of an archive or a copy, with what
 * the journal says of itself; for people who look, not for loading.
 */
struct browse;

struct browse_item {
	uint64_t segment, offset;
	const uint8_t *uuid; /* of the journal that the segment is of */
	struct record rec;   /* type 0: bytes that are no record, passed over */
};

/* From the segment that has record seq, or from the first. */
int browse_open(const char *dir, uint64_t seq, struct browse **out);
void browse_close(struct browse *b); /* NULL is fine */

/* Borrowed until the next call. ERR_NOTFOUND: that was all. */
int browse_next(struct browse *b, struct browse_item *out);

/* What one segment holds, in passing over it. */
struct segment_summary {
	struct segment_header header;
	bool is_packed, is_sealed, is_kept; /* kept: under a second name */
	uint64_t size;                      /* of the file */
	uint64_t records, last_seq;         /* last_seq 0: none */
	uint64_t checkpoints, damaged; /* runs of bytes that are no record */
	int64_t first_at,
	    last_at; /* of its checkpoints and seal; or CLOCK_NONE */
};

/* ERR_CORRUPT: no segment of that number; the size is told. */
int segment_summarize(
    const char *dir, uint64_t segment, struct segment_summary *out);

/*
 * The last checkpoint, as an anchor of a journal of that name. ERR_NOTFOUND:
 * there is none, or no key.
 */
int journal_anchor(const char *dir, const char *stream, struct anchor *out);

#endif
