/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_VERIFIER_H
#define LIB_JOURNAL_VERIFIER_H

#include <stdbool.h>

#include "lib/journal/audit.h"
#include "lib/journal/segment.h"

/*
 * What walks from segment to segment, oldest first, and checks each against
 * itself and against the one before it; what is wrong stands in audit.report.
 */
struct verifier {
	struct audit audit;
	struct segment_header header; /* of the segment at hand */
	bool knows_journal;           /* audit.uuid is that of the journal */
	bool has_before;              /* there was one before it */
	bool sealed_before, hurt_before;
	bool is_signed;                /* a segment with checkpoints was seen */
	uint64_t records, checkpoints; /* in the segment at hand */
	bool is_sealed, is_hurt;
	bool is_foreign; /* the segment at hand is of another journal */
	/* How far it was published; segment 0: not known. */
	struct journal_position end;
};

/* The next one. ERR_OK with faults, too; else it could not be read at all. */
int verifier_next(struct verifier *v, const char *dir, uint64_t number);

#endif
