/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_READER_H
#define LIB_JOURNAL_READER_H

#include <stdbool.h>

#include "lib/journal/journal.h"

/*
 * Follows a journal that another process writes: never past what it has
 * published, over the end of a segment into the next. What is damaged or
 * missing is passed over and counted.
 */
struct journal_reader;

/* One record as it stands in the journal; payload: observation_decode. */
struct journal_record {
	uint64_t seq;
	int64_t at;
	const uint8_t *payload; /* NULL: redacted */
	size_t len;
};

/*
 * Starts at from, or at the oldest record when from->segment is 0. ERR_NOTFOUND
 * when nothing was ever written there, unlogged; ERR_RANGE when from lies past
 * what is published: another journal stood there before.
 */
int journal_reader_open(const char *dir, const struct journal_position *from,
    struct journal_reader **out);
void journal_reader_close(struct journal_reader *r); /* NULL is fine */

/* Borrowed until the next call. ERR_AGAIN: nothing more now. */
int journal_reader_next(struct journal_reader *r, struct journal_record *out);

/* Behind the record that journal_reader_next returned last. */
void journal_reader_position(
    const struct journal_reader *r, struct journal_position *out);

/* Back, or forward, to a position that this journal gave. */
void journal_reader_seek(
    struct journal_reader *r, const struct journal_position *to);

const uint8_t *journal_reader_uuid(const struct journal_reader *r);

/*
 * The last checkpoint that it passed, as an anchor of a journal of that name.
 * ERR_NOTFOUND: it passed none, or there is no key.
 */
struct anchor;
int journal_reader_anchor(
    const struct journal_reader *r, const char *stream, struct anchor *out);

/* Its number; 0: it passed none. */
uint64_t journal_reader_checkpoint(const struct journal_reader *r);

/* How many records were missing where their numbers said they should be. */
uint64_t journal_reader_gaps(const struct journal_reader *r);

/*
 * Whether it stands past what is published: the journal was put back from an
 * older copy, and what is written next would be passed over.
 */
bool journal_reader_is_past(const struct journal_reader *r);

/* How many bytes of journal lie between it and the published position. */
uint64_t journal_reader_behind(const struct journal_reader *r);

#endif
