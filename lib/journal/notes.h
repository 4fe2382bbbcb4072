/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_NOTES_H
#define LIB_JOURNAL_NOTES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lib/base/clock.h"

/*
 * Small files that say what a journal holds already, as they are to be written
 * behind it: of each the last that was put. notes_init makes it ready.
 */
#define NOTES_RETRY (10 * CLOCK_SECOND)

struct note;
STAILQ_HEAD(notes, note);

void notes_init(struct notes *n);
void notes_free(struct notes *n);

/* Copies all. */
void notes_put(struct notes *n, const char *path, const void *data, size_t len);

/* All of from, in place of those of to for the same file; from is empty then.
 */
void notes_move(struct notes *from, struct notes *to);

/* Writes each whole, and forgets it, or not at all: that is logged, and it is
 * tried again when now, of clock_monotonic, is NOTES_RETRY later. */
void notes_write(struct notes *n, int64_t now);

#endif
