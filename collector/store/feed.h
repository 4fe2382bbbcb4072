/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_STORE_FEED_H
#define COLLECTOR_STORE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/store/loader.h"

/*
 * One journal on its way into the database: what is read next, and how much
 * goes together. A batch that the database refuses is halved until the record
 * at fault stands alone; that one goes to quarantine.
 */
struct feed;
struct rows_source;

/* stream is "poll", "poll-2", "listen" ...; dir need not be there yet. */
struct feed *feed_new(const char *dir, const char *stream, size_t batch_max);
void feed_free(struct feed *f); /* NULL is fine */

/* Looks whether the journal can be read by now. */
bool feed_is_open(struct feed *f);

const char *feed_stream(const struct feed *f);
const char *feed_journal(const struct feed *f); /* its uuid, in text */

/* Whether its position in the database is known. */
bool feed_is_placed(const struct feed *f);

/* Whether segments of it are kept as damaged is news: *count of them. Looked at
 * every ten seconds. */
bool feed_damaged(struct feed *f, size_t *count);

/* Where the database says it stands. */
void feed_place(struct feed *f, const struct loader_position *at);

/* Not known any more: the connection was lost, or another has loaded. */
void feed_forget_place(struct feed *f);

/* The next batch; NULL when there is nothing more. Borrowed. */
const struct loader_batch *feed_next(
    struct feed *f, const struct rows_source *source);

/*
 * Builds a part of the batch that will come after it, while the database is
 * busy with that one.
 */
void feed_prepare(struct feed *f, const struct rows_source *source);

/* How the batch of feed_next ended; of how many records it was. */
size_t feed_loaded(struct feed *f);
void feed_refused(struct feed *f, const char *reason);

/*
 * All that stood in the journal at that moment is loaded; CLOCK_NONE: there
 * was none since the place was found.
 */
int64_t feed_level(const struct feed *f);

/* So much waits that it should be loaded at once. */
bool feed_has_much(const struct feed *f);

/*
 * Removes segments that were written before keep_since, or are past 70 % of the
 * quota (0: none), and were loaded at the time of the call before this: what
 * was loaded just now, a server that dies may still forget.
 */
void feed_trim(struct feed *f, int64_t keep_since, uint64_t quota);

/* What may go by then: for packing. */
const char *feed_dir(const struct feed *f);
const struct journal_position *feed_may_trim(const struct feed *f);

/*
 * What the database is to keep of the journal now and then, so that a journal
 * that is signed anew differs from it. False: nothing new, or too soon.
 */
struct anchor;
struct journal_position;
bool feed_anchor(struct feed *f, struct anchor *out);

#endif
