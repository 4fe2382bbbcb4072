/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A school network of simulated SNMP agents on 127.0.0.0/8: one socket on all
 * addresses, and each answer leaves from the address that was asked.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/snmp.h"
#include "tests/fleet/fleet.h"
#include "tests/fleet/number.h"

enum {
	BATCH = 64,
	REQUEST_MAX = 8192,
	RECEIVE_BUFFER = 8 << 20,
	COMMANDS_MAX = 1 << 20,
	CONTROL_WAIT_MS = 2000,
};

/* An answer that waits for its time. */
struct late {
	struct late *next;
	int64_t due;
	struct sockaddr_in to;
	struct in_addr from;
	struct buf bytes;
};

struct server {
	struct fleet *fleet;
	int udp, control;
	struct late *late; /* the first due in front */
	uint64_t requests, answers;
};

static volatile sig_atomic_t stopping;

static void
on_signal(int number)
{
	(void)number;
	stopping = 1;
}

static int
open_udp(uint16_t *port)
{
	struct sockaddr_in any = { .sin_family = AF_INET,
		.sin_port = htons(*port) };
	socklen_t len = sizeof(any);
	int on = 1, room = RECEIVE_BUFFER;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd == -1 ||
	    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)) == -1 ||
	    bind(fd, (struct sockaddr *)&any, sizeof(any)) == -1 ||
	    getsockname(fd, (struct sockaddr *)&any, &len) == -1)
		fatal("udp port %u", *port);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)))
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	*port = ntohs(any.sin_port);
	return fd;
}

static int
open_control(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(un.sun_path))
		fatalx("%s: too long for a socket", path);
	memcpy(un.sun_path, path, strlen(path) + 1);
	(void)unlink(path);
	if (fd == -1 || bind(fd, (struct sockaddr *)&un, sizeof(un)) == -1 ||
	    listen(fd, 8) == -1)
		fatal("%s", path);
	return fd;
}

static void
send_from(struct server *s, const struct sockaddr_in *to, struct in_addr from,
    const struct buf *bytes)
{
	union {
		char room[CMSG_SPACE(sizeof(struct in_pktinfo))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec iov = { bytes->data, bytes->len };
	struct msghdr m = { .msg_name = (void *)(uintptr_t)to,
		.msg_namelen = sizeof(*to),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	struct in_pktinfo info = { .ipi_spec_dst = from };

	c->cmsg_level = IPPROTO_IP;
	c->cmsg_type = IP_PKTINFO;
	c->cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(c), &info, sizeof(info));
	if (sendmsg(s->udp, &m, 0) >= 0)
		s->answers++;
}

static void
queue(struct server *s, int64_t due, const struct sockaddr_in *to,
    struct in_addr from, struct buf *bytes)
{
	struct late *l = mem_new(1, sizeof(*l)), **at = &s->late;

	*l = (struct late){ .due = due, .to = *to, .from = from };
	l->bytes = *bytes;
	*bytes = (struct buf){ 0 };
	while (*at != NULL && (*at)->due <= due)
		at = &(*at)->next;
	l->next = *at;
	*at = l;
}

static void
send_late(struct server *s, int64_t now)
{
	struct late *l;

	while (s->late != NULL && s->late->due <= now) {
		l = s->late;
		s->late = l->next;
		send_from(s, &l->to, l->from, &l->bytes);
		buf_free(&l->bytes);
		free(l);
	}
}

static void
answer(struct server *s, const struct sockaddr_in *from, struct in_addr to,
    const void *data, size_t len)
{
	struct agent *a = fleet_find(s->fleet, to);
	int64_t now = clock_monotonic(), wait;
	struct buf out = { 0 };

	s->requests++;
	if (a == NULL || random() % 1000 < a->loss_permille ||
	    agent_answer(a, now, data, len, &out) < 0)
		goto out;
	to = a->source.s_addr != 0 ? a->source : to;
	wait = a->delay + (a->jitter > 0 ? random() % a->jitter : 0);
	if (a->duplicate)
		send_from(s, from, to, &out);
	if (wait > 0)
		queue(s, now + wait, from, to, &out);
	else
		send_from(s, from, to, &out);
out:
	buf_free(&out);
}

static struct in_addr
addressed_to(struct msghdr *m)
{
	struct in_pktinfo info = { 0 };

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO)
			memcpy(&info, CMSG_DATA(c), sizeof(info));
	}
	return info.ipi_addr;
}

/* Takes what the socket holds; false when it was empty. */
static bool
take_requests(struct server *s)
{
	static uint8_t data[BATCH][REQUEST_MAX];
	static char control[BATCH][CMSG_SPACE(sizeof(struct in_pktinfo))];
	struct sockaddr_in from[BATCH];
	struct mmsghdr m[BATCH] = { 0 };
	struct iovec iov[BATCH];
	int n;

	for (int i = 0; i < BATCH; i++) {
		iov[i] = (struct iovec){ data[i], REQUEST_MAX };
		m[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
			.msg_namelen = sizeof(from[i]),
			.msg_iov = &iov[i],
			.msg_iovlen = 1,
			.msg_control = control[i],
			.msg_controllen = sizeof(control[i]) };
	}
	n = recvmmsg(s->udp, m, BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++)
		answer(s, &from[i], addressed_to(&m[i].msg_hdr), data[i],
		    m[i].msg_len);
	return n == BATCH;
}

static void
run_command(struct server *s, const char *line, struct buf *reply)
{
	const char *reason;

	if (strcmp(line, "counters") == 0)
		buf_printf(reply, "requests %llu answers %llu agents %zu\n",
		    (unsigned long long)s->requests,
		    (unsigned long long)s->answers, fleet_count(s->fleet));
	else if (fleet_command(s->fleet, line, clock_monotonic(), &reason) < 0)
		buf_printf(reply, "error: %s: %s\n", line, reason);
}

static void
run_commands(struct server *s, struct buf *text, struct buf *reply)
{
	char *rest = (char *)(uintptr_t)buf_str(text), *line;

	while ((line = strsep(&rest, "\n")) != NULL) {
		line += strspn(line, " \t");
		if (*line != '\0' && *line != '#')
			run_command(s, line, reply);
	}
	if (reply->len == 0)
		buf_add_str(reply, "ok\n");
}

/* One visitor at a time: its lines until it closes its side, then a reply. */
static void
serve_control(struct server *s)
{
	int fd = accept4(s->control, NULL, NULL, SOCK_CLOEXEC);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct buf text = { 0 }, reply = { 0 };
	ssize_t n = -1;

	if (fd == -1)
		return;
	while (text.len < COMMANDS_MAX && poll(&p, 1, CONTROL_WAIT_MS) == 1) {
		n = read(fd, buf_extend(&text, 4096), 4096);
		text.len -= 4096 - (size_t)(n > 0 ? n : 0);
		if (n <= 0)
			break;
	}
	if (n == 0) {
		run_commands(s, &text, &reply);
		(void)!send(fd, reply.data, reply.len, MSG_NOSIGNAL);
	}
	close(fd);
	buf_free(&text);
	buf_free(&reply);
}

static int
time_to_next(const struct server *s)
{
	int64_t wait;

	if (s->late == NULL)
		return -1;
	wait = s->late->due - clock_monotonic();
	return wait <= 0 ? 0 : (int)(wait / 1000) + 1;
}

static void
serve(struct server *s)
{
	struct pollfd p[] = { { .fd = s->udp, .events = POLLIN },
		{ .fd = s->control, .events = POLLIN } };

	while (!stopping) {
		if (poll(p, 2, time_to_next(s)) == -1 && errno != EINTR)
			fatal("poll");
		if ((p[0].revents & POLLIN) != 0) {
			while (take_requests(s))
				continue;
		}
		if ((p[1].revents & POLLIN) != 0)
			serve_control(s);
		send_late(s, clock_monotonic());
	}
}

static void
usage(void)
{
	fputs("usage: fleetd [--port N] [--control SOCKET] SCENARIO\n", stderr);
	exit(2);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "port", required_argument, NULL, 'p' },
		{ "control", required_argument, NULL, 'c' },
		{ 0 },
	};
	struct sigaction stop = { .sa_handler = on_signal };
	struct server s = { .control = -1 };
	const char *control = NULL;
	uint16_t port = 0;
	char *folder;
	int c;

	log_start("fleetd");
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'p')
			port = (uint16_t)number_argument(optarg, 0, UINT16_MAX);
		else if (c == 'c')
			control = optarg;
		else
			usage();
	}
	if (optind + 1 != argc)
		usage();
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);

	folder = mem_dup_str(argv[optind]);
	s.fleet = fleet_new(dirname(folder));
	if (fleet_load(s.fleet, argv[optind], clock_monotonic()) < 0)
		return 1;
	s.udp = open_udp(&port);
	if (control != NULL)
		s.control = open_control(control);
	printf("%zu agents on port %u\n", fleet_count(s.fleet), port);
	fflush(stdout);
	serve(&s);
	if (control != NULL)
		(void)unlink(control);
	fleet_free(s.fleet);
	free(folder);
	return 0;
}
