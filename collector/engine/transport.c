/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/transport.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/errqueue.h> /* wants struct timespec before it */

#include <event2/event.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

enum {
	BATCH = 64,
	BATCHES_AT_ONCE = 16, /* then timers get their turn */
	RECEIVE_WISH = 16 << 20,
	/* An answer and what the kernel keeps with it. */
	ROOM_FOR_ANSWER = 8192,
	WINDOW_MIN = 8,
	/* From so many datagrams in a tick on (500 a second), they are read at
	 * ticks, and those come less often: waking up for each costs more than
	 * reading it, and what reads many at once has all at hand. */
	MANY = 8,
	TICKS_OF_REST = 3,
	LAG_MAX = 10000000,
	/* Not a power of two: the processor would keep them all in one place.
	 */
	IN_ROOM = (64 << 10) + (3 << 9),
};

static_assert((int)IN_ROOM > (int)SNMP_MESSAGE_MAX, "a whole datagram fits");

/* One socket and what waits to be sent by it. */
struct wire {
	int fd; /* -1: this machine has no such addresses */
	struct event *readable;
	struct buf out[BATCH];
	struct sockaddr_storage to[BATCH];
	socklen_t to_len[BATCH];
	unsigned count;
	bool used;     /* something was ever sent by it */
	bool is_whole; /* it sends no fragments */
	uint32_t dropped;
};

struct transport {
	struct engine *engine;
	struct event *tick;
	unsigned recent; /* datagrams since the last tick */
	bool resting;    /* sockets are not watched */
	struct wire ip4, ip6;
	int room; /* answers that the kernel can hold */
	uint8_t (*in)[IN_ROOM];
	void (*ticked)(void *arg);
	void *arg;
};

/*
 * An IPv4 datagram that is never to be taken apart needs no number of its own;
 * to draw one takes as long as much else of sending it.
 */
static void
keep_whole(struct wire *w, bool on)
{
	int how = on ? IP_PMTUDISC_DO : IP_PMTUDISC_WANT;

	w->is_whole = setsockopt(w->fd, IPPROTO_IP, IP_MTU_DISCOVER, &how,
			  sizeof(how)) == 0 &&
	    on;
}

/* Is the datagram to be tried again? n: what sendmmsg said. */
static bool
may_again(struct wire *w, int n, bool again)
{
	if (n <= 0 && errno == EMSGSIZE && w->is_whole) {
		keep_whole(w, false); /* there is a path that is so narrow */
		return true;
	}
	return n <= 0 && !again && errno != EAGAIN;
}

static void
flush_wire(struct wire *w)
{
	struct mmsghdr m[BATCH] = { 0 };
	struct iovec iov[BATCH];
	unsigned sent = 0;
	bool again = false;
	int n;

	for (unsigned i = 0; i < w->count; i++) {
		iov[i] = (struct iovec){ w->out[i].data, w->out[i].len };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &w->to[i],
			.msg_namelen = w->to_len[i],
			.msg_iov = &iov[i],
			.msg_iovlen = 1 };
	}
	/*
	 * An error may be about an earlier datagram: once more. One that cannot
	 * leave (no route, a full queue) is as one that was lost on its way: it
	 * is tried again when its time is up.
	 */
	while (sent < w->count) {
		n = sendmmsg(w->fd, m + sent, w->count - sent, MSG_DONTWAIT);
		again = may_again(w, n, again);
		if (!again)
			sent += n > 0 ? (unsigned)n : 1;
	}
	w->count = 0;
}

static void
set_tick(struct transport *t)
{
	const struct timeval gap = { 0,
		ENGINE_TICK * (t->resting ? TICKS_OF_REST : 1) };

	if (engine_busy(t->engine) && !evtimer_pending(t->tick, NULL))
		evtimer_add(t->tick, &gap);
}

void
transport_flush(struct transport *t)
{
	if (t->ip4.count > 0)
		flush_wire(&t->ip4);
	if (t->ip6.count > 0)
		flush_wire(&t->ip6);
	set_tick(t);
}

static void
on_send(void *arg, const struct address *to, const void *data, size_t len)
{
	struct transport *t = arg;
	struct wire *w = to->family == 6 ? &t->ip6 : &t->ip4;
	unsigned i = w->count;

	if (w->fd == -1)
		return;
	buf_clear(&w->out[i]);
	buf_add(&w->out[i], data, len);
	w->to_len[i] = (socklen_t)address_to_sockaddr(to, &w->to[i]);
	w->used = true;
	if (++w->count == BATCH)
		flush_wire(w);
}

/* What the kernel says of a datagram. */
union receipt {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(uint32_t)) +
	    CMSG_SPACE(sizeof(struct timespec))];
};

/* How many it had no room for, and when this one came, of the clock on the
 * wall; 0: it does not say. */
static int64_t
read_receipt(struct wire *w, struct msghdr *m)
{
	struct timespec at = { 0 };

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET)
			continue;
		if (c->cmsg_type == SO_RXQ_OVFL)
			memcpy(&w->dropped, CMSG_DATA(c), sizeof(w->dropped));
		else if (c->cmsg_type == SCM_TIMESTAMPNS)
			memcpy(&at, CMSG_DATA(c), sizeof(at));
	}
	return at.tv_sec * CLOCK_SECOND + at.tv_nsec / 1000;
}

/* How long ago that was: what a datagram waits for us is not its device's. */
static int64_t
lag_of(int64_t at, int64_t now)
{
	int64_t lag = at == 0 ? 0 : now - at;

	return lag < 0 || lag > LAG_MAX ? 0 : lag;
}

/* One batch from the socket; how many datagrams there were. */
static int
receive(struct transport *t, struct wire *w)
{
	union receipt receipts[BATCH];
	struct sockaddr_storage from[BATCH];
	struct mmsghdr m[BATCH];
	struct iovec iov[BATCH];
	struct address address;
	int64_t at, now, mono;
	int n;

	for (int i = 0; i < BATCH; i++) {
		iov[i] = (struct iovec){ t->in[i], SNMP_MESSAGE_MAX + 1 };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
			.msg_namelen = sizeof(from[i]),
			.msg_iov = &iov[i],
			.msg_iovlen = 1,
			.msg_control = &receipts[i],
			.msg_controllen = sizeof(receipts[i]) };
	}
	n = recvmmsg(w->fd, m, BATCH, MSG_DONTWAIT, NULL);
	if (n == -1)
		return errno == EAGAIN ? 0
				       : BATCH; /* of what was sent: go on */
	now = clock_now();
	mono = clock_monotonic();
	for (int i = 0; i < n; i++) {
		at = read_receipt(w, &m[i].msg_hdr);
		address_from_sockaddr((struct sockaddr *)&from[i], &address);
		engine_receive(t->engine, &address, t->in[i], m[i].msg_len,
		    mono - lag_of(at, now));
	}
	t->recent += (unsigned)n;
	return n;
}

/* What ICMP said of a datagram that was sent to address. */
static void
tell_error(struct transport *t, struct msghdr *m, const struct address *to)
{
	struct sock_extended_err err;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		if (!(c->cmsg_level == IPPROTO_IP &&
			c->cmsg_type == IP_RECVERR) &&
		    !(c->cmsg_level == IPPROTO_IPV6 &&
			c->cmsg_type == IPV6_RECVERR))
			continue;
		memcpy(&err, CMSG_DATA(c), sizeof(err));
		if (err.ee_errno == ECONNREFUSED)
			engine_icmp(t->engine, to, ENGINE_PORT_CLOSED);
		else if (err.ee_origin != SO_EE_ORIGIN_LOCAL)
			engine_icmp(t->engine, to, ENGINE_UNREACHABLE);
	}
}

static void
drain_errors(struct transport *t, struct wire *w)
{
	/* The error, and the address of who told it. */
	char control[CMSG_SPACE(
	    sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in6))];
	struct sockaddr_storage to;
	struct address address;
	struct msghdr m;

	for (int i = 0; i < BATCH * BATCHES_AT_ONCE; i++) {
		m = (struct msghdr){ .msg_name = &to,
			.msg_namelen = sizeof(to),
			.msg_control = control,
			.msg_controllen = sizeof(control) };
		if (recvmsg(w->fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT) == -1)
			return;
		address_from_sockaddr((struct sockaddr *)&to, &address);
		tell_error(t, &m, &address);
	}
}

static void
drain(struct transport *t, struct wire *w)
{
	int n = 0;

	/* Nothing can have come of nothing. */
	if (!w->used)
		return;
	for (int i = 0; i < BATCHES_AT_ONCE; i++) {
		n = receive(t, w);
		if (n < BATCH)
			break;
	}
	/* It was not for an answer that we were called. */
	if (n == 0)
		drain_errors(t, w);
}

static void
watch(struct wire *w, bool on)
{
	if (w->fd == -1)
		return;
	if (on)
		event_add(w->readable, NULL);
	else
		event_del(w->readable);
}

/* Not when questions wait for room: answers make it. */
static void
rest(struct transport *t)
{
	bool may = t->recent >= MANY && engine_busy(t->engine) &&
	    !engine_is_pressed(t->engine);

	if (may == t->resting)
		return;
	t->resting = may;
	watch(&t->ip4, !may);
	watch(&t->ip6, !may);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct transport *t = arg;

	(void)what;
	drain(t, fd == t->ip6.fd ? &t->ip6 : &t->ip4);
	rest(t);
	transport_flush(t);
}

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct transport *t = arg;

	(void)fd;
	(void)what;
	/* When this process was held up, answers may have come in time. */
	drain(t, &t->ip4);
	drain(t, &t->ip6);
	t->recent /= 2;
	engine_tick(t->engine);
	if (t->ticked != NULL)
		t->ticked(t->arg);
	rest(t);
	transport_flush(t);
}

/* How many answers the socket's buffer holds. */
static int
grow_buffer(int fd)
{
	int wish = RECEIVE_WISH, granted = 0;
	socklen_t len = sizeof(granted);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wish, sizeof(wish)))
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &wish, sizeof(wish));
	(void)getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &granted, &len);
	return granted / ROOM_FOR_ANSWER;
}

static int
open_wire(
    struct transport *t, struct wire *w, int family, struct event_base *base)
{
	int on = 1, room;

	w->fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (w->fd == -1)
		return errno == EAFNOSUPPORT ? ERR_NOTFOUND : ERR_IO;
	if (family == AF_INET6)
		(void)setsockopt(
		    w->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	(void)setsockopt(w->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on));
	(void)setsockopt(w->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	if (family == AF_INET6)
		(void)setsockopt(
		    w->fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
	else
		(void)setsockopt(
		    w->fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (family == AF_INET)
		keep_whole(w, true);
	room = grow_buffer(w->fd);
	if (t->room == 0 || room < t->room)
		t->room = room;
	w->readable =
	    event_new(base, w->fd, EV_READ | EV_PERSIST, on_readable, t);
	if (w->readable == NULL || event_add(w->readable, NULL) == -1)
		fatalx("poll: event");
	return ERR_OK;
}

static void
close_wire(struct wire *w)
{
	if (w->readable != NULL)
		event_free(w->readable);
	if (w->fd != -1)
		close(w->fd);
	for (int i = 0; i < BATCH; i++)
		buf_free(&w->out[i]);
}

static struct engine_limits
possible(const struct transport *t, const struct engine_limits *wish)
{
	struct engine_limits l = *wish;

	if (l.window > t->room)
		l.window = t->room;
	if (l.window < WINDOW_MIN && wish->window >= WINDOW_MIN)
		l.window = WINDOW_MIN;
	if (l.window < wish->window)
		log_info("window: %d questions at once, not %d: the kernel "
			 "grants no larger buffer (net.core.rmem_max)",
		    l.window, wish->window);
	return l;
}

int
transport_new(struct event_base *base, const struct engine_limits *limits,
    struct transport **out)
{
	struct transport *t = mem_new(1, sizeof(*t));
	struct engine_limits l;
	uint64_t seed = 0;

	t->ip4.fd = t->ip6.fd = -1;
	t->in = mem_new(BATCH, sizeof(*t->in));
	if (open_wire(t, &t->ip4, AF_INET, base) < 0 &&
	    open_wire(t, &t->ip6, AF_INET6, base) < 0) {
		log_warn("poll: no socket");
		transport_free(t);
		return ERR_IO;
	}
	if (t->ip6.fd == -1)
		(void)open_wire(t, &t->ip6, AF_INET6, base);
	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		fatal("getrandom");
	l = possible(t, limits);
	t->engine = engine_new(&l, seed, on_send, t);
	t->tick = evtimer_new(base, on_tick, t);
	if (t->tick == NULL)
		fatalx("poll: event");
	*out = t;
	return ERR_OK;
}

void
transport_free(struct transport *t)
{
	if (t == NULL)
		return;
	if (t->tick != NULL)
		event_free(t->tick);
	close_wire(&t->ip4);
	close_wire(&t->ip6);
	engine_free(t->engine);
	free(t->in);
	free(t);
}

void
transport_limit(struct transport *t, const struct engine_limits *limits)
{
	struct engine_limits l = possible(t, limits);

	engine_limit(t->engine, &l);
}

void
transport_each_tick(struct transport *t, void (*ticked)(void *arg), void *arg)
{
	t->ticked = ticked;
	t->arg = arg;
}

struct engine *
transport_engine(struct transport *t)
{
	return t->engine;
}

uint64_t
transport_dropped(const struct transport *t)
{
	return (uint64_t)t->ip4.dropped + t->ip6.dropped;
}
