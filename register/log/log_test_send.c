/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/log_test_send.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/address.h"
#include "lib/wire/relp.h"

enum { WAIT_MS = 5000, ANSWER_MAX = 4096, SETTLE_MS = 300 };

struct line {
	const struct log_test_target *target;
	int fd;
	SSL_CTX *context;
	SSL *ssl; /* NULL: in the open */
	char *why;
};

const char *
log_test_transport_name(enum log_test_transport t)
{
	static const char *const names[LOG_TEST_TRANSPORTS] = {
		[LOG_TEST_UDP] = "udp",
		[LOG_TEST_TCP] = "tcp",
		[LOG_TEST_TLS] = "tls",
		[LOG_TEST_RELP] = "relp",
		[LOG_TEST_RELP_TLS] = "relp_tls",
	};

	return names[t];
}

static bool
is_secure(const struct line *l)
{
	return l->target->transport == LOG_TEST_TLS ||
	    l->target->transport == LOG_TEST_RELP_TLS;
}

static int
fail(struct line *l, const char *what, const char *reason)
{
	snprintf(l->why, LOG_TEST_WHY_MAX, "%s%s%s", what,
	    reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
	return ERR_IO;
}

static int
fail_tls(struct line *l, const char *what)
{
	unsigned long e = ERR_peek_error();
	const char *reason = ERR_SYSTEM_ERROR(e) ? strerror(ERR_GET_REASON(e))
						 : ERR_reason_error_string(e);

	(void)fail(l, what, reason);
	ERR_clear_error();
	return ERR_IO;
}

/* A section that listens everywhere listens here, too. */
static void
come_home(struct address *a)
{
	static const struct address any;

	if (memcmp(a->bytes, any.bytes, a->family == 4 ? 4 : 16) != 0)
		return;
	if (a->family == 4)
		a->bytes[0] = 127;
	a->bytes[a->family == 4 ? 3 : 15] = 1;
}

static void
wait_at_most(const struct line *l, int ms)
{
	struct timeval wait = { .tv_sec = ms / 1000,
		.tv_usec = ms % 1000 * 1000 };

	(void)setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	(void)setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
}

/*
 * In TLS 1.3 a certificate is refused after the handshake. What we had sent by
 * then would make the other side's kernel forget the reason: wait a moment.
 */
static int
settle(struct line *l)
{
	char byte;

	wait_at_most(l, SETTLE_MS);
	ERR_clear_error();
	if (SSL_read(l->ssl, &byte, 1) <= 0 && ERR_peek_error() != 0)
		return fail_tls(l, "sent away");
	wait_at_most(l, WAIT_MS);
	return ERR_OK;
}

static int
reach(struct line *l)
{
	struct sockaddr_storage to = { 0 };
	struct address address;
	socklen_t len;

	if (address_parse(l->target->address, &address) < 0)
		return fail(l, "not an address", l->target->address);
	come_home(&address);
	len = (socklen_t)address_to_sockaddr(&address, &to);
	l->fd = socket(to.ss_family,
	    (l->target->transport == LOG_TEST_UDP ? SOCK_DGRAM : SOCK_STREAM) |
		SOCK_CLOEXEC,
	    0);
	if (l->fd == -1)
		return fail(l, "socket", strerror(errno));
	wait_at_most(l, WAIT_MS);
	if (connect(l->fd, (struct sockaddr *)&to, len) == -1)
		return fail(l, "connect", strerror(errno));
	return ERR_OK;
}

static int
show_own(struct line *l)
{
	const struct log_test_target *t = l->target;

	if (t->own_certificate == NULL)
		return ERR_OK;
	if (SSL_CTX_use_certificate_chain_file(
		l->context, t->own_certificate) != 1)
		return fail_tls(l, t->own_certificate);
	if (SSL_CTX_use_PrivateKey_file(
		l->context, t->own_key, SSL_FILETYPE_PEM) != 1)
		return fail_tls(l, t->own_key);
	return ERR_OK;
}

/* A file that was changed and not read again is what people overlook. */
static void
compare_certificate(struct line *l)
{
	const char *path = l->target->certificate_file;
	X509 *shown = SSL_get0_peer_certificate(l->ssl), *wanted = NULL;
	FILE *f = path == NULL ? NULL : fopen(path, "re");

	if (f != NULL) {
		wanted = PEM_read_X509(f, NULL, NULL, NULL);
		fclose(f);
	}
	if (wanted != NULL && shown != NULL && X509_cmp(wanted, shown) != 0)
		(void)fail(l, path,
		    "another certificate is shown; has it been reloaded?");
	X509_free(wanted);
	ERR_clear_error();
}

static int
shake_hands(struct line *l)
{
	int rc;

	if (!is_secure(l))
		return ERR_OK;
	l->context = SSL_CTX_new(TLS_client_method());
	if (l->context == NULL)
		return fail_tls(l, "TLS");
	rc = show_own(l);
	if (rc < 0)
		return rc;
	l->ssl = SSL_new(l->context);
	if (l->ssl == NULL || SSL_set_fd(l->ssl, l->fd) != 1 ||
	    SSL_connect(l->ssl) != 1)
		return fail_tls(l, "handshake");
	compare_certificate(l);
	return settle(l);
}

static int
put(struct line *l, const void *data, size_t len)
{
	ssize_t n;

	if (l->ssl != NULL)
		return SSL_write(l->ssl, data, (int)len) == (int)len
		    ? ERR_OK
		    : fail_tls(l, "sent away");
	n = send(l->fd, data, len, MSG_NOSIGNAL);
	return n == (ssize_t)len ? ERR_OK : fail(l, "send", strerror(errno));
}

/* The length, 0 at the end or when nothing comes in time. */
static size_t
get(struct line *l, char *out, size_t size)
{
	ssize_t n;

	if (l->ssl != NULL)
		n = SSL_read(l->ssl, out, (int)size);
	else
		n = recv(l->fd, out, size, 0);
	return n > 0 ? (size_t)n : 0;
}

static int
say_syslog(struct line *l, const char *message)
{
	struct buf out = { 0 };
	int rc;

	if (l->target->transport == LOG_TEST_UDP)
		buf_add_str(&out, message);
	else
		buf_printf(&out, "%zu %s", strlen(message), message);
	rc = put(l, out.data, out.len);
	buf_free(&out);
	return rc;
}

static void
add_command(
    struct buf *out, unsigned txnr, const char *command, const char *data)
{
	buf_printf(out, "%u %s %zu%s%s\n", txnr, command, strlen(data),
	    *data == '\0' ? "" : " ", data);
}

/* The answer to txnr 2 says whether the message is safe. */
static int
await_answer(struct line *l)
{
	struct relp_frame f;
	char in[ANSWER_MAX];
	size_t have = 0, n;

	for (;;) {
		if (relp_take((const uint8_t *)in, have, sizeof(in), &f) ==
		    ERR_OK) {
			if (f.txnr == 2)
				break;
			have -= f.used;
			memmove(in, in + f.used, have);
			continue;
		}
		n = get(l, in + have, sizeof(in) - have);
		if (n == 0 && ERR_peek_error() != 0)
			return fail_tls(l, "sent away");
		if (n == 0)
			return fail(l, "no acknowledgement", NULL);
		have += n;
	}
	if (f.len < 3 || memcmp(f.data, "200", 3) != 0)
		return fail(l, "not acknowledged", NULL);
	return ERR_OK;
}

static int
say_relp(struct line *l, const char *message)
{
	struct buf out = { 0 };
	int rc;

	add_command(&out, 1, "open",
	    "relp_version=0\nrelp_software=" PACKAGE_NAME "\ncommands=syslog");
	add_command(&out, 2, "syslog", message);
	rc = put(l, out.data, out.len);
	if (rc == ERR_OK)
		rc = await_answer(l);
	buf_clear(&out);
	add_command(&out, 3, "close", "");
	if (rc == ERR_OK)
		(void)put(l, out.data, out.len);
	buf_free(&out);
	return rc;
}

static void
hang_up(struct line *l)
{
	if (l->ssl != NULL)
		(void)SSL_shutdown(l->ssl);
	SSL_free(l->ssl);
	SSL_CTX_free(l->context);
	if (l->fd != -1)
		close(l->fd);
	ERR_clear_error();
}

enum log_test_result
log_test_send(const struct log_test_target *t, const char *message,
    char why[LOG_TEST_WHY_MAX])
{
	bool is_relp =
	    t->transport == LOG_TEST_RELP || t->transport == LOG_TEST_RELP_TLS;
	struct line l = { .target = t, .fd = -1, .why = why };
	int rc;

	why[0] = '\0';
	signal(SIGPIPE, SIG_IGN);
	rc = reach(&l);
	if (rc == ERR_OK)
		rc = shake_hands(&l);
	if (rc == ERR_OK)
		rc = is_relp ? say_relp(&l, message) : say_syslog(&l, message);
	hang_up(&l);
	if (rc < 0)
		return LOG_TEST_FAILED;
	return is_relp ? LOG_TEST_ACKNOWLEDGED : LOG_TEST_SENT;
}
