/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CONTROL_H
#define COLLECTOR_CONTROL_H

#include "lib/base/buf.h"

/*
 * What supervisor and role tell each other over a pair of Unix sockets that
 * keep messages apart (SOCK_SEQPACKET).
 *
 *	supervisor             role
 *	SOCKET ... PAPER ... CONFIG  ->     at start: take these
 *	                   <-  READY
 *	SOCKET ... PAPER ... CONFIG  ->     at a reload: could you use these?
 *	                   <-  FINE or REFUSED
 *	USE or DROP        ->               all could; or they stay as they were
 *	STOP               ->
 *
 * A closed socket tells the role that the supervisor is gone: it stops.
 *
 * Before the first SOCKET comes ERRANDS for those roles that have any. Over
 * the pair that the supervisor keeps for them, alert asks program:
 *
 *	alert                  program
 *	ERRAND             ->               with a socket for the answer
 *	                   <-  DONE, LATER or NO
 *
 * That socket closes unanswered when program dies, or alert does: each knows
 * of the other's end, and either is executed again on its own.
 */
enum control_type {
	CONTROL_SOCKET = 's', /* "udp 0.0.0.0:514", with the socket itself */
	CONTROL_PAPER = 'p',  /* papers.h: a certificate and its key */
	CONTROL_CONFIG = 'c', /* the text of the configuration */
	CONTROL_USE = 'u',
	CONTROL_DROP = 'd',
	CONTROL_STOP = 'q',
	CONTROL_READY = 'r',
	CONTROL_FINE = 'f',
	CONTROL_REFUSED = 'x',
	CONTROL_ERRANDS = 'e', /* with the one socket of the pair */
	CONTROL_ERRAND = 'E',  /* "NAME\0" and what the program reads */
	CONTROL_DONE = 'D',
	CONTROL_LATER = 'L', /* not now: the reason */
	CONTROL_NO = 'N',    /* not this one: the reason */
};

enum { CONTROL_TEXT_MAX = 128 << 10 };

struct control_message {
	enum control_type type;
	struct buf text;
	int fd; /* the receiver's to close, -1 without */
};

int control_pair(int fds[2]); /* both close on exec */

/* fd -1: none. ERR_AGAIN when the other side does not read, ERR_IO if gone. */
int control_send(
    int s, enum control_type type, const void *text, size_t len, int fd);

/*
 * Empty m first. ERR_AGAIN when nothing is there, ERR_NOTFOUND when the other
 * side is gone.
 */
int control_receive(int s, struct control_message *m);
void control_free(struct control_message *m); /* closes its fd, too */

#endif
