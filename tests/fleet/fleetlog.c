/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sends syslog messages as a device would, from its own 127.x.y.z. A message
 * is sent as it stands: what it must be is up to whoever wrote it.
 *
 *	fleetlog --from 127.1.0.4 --to 127.0.0.1:5514 '<187>...' ...
 *	fleetlog --octet --to 127.0.0.1:5514 < messages
 */

#include <getopt.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/model/address.h"
#include "tests/fleet/number.h"

enum framing {
	FRAMING_UDP,
	FRAMING_NEWLINE, /* TCP, RFC 6587 3.4.2 */
	FRAMING_OCTET,   /* TCP, RFC 6587 3.4.1 */
};

struct sender {
	enum framing framing;
	struct sockaddr_in from, to;
	long repeat;
	long rate; /* messages a second; 0: as fast as it goes */
	int fd;
};

static void
usage(void)
{
	fputs("usage: fleetlog [--newline | --octet] [--from ADDRESS]"
	      " [--repeat N] [--rate N]\n"
	      "                --to ADDRESS:PORT [MESSAGE...]\n",
	    stderr);
	exit(2);
}

/* Of IPv4; what is sent to has a port, what is sent from has none. */
static void
read_address(const char *text, bool with_port, struct sockaddr_in *out)
{
	struct sockaddr_storage sa;
	struct address a;

	if (address_parse(text, &a) < 0 || a.family != 4 ||
	    (a.port != 0) != with_port)
		fatalx("%s: not an address%s", text, with_port ? ":port" : "");
	(void)address_to_sockaddr(&a, &sa);
	memcpy(out, &sa, sizeof(*out));
}

static void
open_socket(struct sender *s)
{
	int type = s->framing == FRAMING_UDP ? SOCK_DGRAM : SOCK_STREAM;
	int on = 1;

	s->fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	if (s->fd == -1)
		fatal("socket");
	/* The same device may connect again before its last port is free. */
	(void)setsockopt(
	    s->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	if (s->from.sin_family != 0 &&
	    bind(s->fd, (struct sockaddr *)&s->from, sizeof(s->from)) == -1)
		fatal("bind");
	if (connect(s->fd, (struct sockaddr *)&s->to, sizeof(s->to)) == -1)
		fatal("connect");
}

static void
send_message(const struct sender *s, const char *text, size_t len)
{
	struct buf frame = { 0 };

	if (s->framing == FRAMING_OCTET)
		buf_printf(&frame, "%zu ", len);
	buf_add(&frame, text, len);
	if (s->framing == FRAMING_NEWLINE)
		buf_add_u8(&frame, '\n');
	if (file_write_all(s->fd, frame.data, frame.len) < 0)
		fatal("send");
	buf_free(&frame);
}

static void
send_often(const struct sender *s, const char *text, size_t len)
{
	const long second = 1000000000;
	struct timespec gap = { 0, s->rate > 0 ? second / s->rate - 1 : 0 };

	for (long i = 0; i < s->repeat; i++) {
		send_message(s, text, len);
		if (s->rate > 0)
			nanosleep(&gap, NULL);
	}
}

static void
send_lines(const struct sender *s)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		n -= line[n - 1] == '\n';
		if (n > 0)
			send_often(s, line, (size_t)n);
	}
	free(line);
}

static void
read_options(struct sender *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "newline", no_argument, NULL, 'n' },
		{ "octet", no_argument, NULL, 'o' },
		{ "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 't' },
		{ "repeat", required_argument, NULL, 'r' },
		{ "rate", required_argument, NULL, 's' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'n':
			s->framing = FRAMING_NEWLINE;
			break;
		case 'o':
			s->framing = FRAMING_OCTET;
			break;
		case 'f':
			read_address(optarg, false, &s->from);
			break;
		case 't':
			read_address(optarg, true, &s->to);
			break;
		case 'r':
			s->repeat = number_argument(optarg, 1, INT32_MAX);
			break;
		case 's':
			s->rate = number_argument(optarg, 1, 1000000);
			break;
		default:
			usage();
		}
	}
	if (s->to.sin_family == 0)
		usage();
}

int
main(int argc, char **argv)
{
	struct sender s = { .framing = FRAMING_UDP, .repeat = 1 };

	log_start("fleetlog");
	read_options(&s, argc, argv);
	open_socket(&s);
	for (int i = optind; i < argc; i++)
		send_often(&s, argv[i], strlen(argv[i]));
	if (optind == argc)
		send_lines(&s);
	close(s.fd);
	return 0;
}
