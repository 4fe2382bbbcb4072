/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_CONNECTION_H
#define COLLECTOR_LISTEN_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

/*
 * One sender that is connected, over TCP or TLS.
 *
 *	handshake -> open -> ending
 *
 * A handshake and a message that has begun must end in time; a silent
 * connection is closed after a long while. While the journal has no room
 * nothing is read, so that the sender waits and loses nothing.
 */
struct address;
struct connection;
struct config_address;
struct event_base;
struct intake;
struct refusals;
struct room;
struct senders;
struct speech;
struct tls;

/* What all connections of one listening socket share. */
struct post {
	const struct config_address *address;
	int listener;
	const struct speech *speech;
	struct intake *in;
	struct event_base *base;
	struct refusals *refusals;
	struct room *room;       /* of those that come from now on */
	struct tls *tls;         /* NULL: TCP */
	struct senders *senders; /* NULL: none show a certificate */
	TAILQ_HEAD(, connection) all;
};

/* Takes fd; they have entered the room. */
void connection_open(struct post *post, int fd, const struct address *from);

/* Takes what has come, and closes. */
void connection_finish(struct connection *c);

void connection_pause(struct connection *c, bool pause);

/* More of what was kept is safe by now. */
void connection_tell_safe(struct connection *c);

/* After a reload: closes it when its certificate is no longer believed. */
void connection_recheck(struct connection *c);

/* Until when its certificate is good. */
void connection_look(struct connection *c);

/* Whether something is still on its way out. */
bool connection_has_output(const struct connection *c);

struct connection *connection_next(const struct connection *c);

/* For a speech (speech.h). */

/* A message, received now, into the journal; false when there is no room. */
bool connection_keep(
    struct connection *c, const uint8_t *bytes, size_t len, uint16_t flags);
void connection_send(struct connection *c, const void *data, size_t len);

/* Reads no more; closed when all has been sent. */
void connection_end(struct connection *c);

/* What was left because of the speech itself is taken soon. */
void connection_read_again(struct connection *c);
struct intake *connection_intake(const struct connection *c);
size_t connection_message_max(const struct connection *c);

#endif
