/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Sends numbered syslog messages to this machine as fast as it is told:
 *
 *	flood udp|tcp|octets|tls PORT COUNT RATE LENGTH [FIRST]
 *
 * RATE is messages a second, 0 without a limit. Prints how many were handed to
 * the kernel and in how many seconds, once the receiver has closed.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

enum { GROUP = 64, LENGTH_MAX = 8192, FRAME_MAX = LENGTH_MAX + 16 };

enum kind { UDP, TCP, OCTETS, TLS /* octets, too */ };

struct flood {
	enum kind kind;
	int fd;
	SSL *ssl; /* of TLS */
	uint64_t count, first;
	double rate;
	size_t length;
	char now[32];
};

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static size_t
write_message(const struct flood *f, uint64_t n, char *out)
{
	static const char filler[] = "Interface GigabitEthernet0/1 changed "
				     "state to up; ";
	int len;

	len = snprintf(out, LENGTH_MAX,
	    "<%d>%s host%03d app%d[%d]: number=%010llu ", (int)(128 + n % 8),
	    f->now, (int)(n % 200), (int)(n % 17), (int)(1000 + n % 5000),
	    (unsigned long long)n);
	for (size_t at = (size_t)len; at < f->length; at++)
		out[at] = filler[at % (sizeof(filler) - 1)];
	return (size_t)len > f->length ? (size_t)len : f->length;
}

static size_t
write_frame(const struct flood *f, uint64_t n, char *out)
{
	char message[LENGTH_MAX];
	size_t len = write_message(f, n, message), head = 0;

	if (f->kind == OCTETS || f->kind == TLS)
		head = (size_t)snprintf(out, FRAME_MAX, "%zu ", len);
	memcpy(out + head, message, len);
	if (f->kind == TCP)
		out[head + len++] = '\n';
	return head + len;
}

static bool
send_all(const struct flood *f, const char *data, size_t len)
{
	if (f->ssl != NULL)
		return SSL_write(f->ssl, data, (int)len) == (int)len;
	while (len > 0) {
		ssize_t n = send(f->fd, data, len, 0);

		if (n == -1)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
send_group(const struct flood *f, uint64_t n, int group)
{
	static char data[GROUP * FRAME_MAX];
	size_t len = 0;

	if (f->kind != UDP) {
		for (int i = 0; i < group; i++)
			len += write_frame(f, n + (uint64_t)i, data + len);
		return send_all(f, data, len);
	}
	for (int i = 0; i < group; i++) {
		len = write_message(f, n + (uint64_t)i, data);
		/* Nobody listens for a moment: that one is lost. */
		if (send(f->fd, data, len, 0) == -1 && errno != ECONNREFUSED)
			return false;
	}
	return true;
}

static void
wait_until(double due)
{
	double left = due - seconds();
	struct timespec ts;

	if (left <= 0)
		return;
	ts.tv_sec = (time_t)left;
	ts.tv_nsec = (long)((left - (double)ts.tv_sec) * 1e9);
	nanosleep(&ts, NULL);
}

static uint64_t
run(const struct flood *f)
{
	double start = seconds();
	int group = GROUP;
	uint64_t n = 0;

	if (f->rate > 0 && f->rate < GROUP * 1000)
		group = f->rate < 1000 ? 1 : (int)(f->rate / 1000);
	while (n < f->count) {
		if ((uint64_t)group > f->count - n)
			group = (int)(f->count - n);
		if (f->rate > 0)
			wait_until(start + (double)n / f->rate);
		if (!send_group(f, f->first + n, group))
			break;
		n += (uint64_t)group;
	}
	return n;
}

static int
connect_to(enum kind kind, int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, kind == UDP ? SOCK_DGRAM : SOCK_STREAM, 0);

	if (fd == -1 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1) {
		perror("flood: connect");
		exit(EXIT_FAILURE);
	}
	return fd;
}

/* Whose certificate it is does not matter here. */
static SSL *
shake_hands(int fd)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	SSL *ssl = context == NULL ? NULL : SSL_new(context);

	if (ssl == NULL || SSL_set_fd(ssl, fd) != 1 || SSL_connect(ssl) != 1) {
		fprintf(stderr, "flood: no handshake\n");
		exit(EXIT_FAILURE);
	}
	SSL_CTX_free(context);
	return ssl;
}

/* All that was sent has been read when the other side closes, too. */
static void
finish(const struct flood *f)
{
	struct timeval patience = { .tv_sec = 60 };
	char byte;

	if (f->kind == UDP)
		return;
	if (f->ssl != NULL)
		(void)SSL_shutdown(f->ssl);
	(void)shutdown(f->fd, SHUT_WR);
	(void)setsockopt(
	    f->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)!recv(f->fd, &byte, 1, 0);
}

int
main(int argc, char **argv)
{
	struct flood f = { .kind = UDP };
	time_t now = time(NULL);
	double start;
	uint64_t sent;

	if (argc < 6) {
		fprintf(stderr,
		    "usage: flood udp|tcp|octets|tls PORT COUNT RATE "
		    "LENGTH [FIRST]\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	if (strcmp(argv[1], "tls") == 0)
		f.kind = TLS;
	else if (strcmp(argv[1], "udp") != 0)
		f.kind = strcmp(argv[1], "tcp") == 0 ? TCP : OCTETS;
	f.fd = connect_to(f.kind, (int)strtol(argv[2], NULL, 10));
	if (f.kind == TLS)
		f.ssl = shake_hands(f.fd);
	f.count = strtoull(argv[3], NULL, 10);
	f.rate = strtod(argv[4], NULL);
	f.length = strtoul(argv[5], NULL, 10);
	if (f.length >= LENGTH_MAX)
		f.length = LENGTH_MAX - 1;
	f.first = argc > 6 ? strtoull(argv[6], NULL, 10) : 1;
	strftime(f.now, sizeof(f.now), "%b %e %H:%M:%S", gmtime(&now));

	start = seconds();
	sent = run(&f);
	finish(&f);
	printf("%llu %.3f\n", (unsigned long long)sent, seconds() - start);
	close(f.fd);
	return sent == f.count ? EXIT_SUCCESS : EXIT_FAILURE;
}
