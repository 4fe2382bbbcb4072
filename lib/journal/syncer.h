/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_SYNCER_H
#define LIB_JOURNAL_SYNCER_H

#include <stdint.h>

#include "lib/journal/journal.h"

/*
 * A thread that waits for the disk while the next group is hashed and written:
 * one sync after the other, in the order in which they are asked for. After one
 * that failed there is none any more.
 */
struct syncer;

/* Up to where: records are those of groups, since the journal was opened. */
struct sync_point {
	struct journal_position at;
	uint64_t records;
};

/* Both are called by the thread: done with what sync returned, when that is
 * what the functions below return already. */
struct sync_work {
	int (*sync)(void *arg, const struct sync_point *to);
	void (*done)(void *arg, int rc, const struct sync_point *to);
	void *arg;
};

struct syncer *syncer_start(const struct sync_work *work);

/* They return what the first sync returned that failed, if one has. */

/* Waits until it is begun, which is when what was asked for before is done: no
 * more than one group is written ahead of the one that is synced. */
int syncer_ask(struct syncer *s, const struct sync_point *to);

/* Until all that was asked for is done; or, at once, how it stands. */
int syncer_wait(struct syncer *s);
int syncer_look(struct syncer *s);

int syncer_stop(struct syncer *s); /* waits, and frees it */

#endif
