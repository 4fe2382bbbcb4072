/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_REDACTION_H
#define LIB_JOURNAL_REDACTION_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * What is blanked in a journal is declared in it: who asked, when, why, by
 * which policy, and of which records. Big-endian:
 *
 *	at:64 count:32 len:16 by len:16 reason len:16 policy
 *	then count times seq:64 at:64 hash
 *
 * The hash is that of the record, which stays in its place; zeros where the
 * record is not in the journal any more, and only elsewhere.
 */
enum {
	REDACTION_TEXT_MAX = 500,
	REDACTION_ENTRIES_MAX = 20000, /* of one record */
};

struct redaction_entry {
	uint64_t seq;
	int64_t at;
	uint8_t hash[DIGEST_LEN];
};

struct redaction_text {
	const char *at; /* UTF-8, no NUL at its end */
	size_t len;
};

struct redaction {
	int64_t at;
	struct redaction_text by, reason, policy;
	size_t count;
	const uint8_t *entries; /* for redaction_entry */
};

struct buf;
struct record;

/* Appends it; r->entries is not read, list has r->count of them. */
void redaction_encode(const struct redaction *r,
    const struct redaction_entry *list, struct buf *out);

/* Points into payload. ERR_PARSE: not what redaction_encode wrote. */
int redaction_decode(const uint8_t *payload, size_t len, struct redaction *out);
void redaction_entry(
    const struct redaction *r, size_t i, struct redaction_entry *out);

/*
 * How it gets into the journal, whose end only the writer knows: a request lies
 * in the folder, and the writer, who looks each second that it writes and each
 * minute that it does not, declares what it asks for, signs and seals the
 * segment, and takes the request away. So what is declared stands in segments
 * that nobody writes to.
 *
 * That it is gone proves nothing: one that is no request is taken away, too.
 * Who asks holds the file "redact.lock" until it is done, since there is one
 * request at a time, and looks for its declaration, lib/journal/declared.h.
 *
 * ERR_PARSE: of no record, or by a text that is not UTF-8; ERR_RANGE: of too
 * many.
 */
int redaction_ask(const char *dir, const struct redaction *r,
    const struct redaction_entry *list);

/* What it asks for: each part as length:32 and the payload of a record. */
int redaction_request(const struct redaction *r,
    const struct redaction_entry *list, struct buf *out);

/* The part at *at, which begins at 0: its type, payload and len. ERR_NOTFOUND:
 * that was all; ERR_PARSE: it is cut. */
int redaction_next(const struct buf *request, size_t *at, struct record *out);

/* ERR_PARSE: it has no part, or one that cannot be decoded. */
int redaction_check(const struct buf *request);

/* ERR_NOTFOUND, unlogged: nothing was asked. One that redaction_check refuses
 * is taken away, logged. */
int redaction_take(const char *dir, struct buf *out);

/* Answered: it is gone. */
int redaction_done(const char *dir);

#endif
