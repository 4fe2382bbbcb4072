/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A sender of RELP that never gives up: what is not acknowledged when its
 * connection ends is sent again over the next one.
 *
 *	send_relp PORT COUNT WINDOW RATE SECONDS
 *
 * RATE is messages a second, 0 without a limit. Prints how many were
 * acknowledged, how many sent more than once, and over how many connections;
 * fails when SECONDS have gone by before all were.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_TXNR = 2, OUT_MAX = 64 << 10, IN_MAX = 4096, MESSAGE_MAX = 256 };

struct sender {
	unsigned port;
	long count, window;
	double rate, started;
	int fd;
	long base;  /* the first message of this connection */
	long acked; /* all before it are */
	long sent;  /* all before it were sent over this connection */
	bool is_open;
	long again, connections;
	char out[OUT_MAX], in[IN_MAX];
	size_t out_len, in_len;
};

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static void
add(struct sender *s, long txnr, const char *command, const char *data)
{
	s->out_len += (size_t)snprintf(s->out + s->out_len,
	    sizeof(s->out) - s->out_len, "%ld %s %zu%s%s\n", txnr, command,
	    strlen(data), *data == '\0' ? "" : " ", data);
}

static bool
reach(struct sender *s)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((in_port_t)s->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd == -1 ||
	    connect(s->fd, (struct sockaddr *)&to, sizeof(to)) == -1) {
		close(s->fd);
		s->fd = -1;
		return false;
	}
	(void)fcntl(s->fd, F_SETFL, O_NONBLOCK);
	s->again += s->sent - s->acked;
	s->base = s->sent = s->acked;
	s->out_len = s->in_len = 0;
	s->is_open = false;
	s->connections++;
	add(s, 1, "open",
	    "relp_version=0\nrelp_software=test\ncommands=syslog");
	return true;
}

static long
allowed(const struct sender *s)
{
	long n = s->count;

	if (s->acked + s->window < n)
		n = s->acked + s->window;
	if (s->rate > 0 && (seconds() - s->started) * s->rate + 1 < (double)n)
		n = (long)((seconds() - s->started) * s->rate) + 1;
	return n;
}

static void
fill(struct sender *s)
{
	char text[MESSAGE_MAX];

	while (s->is_open && s->sent < allowed(s) &&
	    s->out_len + MESSAGE_MAX < sizeof(s->out)) {
		snprintf(text, sizeof(text),
		    "<134>Jan  5 10:11:12 relay1 storm: number=%010ld "
		    "Interface GigabitEthernet0/1 changed state to up",
		    s->sent);
		add(s, FIRST_TXNR + s->sent - s->base, "syslog", text);
		s->sent++;
	}
}

/* One answer; false when it is not what it should be. */
static bool
take_answer(struct sender *s, const char *line)
{
	long txnr = strtol(line, NULL, 10);

	if (txnr == 1)
		return true; /* the end of its lines is what counts */
	if (txnr == 0)
		return false; /* serverclose */
	if (txnr != FIRST_TXNR + s->acked - s->base ||
	    strstr(line, " rsp 6 200 OK") == NULL) {
		fprintf(stderr, "unexpected: %s\n", line);
		exit(EXIT_FAILURE);
	}
	s->acked++;
	return true;
}

static bool
take_answers(struct sender *s)
{
	char *line = s->in, *end;

	while ((end = memchr(line, '\n', s->in_len - (size_t)(line - s->in))) !=
	    NULL) {
		*end = '\0';
		if (strncmp(line, "commands=", 9) == 0)
			s->is_open = true;
		else if (strchr(line, ' ') != NULL && !take_answer(s, line))
			return false;
		line = end + 1;
	}
	s->in_len -= (size_t)(line - s->in);
	memmove(s->in, line, s->in_len);
	return true;
}

static bool
move(struct sender *s)
{
	struct pollfd p = { s->fd, POLLIN, 0 };
	ssize_t n;

	fill(s);
	if (s->out_len > 0)
		p.events |= POLLOUT;
	(void)poll(&p, 1, 5);
	if (p.revents & (POLLIN | POLLHUP | POLLERR)) {
		n = read(s->fd, s->in + s->in_len, sizeof(s->in) - s->in_len);
		if (n == 0 || (n == -1 && errno != EAGAIN))
			return false;
		s->in_len += n > 0 ? (size_t)n : 0;
		if (!take_answers(s))
			return false;
	}
	if (p.revents & POLLOUT) {
		n = write(s->fd, s->out, s->out_len);
		if (n == -1)
			return errno == EAGAIN;
		s->out_len -= (size_t)n;
		memmove(s->out, s->out + n, s->out_len);
	}
	return true;
}

int
main(int argc, char **argv)
{
	static struct sender s = { .fd = -1 };
	struct timespec nap = { 0, 20000000 };
	double until;

	if (argc != 6)
		return EXIT_FAILURE;
	signal(SIGPIPE, SIG_IGN);
	s.port = (unsigned)strtoul(argv[1], NULL, 10);
	s.count = strtol(argv[2], NULL, 10);
	s.window = strtol(argv[3], NULL, 10);
	s.rate = strtod(argv[4], NULL);
	s.started = seconds();
	until = s.started + strtod(argv[5], NULL);
	while (s.acked < s.count && seconds() < until) {
		if (s.fd == -1 && !reach(&s)) {
			nanosleep(&nap, NULL);
		} else if (!move(&s)) {
			close(s.fd);
			s.fd = -1;
		}
	}
	printf("%ld acknowledged, %ld again, %ld connections, %.2f s\n",
	    s.acked, s.again, s.connections, seconds() - s.started);
	return s.acked == s.count ? EXIT_SUCCESS : EXIT_FAILURE;
}
