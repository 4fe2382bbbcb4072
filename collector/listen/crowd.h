/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_CROWD_H
#define COLLECTOR_LISTEN_CROWD_H

#include <stddef.h>

/*
 * How many connections there are: of the whole process, whose descriptors are
 * bounded and which needs some for its journal; of a listen section; of one
 * source in it; and of one /64 of IPv6, whose owner has 2^64 sources.
 */
struct crowd;
struct room; /* the connections of one section */
struct address;

/* most: connections of the whole process. */
struct crowd *crowd_new(size_t most);
void crowd_free(struct crowd *c); /* NULL is fine; frees its rooms */

/* The room of that name, which stays until the end. */
struct room *crowd_room(struct crowd *c, const char *name);

struct room_limits {
	int all, of_source, of_network;
};

/* NULL: one more from there; else why not, in words. */
const char *room_enter(
    struct room *r, const struct address *from, const struct room_limits *most);
void room_leave(struct room *r, const struct address *from);

#endif
