/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/datagrams.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	BATCH = 64,
	ROUNDS_MAX = 32, /* then the other sockets have their turn */
	DATAGRAM_MAX = 65536,
	ROOM_LEAST = 4 << 20,
	CHARGE = 1280, /* what the kernel counts for a short datagram */
	CONTROL_MAX = 64,
	LOOK_S = 1,
};

struct datagrams {
	int fd;
	char *name;
	char *told_path;
	uint32_t told; /* of the kernel's counter of datagrams dropped */
	struct datagrams_hooks hooks;
	struct event *readable;
	struct event *look; /* for what was dropped, a while after reading */
	bool look_is_set;
	struct mmsghdr headers[BATCH];
	struct iovec iov[BATCH];
	struct datagram_way way[BATCH];
	union {
		struct cmsghdr align;
		uint8_t bytes[CONTROL_MAX];
	} control[BATCH];
	uint8_t (*data)[DATAGRAM_MAX];
};

static void
check_room(const struct datagrams *d)
{
	int room = 0;
	socklen_t len = sizeof(room);

	if (getsockopt(d->fd, SOL_SOCKET, SO_RCVBUF, &room, &len) == -1)
		return;
	if (room < ROOM_LEAST)
		log_warnx("%s: the receive buffer holds %d short messages "
			  "only; raise net.core.rmem_max",
		    d->name, room / CHARGE);
	else
		log_debug("%s: receive buffer for %d messages", d->name,
		    room / CHARGE);
}

static uint32_t
read_dropped(int fd)
{
	uint32_t info[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &len) == -1)
		return 0;
	return info[SK_MEMINFO_DROPS];
}

static void
note_told(const struct datagrams *d)
{
	char text[64];
	struct stat st;

	if (fstat(d->fd, &st) == -1)
		return;
	snprintf(text, sizeof(text), "%llu %u\n", (unsigned long long)st.st_ino,
	    d->told);
	d->hooks.note(d->hooks.arg, d->told_path, text, strlen(text));
}

static uint32_t
read_told(const struct datagrams *d)
{
	unsigned long long inode;
	struct buf text = { 0 };
	uint32_t told = 0;
	struct stat st;
	char *end;

	if (access(d->told_path, R_OK) == -1 || fstat(d->fd, &st) == -1 ||
	    file_read(d->told_path, 64, &text) < 0)
		return 0;
	inode = strtoull(buf_str(&text), &end, 10);
	if (inode == (unsigned long long)st.st_ino)
		told = (uint32_t)strtoul(end, NULL, 10);
	buf_free(&text);
	return told;
}

/* The counter only grows, and wraps. */
static void
datagrams_look(struct datagrams *d)
{
	uint32_t counter = read_dropped(d->fd);
	uint32_t more = counter - d->told;

	if (more == 0 || !d->hooks.lost(d->hooks.arg, more))
		return;
	d->told = counter;
	log_warnx("%s: %u datagrams lost in the kernel", d->name, more);
	note_told(d);
}

/* So that an answer leaves from the address that was asked. */
static void
ask_for_way(int fd)
{
	struct sockaddr_storage local = { 0 };
	socklen_t len = sizeof(local);
	int on = 1;

	if (getsockname(fd, (struct sockaddr *)&local, &len) == -1)
		return;
	if (local.ss_family == AF_INET)
		(void)setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on));
	else
		(void)setsockopt(
		    fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof(on));
}

static void
prepare(struct datagrams *d)
{
	for (int i = 0; i < BATCH; i++) {
		d->iov[i] = (struct iovec){ d->data[i], DATAGRAM_MAX };
		d->headers[i].msg_hdr = (struct msghdr){
			.msg_name = &d->way[i].peer,
			.msg_namelen = sizeof(d->way[i].peer),
			.msg_iov = &d->iov[i],
			.msg_iovlen = 1,
			.msg_control = &d->control[i],
			.msg_controllen = sizeof(d->control[i]),
		};
	}
}

static void
read_way(struct msghdr *m, struct datagram_way *way)
{
	struct in_pktinfo info;

	way->peer_len = m->msg_namelen;
	way->local4.s_addr = INADDR_ANY;
	way->local6 = (struct in6_pktinfo){ 0 };
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&info, CMSG_DATA(c), sizeof(info));
			way->local4 = info.ipi_spec_dst;
		} else if (c->cmsg_level == IPPROTO_IPV6 &&
		    c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&way->local6, CMSG_DATA(c), sizeof(way->local6));
		}
	}
}

static void
take_one(struct datagrams *d, int i, int64_t at)
{
	struct msghdr *m = &d->headers[i].msg_hdr;
	struct datagram one = { .data = d->data[i],
		.len = d->headers[i].msg_len,
		.cut = (m->msg_flags & MSG_TRUNC) != 0,
		.at = at,
		.way = &d->way[i] };

	if (one.len == 0)
		return;
	read_way(m, &d->way[i]);
	address_from_sockaddr((struct sockaddr *)&d->way[i].peer, &one.from);
	d->hooks.take(d->hooks.arg, &one);
}

static int
take_batch(struct datagrams *d)
{
	int64_t at;
	int n;

	prepare(d);
	n = recvmmsg(d->fd, d->headers, BATCH, MSG_DONTWAIT, NULL);
	if (n == -1) {
		if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED)
			log_warn("%s: receive", d->name);
		return 0;
	}
	at = clock_now();
	for (int i = 0; i < n; i++)
		take_one(d, i, at);
	return n;
}

static void
on_look(int fd, short what, void *arg)
{
	struct datagrams *d = arg;

	(void)fd;
	(void)what;
	d->look_is_set = false;
	datagrams_look(d);
}

/* A full buffer is one that is read soon: then something may have been
 * dropped. Not told at once: in a rush that would cost more of them. */
static void
look_later(struct datagrams *d)
{
	const struct timeval tv = { .tv_sec = LOOK_S };

	if (!d->look_is_set)
		(void)event_add(d->look, &tv);
	d->look_is_set = true;
}

static void
on_readable(int fd, short what, void *arg)
{
	struct datagrams *d = arg;

	(void)fd;
	(void)what;
	for (int i = 0; i < ROUNDS_MAX && d->hooks.has_room(d->hooks.arg); i++)
		if (take_batch(d) < BATCH)
			break;
	look_later(d);
}

static void
add_local(struct msghdr *m, const struct datagram_way *way)
{
	struct in_pktinfo info = { .ipi_spec_dst = way->local4 };
	bool is_four = way->peer.ss_family == AF_INET;
	size_t len = is_four ? sizeof(info) : sizeof(way->local6);
	struct cmsghdr *c = m->msg_control;

	m->msg_controllen = CMSG_SPACE(len);
	c->cmsg_level = is_four ? IPPROTO_IP : IPPROTO_IPV6;
	c->cmsg_type = is_four ? IP_PKTINFO : IPV6_PKTINFO;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(c),
	    is_four ? (const void *)&info : (const void *)&way->local6, len);
}

void
datagrams_answer(struct datagrams *d, const struct datagram_way *way,
    const void *data, size_t len)
{
	struct iovec iov = { (void *)(uintptr_t)data, len };
	union {
		struct cmsghdr align;
		uint8_t bytes[CONTROL_MAX];
	} control = { 0 };
	struct msghdr m = { .msg_name = (void *)(uintptr_t)&way->peer,
		.msg_namelen = way->peer_len,
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control };

	add_local(&m, way);
	if (sendmsg(d->fd, &m, MSG_DONTWAIT) == -1)
		log_debug("%s: an answer cannot be sent: %s", d->name,
		    strerror(errno));
}

struct datagrams *
datagrams_start(int fd, const char *name, char *told_path,
    const struct datagrams_hooks *hooks, struct event_base *base)
{
	struct datagrams *d = mem_new(1, sizeof(*d));

	d->fd = fd;
	d->name = mem_dup_str(name);
	d->told_path = told_path;
	d->hooks = *hooks;
	d->data = mem_new(BATCH, sizeof(*d->data));
	d->told = read_told(d);
	ask_for_way(fd);
	datagrams_look(d);
	check_room(d);
	d->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, d);
	d->look = evtimer_new(base, on_look, d);
	if (d->readable == NULL || d->look == NULL ||
	    event_add(d->readable, NULL) == -1)
		fatalx("%s: cannot be watched", name);
	return d;
}

void
datagrams_pause(struct datagrams *d, bool pause)
{
	if (pause)
		(void)event_del(d->readable);
	else
		(void)event_add(d->readable, NULL);
}

void
datagrams_stop(struct datagrams *d)
{
	if (d == NULL)
		return;
	datagrams_look(d);
	event_free(d->readable);
	event_free(d->look);
	close(d->fd);
	free(d->told_path);
	free(d->name);
	free(d->data);
	free(d);
}
