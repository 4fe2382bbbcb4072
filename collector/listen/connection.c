/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "collector/config.h"
#include "collector/listen/crowd.h"
#include "collector/listen/intake.h"
#include "collector/listen/refusals.h"
#include "collector/listen/senders.h"
#include "collector/listen/speech.h"
#include "collector/listen/tls.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	READ_MAX = 256 << 10,
	OUTPUT_MAX = 4 << 20, /* who never reads our answers is sent away */
	NAME_MAX_LEN = OBSERVATION_TEXT_MAX + 1,
};

/* Callbacks are deferred, so that none closes a connection that is at work. */
enum {
	OPTIONS = BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS,
	AGAIN = BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS,
};

enum stage { HANDSHAKE, OPEN, ENDING };

struct connection {
	TAILQ_ENTRY(connection) next;
	struct post *post;
	struct room *room;
	enum stage stage;
	struct bufferevent *bev;
	struct event *deadline; /* of a handshake or message that has begun */
	bool deadline_is_set;
	bool has_hung_up; /* what it said waits for room */
	bool is_relay;
	struct address from;
	char name[NAME_MAX_LEN]; /* in its certificate */
	size_t name_len;
	int64_t at; /* of what is being taken */
	void *speech;
};

static const struct config_listen *
limits(const struct connection *c)
{
	return c->post->address->listen;
}

static struct timeval
timeval_of(int64_t span)
{
	return (struct timeval){ .tv_sec = span / CLOCK_SECOND,
		.tv_usec = span % CLOCK_SECOND };
}

static void
close_connection(struct connection *c)
{
	SSL *ssl = bufferevent_openssl_get_ssl(c->bev);

	/* A farewell, as far as it goes without waiting. */
	if (ssl != NULL && c->stage != HANDSHAKE) {
		SSL_set_shutdown(ssl, SSL_RECEIVED_SHUTDOWN);
		(void)SSL_shutdown(ssl);
		ERR_clear_error();
	}
	TAILQ_REMOVE(&c->post->all, c, next);
	room_leave(c->room, &c->from);
	c->post->speech->end(c->speech);
	event_free(c->deadline);
	bufferevent_free(c->bev);
	free(c);
}

static void
refuse(struct connection *c, const char *why, const char *detail)
{
	refusals_note(
	    c->post->refusals, &limits(c)->space, &c->from, why, detail);
	close_connection(c);
}

/* Armed by the first byte of a message, not by each: a byte a second would
 * keep a connection for ever. */
static void
set_deadline(struct connection *c, bool is_open, int64_t span)
{
	struct timeval tv = timeval_of(span);

	if (is_open == c->deadline_is_set)
		return;
	c->deadline_is_set = is_open;
	if (is_open)
		(void)event_add(c->deadline, &tv);
	else
		(void)event_del(c->deadline);
}

static bool
is_paused(const struct connection *c)
{
	return intake_pause(c->post->in) != INTAKE_READS;
}

/* All whole messages that are there: libevent does not call again for what is
 * left. */
static int
take(struct connection *c, bool at_end, const char **why)
{
	struct evbuffer *input = bufferevent_get_input(c->bev);
	size_t len = evbuffer_get_length(input);
	struct speech_taken taken = { 0 };
	int rc = ERR_AGAIN;

	*why = NULL;
	if (len == 0 || c->stage != OPEN || is_paused(c))
		return ERR_AGAIN;
	c->at = clock_now();
	rc = c->post->speech->take(
	    c->speech, evbuffer_pullup(input, -1), len, at_end, &taken);
	(void)evbuffer_drain(input, taken.used);
	if (taken.any)
		set_deadline(c, false, 0);
	set_deadline(c, taken.inside, limits(c)->frame_deadline);
	*why = taken.why;
	return rc;
}

/* It will say no more, and believes that we have all of it. */
static void
take_rest(struct connection *c)
{
	const char *why;

	if (take(c, true, &why) == ERR_PARSE) {
		refuse(c, why, NULL);
	} else if (c->stage == OPEN && is_paused(c) &&
	    evbuffer_get_length(bufferevent_get_input(c->bev)) > 0) {
		c->has_hung_up = true;
		set_deadline(c, false, 0);
		bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	} else {
		close_connection(c);
	}
}

static void
on_read(struct bufferevent *bev, void *arg)
{
	struct connection *c = arg;
	const char *why;

	(void)bev;
	if (c->has_hung_up)
		take_rest(c);
	else if (take(c, false, &why) == ERR_PARSE)
		refuse(c, why, NULL);
	else if (evbuffer_get_length(bufferevent_get_output(c->bev)) >
	    OUTPUT_MAX)
		refuse(c, "answers that it does not read", NULL);
}

/* The output has gone. */
static void
on_written(struct bufferevent *bev, void *arg)
{
	struct connection *c = arg;

	(void)bev;
	if (c->stage == ENDING && !connection_has_output(c))
		close_connection(c);
}

static void
find_name(struct connection *c)
{
	SSL *ssl = bufferevent_openssl_get_ssl(c->bev);

	if (ssl != NULL)
		c->name_len = tls_name(ssl, c->name, sizeof(c->name));
	c->is_relay =
	    config_is_relay(limits(c), &c->from, c->name, c->name_len);
}

void
connection_look(struct connection *c)
{
	SSL *ssl = bufferevent_openssl_get_ssl(c->bev);

	if (ssl != NULL && c->stage != HANDSHAKE && c->post->senders != NULL)
		senders_see(c->post->senders, limits(c), ssl, &c->from, c->name,
		    c->name_len);
}

static void
begin(struct connection *c)
{
	c->stage = OPEN;
	find_name(c);
	connection_look(c);
	set_deadline(c, false, 0);
	if (is_paused(c))
		bufferevent_disable(c->bev, EV_READ);
}

static void
fail_handshake(struct connection *c)
{
	const SSL *ssl = bufferevent_openssl_get_ssl(c->bev);
	const char *why = tls_why(ssl, bufferevent_get_openssl_error(c->bev));

	ERR_clear_error();
	if (c->post->senders != NULL)
		senders_refuse(c->post->senders, limits(c), ssl, &c->from);
	refuse(c, why, tls_subject(ssl));
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	struct connection *c = arg;

	(void)bev;
	if (what & BEV_EVENT_CONNECTED) {
		begin(c);
		return;
	}
	if (c->stage == HANDSHAKE) {
		fail_handshake(c);
		return;
	}
	/* End of file, error or idle: all the same to us. */
	take_rest(c);
}

static void
on_deadline(int fd, short what, void *arg)
{
	struct connection *c = arg;
	const char *why;

	(void)fd;
	(void)what;
	c->deadline_is_set = false;
	if (c->stage == HANDSHAKE) {
		refuse(c, "handshake not ended", NULL);
	} else if (is_paused(c)) {
		/* It is we who do not read on. */
		set_deadline(c, true, limits(c)->frame_deadline);
	} else {
		(void)take(c, true, &why);
		refuse(c, "message without an end", NULL);
	}
}

static struct bufferevent *
make_bev(struct post *post, int fd)
{
	struct bufferevent *bev;

	if (post->tls == NULL)
		return bufferevent_socket_new(post->base, fd, OPTIONS);
	bev = bufferevent_openssl_socket_new(post->base, fd,
	    tls_session(post->tls), BUFFEREVENT_SSL_ACCEPTING, OPTIONS);
	/* A reset is an end like others, too. */
	if (bev != NULL)
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

void
connection_open(struct post *post, int fd, const struct address *from)
{
	struct connection *c = mem_new(1, sizeof(*c));
	struct timeval idle;
	int on = 1;

	c->post = post;
	c->room = post->room;
	c->from = *from;
	c->bev = make_bev(post, fd);
	c->deadline = evtimer_new(post->base, on_deadline, c);
	if (c->bev == NULL || c->deadline == NULL)
		fatalx("listen %s: out of memory", post->address->text);
	c->speech = post->speech->begin(c);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	idle = timeval_of(limits(c)->idle);
	bufferevent_setcb(c->bev, on_read, on_written, on_event, c);
	bufferevent_setwatermark(c->bev, EV_READ, 0, READ_MAX);
	bufferevent_set_timeouts(c->bev, &idle, &idle);
	TAILQ_INSERT_TAIL(&post->all, c, next);
	bufferevent_enable(c->bev, EV_READ);
	if (post->tls == NULL)
		begin(c);
	else
		set_deadline(c, true, limits(c)->handshake_deadline);
}

void
connection_finish(struct connection *c)
{
	const char *why;

	(void)take(c, true, &why);
	close_connection(c);
}

void
connection_pause(struct connection *c, bool pause)
{
	if (c->stage != OPEN)
		return;
	if (pause) {
		bufferevent_disable(c->bev, EV_READ);
		return;
	}
	if (!c->has_hung_up)
		bufferevent_enable(c->bev, EV_READ);
	/* What ran out meanwhile was our time. */
	if (c->deadline_is_set) {
		set_deadline(c, false, 0);
		set_deadline(c, true, limits(c)->frame_deadline);
	}
	connection_read_again(c);
}

void
connection_tell_safe(struct connection *c)
{
	if (c->post->speech->safe != NULL && c->stage == OPEN)
		c->post->speech->safe(c->speech);
}

void
connection_recheck(struct connection *c)
{
	SSL *ssl = bufferevent_openssl_get_ssl(c->bev);

	if (ssl == NULL || c->stage == HANDSHAKE || c->post->tls == NULL)
		return;
	if (tls_believes(c->post->tls, ssl))
		find_name(c);
	else
		refuse(c, "certificate no longer believed", c->name);
}

bool
connection_has_output(const struct connection *c)
{
	return evbuffer_get_length(bufferevent_get_output(c->bev)) > 0;
}

struct connection *
connection_next(const struct connection *c)
{
	return TAILQ_NEXT(c, next);
}

bool
connection_keep(
    struct connection *c, const uint8_t *bytes, size_t len, uint16_t flags)
{
	static const enum message_transport transports[] = {
		[LISTEN_TCP] = MESSAGE_TCP,
		[LISTEN_TLS] = MESSAGE_TLS,
		[LISTEN_RELP] = MESSAGE_RELP,
		[LISTEN_RELP_TLS] = MESSAGE_RELP_TLS,
	};
	struct message m = { .from = c->from,
		.transport = transports[c->post->address->kind],
		.flags = flags,
		.listener = (uint16_t)c->post->listener,
		.name = c->name,
		.name_len = c->name_len,
		.bytes = bytes,
		.len = len };

	if (c->is_relay)
		m.flags |= MESSAGE_RELAYED;
	return intake_message(c->post->in, &limits(c)->space, &m, c->at);
}

void
connection_send(struct connection *c, const void *data, size_t len)
{
	(void)bufferevent_write(c->bev, data, len);
}

void
connection_end(struct connection *c)
{
	c->stage = ENDING;
	set_deadline(c, false, 0);
	bufferevent_disable(c->bev, EV_READ);
	/* It may have gone out already. */
	bufferevent_trigger(c->bev, EV_WRITE, AGAIN);
}

void
connection_read_again(struct connection *c)
{
	bufferevent_trigger(c->bev, EV_READ, AGAIN);
}

struct intake *
connection_intake(const struct connection *c)
{
	return c->post->in;
}

size_t
connection_message_max(const struct connection *c)
{
	return (size_t)limits(c)->message_max;
}
