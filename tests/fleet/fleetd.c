/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A school network of simulated SNMP agents on 127.0.0.0/8 and ::1: one socket
 * on all addresses, and each answer leaves from the address that was asked.
 */

#include <errno.h>
#include <getopt.h>
#include <libgen.h>
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
#include "tests/fleet/fleet.h"
#include "tests/fleet/notice.h"
#include "tests/fleet/number.h"
#include "tests/fleet/port.h"
#include "tests/fleet/secure.h"

enum {
	COMMANDS_MAX = 1 << 20,
	CONTROL_WAIT_MS = 2000,
	PORTS_MAX = 4098, /* one of IPv4, and of IPv6 the first and others */
	PORT_TRIES = 50,
};

/* An answer that waits for its time. */
struct late {
	struct late *next;
	int64_t due;
	struct port *port;
	struct address to, from;
	struct buf bytes;
};

struct server {
	struct fleet *fleet;
	struct port *ports[PORTS_MAX]; /* [0]: IPv4; [1 + N]: IPv6, N above */
	struct pollfd *polled;
	size_t n_polled;
	int control;
	struct late *late; /* the first due in front */
	struct buf out;
	uint64_t requests, answers;
};

static volatile sig_atomic_t stopping;

static void
on_signal(int number)
{
	(void)number;
	stopping = 1;
}

static bool
open_ports(struct server *s, uint16_t number)
{
	const struct address *a;
	struct port **p;

	s->ports[0] = port_open(AF_INET, number);
	if (s->ports[0] == NULL)
		return false;
	number = port_number(s->ports[0]);
	for (size_t i = 0; i < fleet_count(s->fleet); i++) {
		a = &fleet_at(s->fleet, i)->address;
		p = &s->ports[1 + a->port];
		if (a->family != 6 || *p != NULL)
			continue;
		if (number + a->port <= UINT16_MAX)
			*p = port_open(AF_INET6, (uint16_t)(number + a->port));
		if (*p == NULL)
			return false;
	}
	return true;
}

static void
close_ports(struct server *s)
{
	for (size_t i = 0; i < PORTS_MAX; i++) {
		port_close(s->ports[i]);
		s->ports[i] = NULL;
	}
}

static void
open_all_ports(struct server *s, uint16_t number)
{
	int tries = number == 0 ? PORT_TRIES : 1;
	size_t n = 1;

	/* Somebody may have one of those above a port that was free. */
	while (!open_ports(s, number)) {
		close_ports(s);
		if (--tries == 0)
			fatal("udp port %u", number);
	}
	s->polled = mem_new(PORTS_MAX + 1, sizeof(*s->polled));
	s->polled[0] = (struct pollfd){ .fd = s->control, .events = POLLIN };
	for (size_t i = 0; i < PORTS_MAX; i++) {
		if (s->ports[i] == NULL)
			continue;
		s->polled[n++] = (struct pollfd){ .fd = port_fd(s->ports[i]),
			.events = POLLIN };
	}
	s->n_polled = n;
}

static struct port *
port_of(const struct server *s, const struct agent *a)
{
	return s->ports[a->address.family == 4 ? 0 : 1 + a->address.port];
}

static void
flush_ports(struct server *s)
{
	for (size_t i = 0, n = 1; n < s->n_polled; i++) {
		if (s->ports[i] == NULL)
			continue;
		port_flush(s->ports[i]);
		n++;
	}
}

static void
queue(struct server *s, int64_t due, struct port *p, const struct address *from,
    const struct address *to, const struct buf *bytes)
{
	struct late *l = mem_new(1, sizeof(*l)), **at = &s->late;

	*l = (struct late){ .due = due, .port = p, .to = *to, .from = *from };
	buf_add(&l->bytes, bytes->data, bytes->len);
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
		port_send(
		    l->port, &l->from, &l->to, l->bytes.data, l->bytes.len);
		s->answers++;
		buf_free(&l->bytes);
		free(l);
	}
}

static bool
is_lost(struct faults_way *f)
{
	if (f->lose > 0) {
		f->lose--;
		return true;
	}
	return f->loss_permille > 0 && random() % 1000 < f->loss_permille;
}

static void
forge(struct server *s, struct port *p, struct agent *a, int64_t now,
    const struct address *from, const struct address *to, const void *data,
    size_t len)
{
	buf_clear(&s->out);
	if (secure_forge(a, now, data, len, a->faults.way.forged, &s->out) ==
	    ERR_OK)
		port_send(p, to, from, s->out.data, s->out.len);
}

/* What stands in out goes back the way that the agent has. */
static void
give(struct server *s, struct port *p, const struct agent *a, int64_t now,
    const struct address *from, const struct address *to)
{
	const struct faults_way *f = &a->faults.way;
	int64_t wait = f->delay + (f->jitter > 0 ? random() % f->jitter : 0);

	to = f->source.family != 0 ? &f->source : to;
	for (int i = f->duplicate ? 2 : 1; i > 0; i--) {
		if (wait > 0 && i == 1) {
			queue(s, now + wait, p, to, from, &s->out);
			continue;
		}
		port_send(p, to, from, s->out.data, s->out.len);
		s->answers++;
	}
}

static void
on_datagram(void *arg, struct port *p, const struct address *from,
    const struct address *to, const void *data, size_t len)
{
	struct server *s = arg;
	struct address key = *to;
	int64_t now = clock_monotonic();
	struct agent *a;

	key.port = (uint16_t)(key.port - port_number(s->ports[0]));
	a = fleet_find(s->fleet, &key);
	if (a != NULL &&
	    notices_receive(fleet_notices(s->fleet), a, now, data, len))
		return;
	s->requests++;
	if (a == NULL || is_lost(&a->faults.way))
		return;
	if (a->faults.way.forged != USM_REPORT_NONE)
		forge(s, p, a, now, from, to, data, len);
	buf_clear(&s->out);
	if (agent_answer(a, now, data, len, &s->out) == ERR_OK)
		give(s, p, a, now, from, to);
}

static void
on_notice(void *arg, const struct agent *from, const struct address *to,
    const void *data, size_t len)
{
	port_send(port_of(arg, from), &from->address, to, data, len);
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
print_counters(const struct server *s, struct buf *reply)
{
	buf_printf(reply, "requests %llu answers %llu agents %zu ",
	    (unsigned long long)s->requests, (unsigned long long)s->answers,
	    fleet_count(s->fleet));
	notices_count(fleet_notices(s->fleet), reply);
	buf_add_str(reply, "\n");
}

static void
run_command(struct server *s, const char *line, struct buf *reply)
{
	const char *reason;

	if (strcmp(line, "counters") == 0)
		print_counters(s, reply);
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
	int64_t next = notices_next(fleet_notices(s->fleet)), wait;

	if (s->late != NULL && s->late->due < next)
		next = s->late->due;
	if (next == INT64_MAX)
		return -1;
	wait = next - clock_monotonic();
	return wait <= 0 ? 0 : (int)(wait / 1000) + 1;
}

static void
receive_all(struct server *s)
{
	for (size_t i = 0, n = 1; n < s->n_polled; i++) {
		if (s->ports[i] == NULL)
			continue;
		if ((s->polled[n++].revents & POLLIN) == 0)
			continue;
		while (port_receive(s->ports[i], on_datagram, s))
			port_flush(s->ports[i]);
	}
}

static void
serve(struct server *s)
{
	int64_t now;

	while (!stopping) {
		if (poll(s->polled, s->n_polled, time_to_next(s)) == -1) {
			if (errno != EINTR)
				fatal("poll");
			continue;
		}
		receive_all(s);
		if ((s->polled[0].revents & POLLIN) != 0)
			serve_control(s);
		now = clock_monotonic();
		send_late(s, now);
		notices_due(fleet_notices(s->fleet), now, on_notice, s);
		flush_ports(s);
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
	if (control != NULL)
		s.control = open_control(control);
	open_all_ports(&s, port);
	printf("%zu agents on port %u\n", fleet_count(s.fleet),
	    port_number(s.ports[0]));
	fflush(stdout);
	serve(&s);
	if (control != NULL)
		(void)unlink(control);
	while (s.late != NULL)
		send_late(&s, INT64_MAX);
	close_ports(&s);
	fleet_free(s.fleet);
	buf_free(&s.out);
	free(s.polled);
	free(folder);
	return 0;
}
