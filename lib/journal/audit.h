/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_AUDIT_H
#define LIB_JOURNAL_AUDIT_H

#include <stdbool.h>

#include "lib/base/log.h"
#include "lib/journal/blanks.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/verify.h"

struct record;

/*
 * What is known while a journal is verified, from its first record on, and the
 * rules for checkpoints. verify.c walks the files.
 */
struct audit {
	struct journal_report *report;
	const struct anchor *anchors;
	size_t anchor_count;
	struct key_list keys;
	uint8_t uuid[JOURNAL_UUID_LEN];
	uint64_t segment;  /* at hand, */
	uint64_t offset;   /* and the record in it */
	uint64_t next_seq; /* that a record should bear */
	uint64_t since;    /* records behind the last checkpoint */
	uint8_t chain[DIGEST_LEN];
	bool is_broken; /* a fault before: the chain is taken as it comes */
	bool has_last;
	struct checkpoint last;
	uint8_t last_hash[DIGEST_LEN];
	uint64_t first_number; /* of the checkpoints that are kept */
	struct blanks blanks;
};

/* A fault at the record at hand, of the records first to last; 0: of none. */
void audit_fault(struct audit *a, enum journal_fault_kind kind, uint64_t first,
    uint64_t last, const char *fmt, ...) LOG_FORMAT(5, 6);

/* Reads the keys, and says what is wrong with them. */
int audit_start(struct audit *a, const char *dir);

/* A checkpoint that stands at the record at hand. */
void audit_checkpoint(struct audit *a, const struct record *rec);

/* A declaration that stands at the record at hand. */
void audit_redaction(struct audit *a, const struct record *rec);

/* All was read: what do anchors know that is not there? */
void audit_end(struct audit *a);

#endif
