/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>

#include "collector/config.h"
#include "collector/listen/connection.h"
#include "collector/listen/crowd.h"
#include "collector/listen/intake.h"
#include "collector/listen/refusals.h"
#include "collector/listen/speech.h"
#include "collector/sockets.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* A handshake with a certificate costs 1.6 ms: at most half a processor. */
enum { AGAIN_MS = 1000, TURN_MS = 100, HANDSHAKES_PER_TURN = 30 };

struct door {
	struct post post;
	struct evconnlistener *accept;
	struct event *again;
	bool is_shut;
	int64_t turn; /* when it began */
	int handshakes;
};

static void
rest(struct door *d, int ms)
{
	struct timeval tv = { .tv_sec = ms / 1000,
		.tv_usec = ms % 1000 * 1000 };

	(void)evconnlistener_disable(d->accept);
	(void)event_add(d->again, &tv);
}

static void
on_again(int fd, short what, void *arg)
{
	struct door *d = arg;

	(void)fd;
	(void)what;
	if (!d->is_shut)
		(void)evconnlistener_enable(d->accept);
}

static void
count_handshake(struct door *d)
{
	int64_t now = clock_monotonic();

	if (now - d->turn >= TURN_MS * (CLOCK_SECOND / 1000)) {
		d->turn = now;
		d->handshakes = 0;
	}
	if (++d->handshakes == HANDSHAKES_PER_TURN)
		rest(d, TURN_MS);
}

/*
 * The kernel takes connections whether anybody reads them or not. Without a
 * certificate they are sent away: a sender that hears nothing believes that its
 * messages arrive.
 */
static const char *
may_enter(const struct door *d, const struct address *from)
{
	const struct config_listen *limits = d->post.address->listen;

	if (listen_is_secure(d->post.address->kind) && d->post.tls == NULL)
		return "no certificate of ours";
	return room_enter(d->post.room, from,
	    &(struct room_limits){ limits->connections,
		limits->connections_per_source,
		limits->connections_per_network });
}

static void
on_accept(
    struct evconnlistener *l, int fd, struct sockaddr *sa, int len, void *arg)
{
	struct door *d = arg;
	const struct config_listen *limits = d->post.address->listen;
	struct address from;
	const char *why;

	(void)l;
	(void)len;
	address_from_sockaddr(sa, &from);
	why = may_enter(d, &from);
	if (why != NULL) {
		close(fd);
		refusals_note(
		    d->post.refusals, &limits->space, &from, why, NULL);
		return;
	}
	(void)evutil_make_socket_nonblocking(fd);
	connection_open(&d->post, fd, &from);
	if (d->post.tls != NULL)
		count_handshake(d);
}

/* Out of descriptors: libevent would call again at once, for ever. */
static void
on_accept_error(struct evconnlistener *l, void *arg)
{
	struct door *d = arg;

	(void)l;
	log_warn("listen %s %s: accept",
	    sockets_kind_name(d->post.address->kind), d->post.address->text);
	rest(d, AGAIN_MS);
}

static const struct speech *
speech_of(enum listen_kind kind)
{
	return kind == LISTEN_RELP || kind == LISTEN_RELP_TLS ? &speech_relp
							      : &speech_syslog;
}

static void
use(struct door *d, const struct door_start *how)
{
	d->post.address = how->address;
	d->post.listener = how->listener;
	d->post.tls = how->tls;
	d->post.senders = how->senders;
	d->post.room = crowd_room(how->crowd, how->address->listen->name);
}

bool
door_adopt(struct door *d, const struct door_start *how)
{
	struct connection *c, *next;

	if (d->post.address->kind != how->address->kind ||
	    strcmp(d->post.address->text, how->address->text) != 0)
		return false;
	use(d, how);
	for (c = TAILQ_FIRST(&d->post.all); c != NULL; c = next) {
		next = connection_next(c);
		connection_recheck(c);
	}
	return true;
}

struct door *
door_start(int fd, const struct door_start *how)
{
	struct door *d = mem_new(1, sizeof(*d));
	char name[128];

	snprintf(name, sizeof(name), "listen %s %s",
	    sockets_kind_name(how->address->kind), how->address->text);
	use(d, how);
	d->post.speech = speech_of(how->address->kind);
	d->post.in = how->in;
	d->post.base = how->base;
	d->post.refusals = refusals_new(name, how->in, how->base);
	TAILQ_INIT(&d->post.all);
	d->again = evtimer_new(how->base, on_again, d);
	d->accept = evconnlistener_new(how->base, on_accept, d,
	    LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
	if (d->accept == NULL || d->again == NULL)
		fatalx("%s: cannot be watched", name);
	evconnlistener_set_error_cb(d->accept, on_accept_error);
	return d;
}

void
door_look(struct door *d)
{
	for (struct connection *c = TAILQ_FIRST(&d->post.all); c != NULL;
	     c = connection_next(c))
		connection_look(c);
}

void
door_pause(struct door *d, bool pause)
{
	if (d->is_shut && !pause)
		return;
	for (struct connection *c = TAILQ_FIRST(&d->post.all); c != NULL;
	     c = connection_next(c))
		connection_pause(c, pause);
}

void
door_tell_safe(struct door *d)
{
	for (struct connection *c = TAILQ_FIRST(&d->post.all); c != NULL;
	     c = connection_next(c))
		connection_tell_safe(c);
}

void
door_shut(struct door *d)
{
	d->is_shut = true;
	(void)evconnlistener_disable(d->accept);
	door_pause(d, true);
}

bool
door_has_output(const struct door *d)
{
	for (struct connection *c = TAILQ_FIRST(&d->post.all); c != NULL;
	     c = connection_next(c)) {
		if (connection_has_output(c))
			return true;
	}
	return false;
}

void
door_stop(struct door *d)
{
	struct connection *c;

	if (d == NULL)
		return;
	evconnlistener_free(d->accept);
	event_free(d->again);
	while ((c = TAILQ_FIRST(&d->post.all)) != NULL)
		connection_finish(c);
	refusals_free(d->post.refusals);
	free(d);
}
