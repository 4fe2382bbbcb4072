/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_VERIFY_H
#define LIB_JOURNAL_VERIFY_H

#include "lib/journal/journal.h"

/*
 * Reads a whole journal and checks it against itself: each CRC, each record's
 * number, the chain of hashes in every seal and in the header behind it. It
 * shows changes made after a seal was written, as far as a later hash, or one
 * kept elsewhere, still stands; not whether a device spoke the truth.
 */
struct journal_report {
	uint64_t segments, sealed, records, redacted;
	uint64_t first_seq, last_seq;
	uint64_t faults;
	/* The first fault: where, and why in words. */
	uint64_t segment, offset;
	char why[96];
	uint8_t chain[32]; /* after the last record */
};

/* ERR_CORRUPT when there are faults; the report is filled then, too. */
int journal_verify(const char *dir, struct journal_report *out);

#endif
