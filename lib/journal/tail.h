/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_TAIL_H
#define LIB_JOURNAL_TAIL_H

#include <stddef.h>
#include <stdint.h>

#include "lib/journal/journal.h"

/*
 * The end of a journal on disk, where it grows: segments are begun and sealed,
 * records numbered, chained and synced, checkpoints signed. All of it may wait
 * for the disk, and is of one thread at a time.
 *
 * ERR_AGAIN: no room, try again later; nothing of what was to be written is on
 * disk then. ERR_IO: give up.
 */
struct front;
struct tail;

int tail_open(
    const char *dir, const struct journal_limits *limits, struct tail **out);
void tail_close(struct tail *t); /* a last checkpoint; NULL is fine */

/* A group, or a part of it: looks for room, and writes what the journal has to
 * say of itself, */
int tail_begin(struct tail *t);

/*
 * then records that lack number and CRC, as lib/journal/record.h begins them,
 * until all are done: one call writes as many as go together. They are safe
 * when the front says so;
 */
struct tail_written {
	size_t len;
	uint64_t records;
};
int tail_write(
    struct tail *t, uint8_t *data, size_t len, struct tail_written *done);

/* at last a checkpoint, when one is due. Takes what the others returned,
 * logs it when it is news, and returns it, or its own. */
int tail_end(struct tail *t, int rc);

enum journal_level tail_level(const struct tail *t);

/* Where it grows, and whom that tells. */
struct front *tail_front(struct tail *t);

#endif
