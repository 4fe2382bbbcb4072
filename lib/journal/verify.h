/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_VERIFY_H
#define LIB_JOURNAL_VERIFY_H

#include <stddef.h>

#include "lib/journal/anchor.h"
#include "lib/journal/journal.h"

/*
 * Reads a whole journal, or a copy of its folder, and checks it against itself
 * and against anchors that were kept elsewhere: each CRC, each record's number,
 * the chain of hashes, each checkpoint's signature, number and time, and that
 * each key was signed by the one before.
 *
 * It shows what was changed after a checkpoint was signed. Who holds the key of
 * the hour can sign that hour anew: only an anchor shows that. Nothing shows
 * whether a device spoke the truth.
 */
enum journal_fault_kind {
	FAULT_CHANGED,   /* a record is not what it was, or blank, undeclared */
	FAULT_MISSING,   /* a record, or a whole segment, is gone */
	FAULT_CUT,       /* the end is gone */
	FAULT_RECHAINED, /* signed anew, by another or afterwards */
	FAULT_UNSIGNED,  /* a checkpoint is missing */
	FAULT_TIME,      /* a clock that went back, a silence, undeclared */
};

const char *journal_fault_name(enum journal_fault_kind kind);

struct journal_fault {
	enum journal_fault_kind kind;
	uint64_t segment, offset;
	uint64_t first_seq, last_seq; /* 0: of no record in particular */
	char why[128];
};

enum { JOURNAL_FAULTS_MAX = 32 };

struct journal_report {
	uint64_t segments, sealed, records;
	uint64_t redacted;   /* as was declared and signed; others are faults */
	uint64_t unredacted; /* declared, and still there as they came */
	uint64_t redactions; /* declarations */
	uint64_t first_seq, last_seq;
	uint64_t checkpoints;
	uint64_t
	    unsigned_segments; /* of version 1, before the first checkpoint */
	uint64_t unsigned_records; /* behind the last checkpoint */
	/* What was declared in a signed checkpoint, and so is no fault. */
	uint64_t starts, interrupted, set_back, late;
	uint64_t gaps;         /* damage that the writer found and recorded */
	uint64_t anchors;      /* that fit */
	uint64_t anchors_past; /* of checkpoints that are trimmed by now */
	uint8_t chain[DIGEST_LEN]; /* after the last record */
	struct anchor last;        /* number 0: there is no checkpoint */
	uint64_t faults;
	struct journal_fault fault[JOURNAL_FAULTS_MAX]; /* the first of them */
};

/*
 * ERR_CORRUPT when there are faults; the report is filled then, too. An anchor
 * of another journal is passed over.
 */
int journal_verify(const char *dir, const struct anchor *anchors, size_t count,
    struct journal_report *out);

#endif
