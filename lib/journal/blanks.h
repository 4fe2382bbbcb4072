/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_BLANKS_H
#define LIB_JOURNAL_BLANKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"

/*
 * Blank records of a journal, and what was declared of them, which stands later
 * in it; a declaration counts once a checkpoint has signed it.
 */
struct record;

struct blank {
	uint64_t seq, segment, offset;
	uint8_t hash[DIGEST_LEN];
	bool is_declared; /* after blanks_match */
};

/* Ready for use when zeroed. */
struct blanks {
	struct buf blank;    /* struct blank, as they came */
	struct buf declared; /* struct redaction_entry */
	size_t is_signed;    /* so many of those */
};

void blanks_add(struct blanks *b, const struct record *rec, uint64_t segment,
    uint64_t offset);
int blanks_declare(struct blanks *b, const struct record *rec);
void blanks_sign(struct blanks *b);

/* After the last. */
void blanks_match(struct blanks *b);
struct blank *blanks_at(const struct blanks *b, size_t i); /* NULL: no more */

/* After blanks_match: how many of the records first..last were declared, and
 * are not blank. */
uint64_t blanks_missing(const struct blanks *b, uint64_t first, uint64_t last);

void blanks_free(struct blanks *b);

#endif
