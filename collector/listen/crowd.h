/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_CROWD_H
#define COLLECTOR_LISTEN_CROWD_H

#include <stddef.h>

/*
 * How many connections there are: of the whole process, whose descriptors are
 * bounded and which needs some for its journal; of a listen section; and of one
 * source in it.
 */
struct crowd;
struct room; /* the connections of one section */
struct address;

/* most: connections of the whole process. */
struct crowd *crowd_new(size_t most);
void crowd_free(struct crowd *c); /* NULL is fine; frees its rooms */

/* The room of that name, which stays until the end. */
struct room *crowd_room(struct crowd *c, const char *name);

/* NULL: one more from there; else why not, in words. */
const char *room_enter(
    struct room *r, const struct address *from, int most, int most_of_source);
void room_leave(struct room *r, const struct address *from);

#endif
