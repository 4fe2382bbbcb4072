/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/udp.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	BATCH = 64,
	ROUNDS_MAX = 8, /* then the other sockets have their turn */
	DATAGRAM_MAX = 65536,
	ROOM_LEAST = 4 << 20,
	CHARGE = 1280, /* what the kernel counts for a short datagram */
};

struct udp {
	int fd;
	int listener;
	int32_t realm;
	int message_max;
	const char *name;
	struct intake *in;
	struct event *readable;
	uint32_t told; /* of the kernel's counter of datagrams dropped */
	char *told_path;
	uint64_t unkept; /* read when the journal had no room */
	struct mmsghdr headers[BATCH];
	struct iovec iov[BATCH];
	struct sockaddr_storage from[BATCH];
	uint8_t (*data)[DATAGRAM_MAX];
};

static void
check_room(const struct udp *u)
{
	int room = 0;
	socklen_t len = sizeof(room);

	if (getsockopt(u->fd, SOL_SOCKET, SO_RCVBUF, &room, &len) == -1)
		return;
	if (room < ROOM_LEAST)
		log_warnx("listen udp %s: the receive buffer holds %d short "
			  "messages only; raise net.core.rmem_max",
		    u->name, room / CHARGE);
	else
		log_debug("listen udp %s: receive buffer for %d messages",
		    u->name, room / CHARGE);
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

/*
 * The supervisor keeps the socket while this role dies and comes back, and the
 * kernel its counter: which part of it is on record stands in a file, under the
 * socket's inode.
 */
static void
note_told(const struct udp *u)
{
	char text[64];
	struct stat st;

	if (fstat(u->fd, &st) == -1)
		return;
	snprintf(text, sizeof(text), "%llu %u\n", (unsigned long long)st.st_ino,
	    u->told);
	(void)file_write(u->told_path, text, strlen(text), 0640);
}

static uint32_t
read_told(const struct udp *u)
{
	unsigned long long inode;
	struct buf text = { 0 };
	uint32_t told = 0;
	struct stat st;
	char *end;

	if (access(u->told_path, R_OK) == -1 || fstat(u->fd, &st) == -1 ||
	    file_read(u->told_path, 64, &text) < 0)
		return 0;
	inode = strtoull(buf_str(&text), &end, 10);
	if (inode == (unsigned long long)st.st_ino)
		told = (uint32_t)strtoul(end, NULL, 10);
	buf_free(&text);
	return told;
}

/* The counter only grows, and wraps. */
static void
tell_losses(struct udp *u)
{
	uint32_t counter = read_dropped(u->fd);
	uint32_t more = counter - u->told;

	if (u->unkept > 0 &&
	    intake_loss(u->in, u->realm, LOSS_JOURNAL, u->unkept, u->name))
		u->unkept = 0;
	if (more == 0 ||
	    !intake_loss(u->in, u->realm, LOSS_SOCKET, more, u->name))
		return;
	u->told = counter;
	log_warnx(
	    "listen udp %s: %u datagrams lost in the kernel", u->name, more);
	note_told(u);
}

static void
prepare(struct udp *u)
{
	for (int i = 0; i < BATCH; i++) {
		u->iov[i] = (struct iovec){ u->data[i], DATAGRAM_MAX };
		u->headers[i].msg_hdr = (struct msghdr){
			.msg_name = &u->from[i],
			.msg_namelen = sizeof(u->from[i]),
			.msg_iov = &u->iov[i],
			.msg_iovlen = 1,
		};
	}
}

static void
take_datagram(struct udp *u, int i, int64_t at)
{
	struct message m = { .transport = MESSAGE_UDP,
		.listener = (uint16_t)u->listener,
		.bytes = u->data[i],
		.len = u->headers[i].msg_len };

	address_from_sockaddr((struct sockaddr *)&u->from[i], &m.from);
	if ((u->headers[i].msg_hdr.msg_flags & MSG_TRUNC) != 0 ||
	    m.len > (size_t)u->message_max) {
		m.flags |= MESSAGE_TRUNCATED;
		if (m.len > (size_t)u->message_max)
			m.len = (size_t)u->message_max;
	}
	if (m.len == 0)
		return;
	if (!intake_message(u->in, u->realm, &m, at))
		u->unkept++;
}

static int
take_batch(struct udp *u)
{
	int64_t at;
	int n;

	prepare(u);
	n = recvmmsg(u->fd, u->headers, BATCH, MSG_DONTWAIT, NULL);
	if (n == -1) {
		if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED)
			log_warn("listen udp %s: receive", u->name);
		return 0;
	}
	at = clock_now();
	for (int i = 0; i < n; i++) {
		take_datagram(u, i, at);
	}
	return n;
}

static void
on_readable(int fd, short what, void *arg)
{
	struct udp *u = arg;

	(void)fd;
	(void)what;
	for (int i = 0; i < ROUNDS_MAX && !intake_is_paused(u->in); i++)
		if (take_batch(u) < BATCH)
			break;
	tell_losses(u);
}

static void
use_address(struct udp *u, const struct config_address *a, int listener)
{
	u->listener = listener;
	u->realm = a->listen->realm_id;
	u->message_max = a->listen->message_max;
	u->name = a->text;
}

bool
udp_adopt(struct udp *u, const struct config_address *a, int listener)
{
	if (strcmp(u->name, a->text) != 0)
		return false;
	use_address(u, a, listener);
	return true;
}

struct udp *
udp_start(int fd, const struct config_address *a, int listener,
    struct intake *in, struct event_base *base)
{
	struct udp *u = mem_new(1, sizeof(*u));
	char kept[32];

	snprintf(kept, sizeof(kept), "dropped.%d", listener);
	u->fd = fd;
	use_address(u, a, listener);
	u->in = in;
	u->data = mem_new(BATCH, sizeof(*u->data));
	u->told_path = intake_path(in, kept);
	u->told = read_told(u);
	tell_losses(u);
	check_room(u);
	u->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, u);
	if (u->readable == NULL || event_add(u->readable, NULL) == -1)
		fatalx("listen udp %s: cannot be watched", u->name);
	return u;
}

void
udp_pause(struct udp *u, bool pause)
{
	if (pause)
		(void)event_del(u->readable);
	else
		(void)event_add(u->readable, NULL);
}

void
udp_stop(struct udp *u)
{
	if (u == NULL)
		return;
	event_free(u->readable);
	close(u->fd);
	free(u->told_path);
	free(u->data);
	free(u);
}
