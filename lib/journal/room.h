/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_JOURNAL_ROOM_H
#define LIB_JOURNAL_ROOM_H

#include <stdbool.h>

#include "lib/journal/journal.h"

/*
 * Room on the disk for one journal. Two files wait in its folder with their
 * blocks taken already:
 *
 *	next     becomes the next segment, so that a disk that fills up is
 *	         noticed a segment before there is no more
 *	reserve  becomes a segment when there was no next: for what the journal
 *	         has taken, and has to say of itself, while nothing else is
 *taken
 */
struct room;

struct room *room_open(const char *dir, const struct journal_limits *limits);
void room_close(struct room *r); /* NULL is fine */

/* Looks again when a second has passed since the last time. */
enum journal_level room_look(struct room *r);
enum journal_level room_level(const struct room *r);

/*
 * A file of that name, empty, with its blocks taken; *fd is the caller's.
 * ERR_AGAIN: there is no room, not even in reserve.
 */
int room_take(struct room *r, const char *path, int *fd);

/* For a segment that is gone on with. Without room its end will show it. */
void room_take_rest(const struct room *r, int fd);

uint64_t room_segment_max(const struct room *r);

#endif
