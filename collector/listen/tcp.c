/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tcp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/frame.h"

enum { READ_MAX = 256 << 10, ACCEPT_AGAIN_S = 1 };

struct connection {
	TAILQ_ENTRY(connection) next;
	struct tcp *tcp;
	struct bufferevent *bev;
	struct event *deadline; /* of a message that has begun */
	bool deadline_is_set;
	struct address from;
	struct framer framer;
};

struct tcp {
	const struct config_address *address;
	int listener;
	struct intake *in;
	struct event_base *base;
	struct evconnlistener *accept;
	struct event *accept_again;
	TAILQ_HEAD(, connection) all;
	int count;
	uint64_t refused; /* told to the log at powers of two */
};

static void
close_connection(struct connection *c)
{
	TAILQ_REMOVE(&c->tcp->all, c, next);
	c->tcp->count--;
	event_free(c->deadline);
	bufferevent_free(c->bev);
	free(c);
}

static void
note_refused(struct tcp *t, const struct address *from, const char *why)
{
	char text[ADDRESS_TEXT_MAX];

	t->refused++;
	if ((t->refused & (t->refused - 1)) == 0)
		log_warnx("listen tcp %s: %s from %s, closed (%llu so far)",
		    t->address->text, why, address_format(from, text),
		    (unsigned long long)t->refused);
	(void)intake_loss(
	    t->in, t->address->listen->realm_id, LOSS_REFUSED, 1, why);
}

static bool
keep_frame(struct connection *c, const struct frame *frame, int64_t at)
{
	struct message m = { .from = c->from,
		.transport = MESSAGE_TCP,
		.listener = (uint16_t)c->tcp->listener,
		.bytes = frame->message,
		.len = frame->len };

	if (frame->truncated)
		m.flags |= MESSAGE_TRUNCATED;
	if (frame->partial)
		m.flags |= MESSAGE_PARTIAL;
	if (c->framer.framing == FRAMING_OCTETS)
		m.flags |= MESSAGE_OCTET;
	return intake_message(
	    c->tcp->in, c->tcp->address->listen->realm_id, &m, at);
}

/* Armed by the first byte of a message, not by each: a byte a second would
 * keep a connection for ever. */
static void
set_deadline(struct connection *c, bool is_open)
{
	int64_t span = c->tcp->address->listen->frame_deadline;
	struct timeval tv = { .tv_sec = span / CLOCK_SECOND,
		.tv_usec = span % CLOCK_SECOND };

	if (is_open == c->deadline_is_set)
		return;
	c->deadline_is_set = is_open;
	if (is_open)
		(void)event_add(c->deadline, &tv);
	else
		(void)event_del(c->deadline);
}

/*
 * All whole messages that are there: libevent does not call again for what is
 * left. ERR_AGAIN: no more now; ERR_PARSE: not syslog.
 */
static int
take_messages(struct connection *c, bool at_end)
{
	struct evbuffer *input = bufferevent_get_input(c->bev);
	size_t len = evbuffer_get_length(input), used = 0;
	const uint8_t *data = evbuffer_pullup(input, -1);
	int64_t at = clock_now();
	struct frame frame;
	struct framer before;
	bool any = false;
	int rc = ERR_AGAIN;

	while (!intake_is_paused(c->tcp->in)) {
		before = c->framer;
		rc = framer_next(
		    &c->framer, data + used, len - used, at_end, &frame);
		if (frame.message != NULL && !keep_frame(c, &frame, at)) {
			/* No room: it stays where it is, unread. */
			c->framer = before;
			rc = ERR_AGAIN;
			break;
		}
		any |= frame.message != NULL;
		used += frame.used;
		if (rc != ERR_OK)
			break;
	}
	(void)evbuffer_drain(input, used);
	if (any)
		set_deadline(c, false);
	set_deadline(c, used < len);
	return rc;
}

static void
on_read(struct bufferevent *bev, void *arg)
{
	struct connection *c = arg;

	(void)bev;
	if (take_messages(c, false) != ERR_PARSE)
		return;
	note_refused(c->tcp, &c->from, "bytes that are not syslog");
	close_connection(c);
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	struct connection *c = arg;

	(void)bev;
	(void)what; /* end of file, error or idle: all the same to us */
	(void)take_messages(c, true);
	close_connection(c);
}

static void
on_deadline(int fd, short what, void *arg)
{
	struct connection *c = arg;

	(void)fd;
	(void)what;
	(void)take_messages(c, true);
	note_refused(c->tcp, &c->from, "message without an end");
	close_connection(c);
}

static bool
is_surplus(const struct tcp *t, const struct address *from, const char **why)
{
	const struct config_listen *limits = t->address->listen;
	const struct connection *c;
	int same = 0;

	*why = "too many connections";
	if (t->count >= limits->connections)
		return true;
	TAILQ_FOREACH (c, &t->all, next)
		same += address_same_host(&c->from, from);
	*why = "too many connections of one source";
	return same >= limits->connections_per_source;
}

static void
add_connection(struct tcp *t, int fd, const struct address *from)
{
	const struct config_listen *limits = t->address->listen;
	struct timeval idle = { .tv_sec = limits->idle / CLOCK_SECOND,
		.tv_usec = limits->idle % CLOCK_SECOND };
	struct connection *c = mem_new(1, sizeof(*c));
	int on = 1;

	c->tcp = t;
	c->from = *from;
	c->framer.max = (size_t)limits->message_max;
	c->bev = bufferevent_socket_new(t->base, fd, BEV_OPT_CLOSE_ON_FREE);
	c->deadline = evtimer_new(t->base, on_deadline, c);
	if (c->bev == NULL || c->deadline == NULL)
		fatalx("listen tcp %s: out of memory", t->address->text);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	bufferevent_setcb(c->bev, on_read, NULL, on_event, c);
	bufferevent_setwatermark(c->bev, EV_READ, 0, READ_MAX);
	bufferevent_set_timeouts(c->bev, &idle, NULL);
	TAILQ_INSERT_TAIL(&t->all, c, next);
	t->count++;
	if (!intake_is_paused(t->in))
		bufferevent_enable(c->bev, EV_READ);
}

static void
on_accept(
    struct evconnlistener *l, int fd, struct sockaddr *sa, int len, void *arg)
{
	struct tcp *t = arg;
	struct address from;
	const char *why;

	(void)l;
	(void)len;
	address_from_sockaddr(sa, &from);
	if (is_surplus(t, &from, &why)) {
		close(fd);
		note_refused(t, &from, why);
		return;
	}
	(void)evutil_make_socket_nonblocking(fd);
	add_connection(t, fd, &from);
}

/* Out of descriptors: libevent would call again at once, for ever. */
static void
on_accept_error(struct evconnlistener *l, void *arg)
{
	struct timeval tv = { .tv_sec = ACCEPT_AGAIN_S };
	struct tcp *t = arg;

	log_warn("listen tcp %s: accept", t->address->text);
	(void)evconnlistener_disable(l);
	(void)event_add(t->accept_again, &tv);
}

static void
on_accept_again(int fd, short what, void *arg)
{
	struct tcp *t = arg;

	(void)fd;
	(void)what;
	(void)evconnlistener_enable(t->accept);
}

bool
tcp_adopt(struct tcp *t, const struct config_address *a, int listener)
{
	if (strcmp(t->address->text, a->text) != 0)
		return false;
	t->address = a;
	t->listener = listener;
	return true;
}

struct tcp *
tcp_start(int fd, const struct config_address *a, int listener,
    struct intake *in, struct event_base *base)
{
	struct tcp *t = mem_new(1, sizeof(*t));

	t->address = a;
	t->listener = listener;
	t->in = in;
	t->base = base;
	TAILQ_INIT(&t->all);
	t->accept_again = evtimer_new(base, on_accept_again, t);
	t->accept = evconnlistener_new(base, on_accept, t,
	    LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
	if (t->accept == NULL || t->accept_again == NULL)
		fatalx("listen tcp %s: cannot be watched", a->text);
	evconnlistener_set_error_cb(t->accept, on_accept_error);
	return t;
}

void
tcp_pause(struct tcp *t, bool pause)
{
	struct connection *c, *next;

	for (c = TAILQ_FIRST(&t->all); c != NULL; c = next) {
		next = TAILQ_NEXT(c, next);
		if (pause) {
			bufferevent_disable(c->bev, EV_READ);
			continue;
		}
		bufferevent_enable(c->bev, EV_READ);
		on_read(c->bev, c);
	}
}

void
tcp_stop(struct tcp *t)
{
	struct connection *c, *next;

	if (t == NULL)
		return;
	evconnlistener_free(t->accept);
	event_free(t->accept_again);
	for (c = TAILQ_FIRST(&t->all); c != NULL; c = next) {
		next = TAILQ_NEXT(c, next);
		(void)take_messages(c, true);
		close_connection(c);
	}
	free(t);
}
