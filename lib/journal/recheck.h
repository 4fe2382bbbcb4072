/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_RECHECK_H
#define LIB_JOURNAL_RECHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/journal/verify.h"

/*
 * Recovery reads the newest segment only; a disk loses older ones as well. This
 * reads those, oldest first and one at a time, for who does it now and then
 * beside other work: each CRC, number and signature, the seal, and that each
 * follows from the one before. What journal_verify finds only when it has all
 * of a journal before it (an anchor, a redaction that nobody declared, a clock
 * that went back) is not looked for.
 *
 * Nothing is changed or removed: a segment that does not fit gets its second
 * name, and whoever reads it goes on behind the damage.
 */
struct recheck;

struct recheck *recheck_new(const char *dir); /* dir need not be there yet */
void recheck_free(struct recheck *r);         /* NULL is fine */

/* What a step came to. */
struct recheck_step {
	uint64_t segment;           /* that was read; 0: none */
	bool is_damaged;            /* and was set aside, just now */
	struct journal_fault fault; /* the first in it, when it is */
};

/*
 * Reads the next segment that is behind the newest, from the disk rather than
 * from memory. ERR_NOTFOUND: the round is over, and the next call begins
 * another; any other error ends the round as well.
 */
int recheck_next(struct recheck *r, struct recheck_step *out);

#endif
