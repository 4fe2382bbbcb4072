/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_DOOR_H
#define COLLECTOR_LISTEN_DOOR_H

#include <stdbool.h>

/*
 * One listening socket of TCP, TLS or RELP and who came in by it. Surplus ones
 * are closed at once and counted, as all are where our certificate is missing;
 * when descriptors run out, or handshakes come faster than a processor can do
 * them, the others wait in the kernel.
 */
struct config_address;
struct crowd;
struct door;
struct event_base;
struct intake;
struct senders;
struct tls;

struct door_start {
	const struct config_address *address; /* lives until the next adopt */
	int listener;
	struct tls *tls; /* borrowed; NULL: TCP, or nobody can be let in */
	struct senders *senders; /* NULL: none show a certificate */
	struct crowd *crowd;
	struct intake *in;
	struct event_base *base;
};

/* Takes fd. */
struct door *door_start(int fd, const struct door_start *how);

/*
 * Goes on under another configuration, connections and all, but for those
 * whose certificate is no longer believed. False: it is another door's.
 */
bool door_adopt(struct door *d, const struct door_start *how);

/* Of each that is open, until when its certificate is good. */
void door_look(struct door *d);
void door_pause(struct door *d, bool pause);
void door_tell_safe(struct door *d);

/* Nobody comes in and nothing is read any more. */
void door_shut(struct door *d);

/* Whether something is still on its way to a sender. */
bool door_has_output(const struct door *d);
void door_stop(struct door *d); /* NULL is fine */

#endif
