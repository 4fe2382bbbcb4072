/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_NOTES_H
#define LIB_JOURNAL_NOTES_H

#include <stddef.h>
#include <sys/queue.h>

/*
 * Small files that say what a journal holds already, as they are to be written
 * behind it: of each the last that was put. notes_init makes it ready.
 */
struct note;
STAILQ_HEAD(notes, note);

void notes_init(struct notes *n);
void notes_free(struct notes *n);

/* Copies all. */
void notes_put(struct notes *n, const char *path, const void *data, size_t len);

/* All of from, behind those of to; from is empty then. */
void notes_move(struct notes *from, struct notes *to);

/* Writes each whole or not at all, and forgets it; an error is logged. */
void notes_write(struct notes *n);

#endif
