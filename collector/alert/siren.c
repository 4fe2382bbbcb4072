/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/siren.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/sockios.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "collector/alert/payload.h"
#include "collector/alert/saying.h"
#include "collector/endpoint.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"
#include "lib/store/alert/outbox.h"

enum {
	CONNECT_WITHIN_S = 20,
	END_WITHIN_S = 5,
	FACILITY_DAEMON = 3,
	HOST_MAX = 255
};

struct siren {
	struct bufferevent *bev;
	SSL_CTX *ctx; /* NULL: no TLS */
	transfer_end_fn *on_end;
	void *arg;
	bool written; /* all of it; the rest is how it ends */
};

int
siren_parse(const char *target, char **host, char **port, int *tls)
{
	const char *rest = target + 6, *colon, *end;
	int64_t number;
	bool literal;

	*tls = strncmp(target, "tls://", 6) == 0;
	if (!*tls && strncmp(target, "tcp://", 6) != 0)
		return ERR_PARSE;
	literal = *rest == '[';
	end = literal ? strchr(rest, ']') : strrchr(rest, ':');
	colon = strrchr(rest, ':');
	if (end == NULL || colon == NULL || end == rest || colon < end ||
	    (literal && colon != end + 1) ||
	    strpbrk(rest, " \t\r\n/\"\\") != NULL ||
	    number_parse(colon + 1, 1, 65535, &number) < 0)
		return ERR_PARSE;
	rest += literal;
	*host = mem_dup_text(rest, (size_t)(end - rest));
	if (!*tls && !endpoint_is_loopback(*host)) {
		free(*host);
		return ERR_PARSE;
	}
	*port = mem_dup_str(colon + 1);
	return ERR_OK;
}

/* RFC 5424, 6.3.3: three characters are escaped. */
static void
add_param(struct buf *out, const char *name, const char *value)
{
	struct buf safe = { 0 };

	(void)utf8_safe(value, strlen(value), &safe);
	buf_printf(out, " %s=\"", name);
	for (const char *p = buf_str(&safe); *p != '\0'; p++) {
		if (*p == '"' || *p == '\\' || *p == ']')
			buf_add_u8(out, '\\');
		buf_add_u8(out, (uint8_t)*p);
	}
	buf_add_u8(out, '"');
	buf_free(&safe);
}

/* RFC 5424, 6.2.1 */
static int
severity_of(const struct outbox_item *m)
{
	if (strcmp(m->kind, "closed") == 0)
		return 5;
	if (strcmp(m->severity, "critical") == 0)
		return 2;
	return strcmp(m->severity, "warning") == 0 ? 4 : 5;
}

static void
add_int(struct buf *out, const char *name, const struct json *detail,
    const char *key)
{
	struct buf text = { 0 };

	if (!json_has(detail, key))
		return;
	buf_printf(&text, "%lld", (long long)json_get_int(detail, key, 0));
	add_param(out, name, buf_str(&text));
	buf_free(&text);
}

/*
 * The name of the structured data has net-snmp's playpen in it, where the
 * project's own MIB stands until it has a number of its own.
 */
static void
add_message(struct buf *out, const struct wording *w,
    const struct outbox_item *m, const struct json *detail)
{
	char at[CLOCK_TEXT_MAX], host[HOST_MAX + 1] = "-";
	struct buf key = { 0 }, title = { 0 };
	const char *about = json_get_text(detail, "about");

	(void)gethostname(host, sizeof(host) - 1);
	clock_format(m->at, at);
	payload_key(m, &key);
	saying_subject(w, m, detail, &title);
	buf_printf(out,
	    "<%d>1 %s %s patchwacht - %s [patchwacht@8072.9999.9999",
	    FACILITY_DAEMON * 8 + severity_of(m), at, host, m->kind);
	add_param(out, "id", buf_str(&key));
	add_param(out, "organisation", m->tenant);
	add_param(out, "rule", m->rule);
	add_param(out, "severity", m->severity);
	add_int(out, "incident", detail, "incident");
	add_int(out, "holding", detail, "holding");
	if (about != NULL)
		add_param(out, "about", about);
	buf_printf(out, "] \xef\xbb\xbf%s", buf_str(&title));
	buf_free(&key);
	buf_free(&title);
}

/* RFC 5425, 4.3: its length, a space, itself. */
void
siren_write(const struct wording *w, const struct outbox_item *m,
    const struct json *detail, struct buf *out)
{
	struct buf message = { 0 };

	add_message(&message, w, m, detail);
	buf_printf(out, "%zu ", message.len);
	buf_add(out, message.data, message.len);
	buf_free(&message);
}

void
siren_free(struct siren *s)
{
	if (s == NULL)
		return;
	bufferevent_free(s->bev);
	SSL_CTX_free(s->ctx);
	free(s);
}

static void
finish(struct siren *s, int rc, const char *reason)
{
	transfer_end_fn *on_end = s->on_end;
	void *arg = s->arg;

	siren_free(s);
	on_end(arg, rc, reason);
}

/* Whether the peer's kernel has acknowledged every byte. */
static bool
is_taken(struct siren *s)
{
	int left = 0, fd = bufferevent_getfd(s->bev);

	return fd != -1 && ioctl(fd, SIOCOUTQ, &left) == 0 && left == 0;
}

/* All is written: say goodbye, and wait for theirs. */
static void
on_written(struct bufferevent *bev, void *arg)
{
	struct timeval within = { .tv_sec = END_WITHIN_S };
	struct siren *s = arg;
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	if (s->written)
		return;
	s->written = true;
	if (ssl != NULL)
		(void)SSL_shutdown(ssl);
	(void)shutdown(bufferevent_getfd(bev), SHUT_WR);
	(void)bufferevent_set_timeouts(bev, &within, NULL);
	(void)bufferevent_enable(bev, EV_READ);
}

static const char *
why(struct siren *s, short what)
{
	SSL *ssl = bufferevent_openssl_get_ssl(s->bev);
	long verified = ssl == NULL ? X509_V_OK : SSL_get_verify_result(ssl);

	if (verified != X509_V_OK)
		return X509_verify_cert_error_string(verified);
	if (what & BEV_EVENT_TIMEOUT)
		return "no answer in time";
	if (what & BEV_EVENT_EOF)
		return "hung up";
	return errno != 0 ? strerror(errno) : "no connection";
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	struct siren *s = arg;

	if (what & BEV_EVENT_CONNECTED)
		return;
	(void)bev;
	if (s->written && is_taken(s))
		finish(s, ERR_OK, "");
	else
		finish(s, ERR_IO, why(s, what));
}

/* What a collector of syslog says is nothing. */
static void
on_read(struct bufferevent *bev, void *arg)
{
	struct evbuffer *in = bufferevent_get_input(bev);

	(void)arg;
	(void)evbuffer_drain(in, evbuffer_get_length(in));
}

static bool
expect(SSL *ssl, const char *host)
{
	struct in6_addr address;

	if (inet_pton(AF_INET, host, &address) == 1 ||
	    inet_pton(AF_INET6, host, &address) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(
			   SSL_get0_param(ssl), host) == 1;
	return SSL_set1_host(ssl, host) == 1 &&
	    SSL_set_tlsext_host_name(ssl, host) == 1;
}

static SSL *
new_tls(struct siren *s, const struct siren_to *to)
{
	SSL *ssl;

	s->ctx = SSL_CTX_new(TLS_client_method());
	if (s->ctx == NULL)
		fatalx("siren: OpenSSL has no TLS");
	(void)SSL_CTX_set_min_proto_version(s->ctx, TLS1_2_VERSION);
	SSL_CTX_set_verify(s->ctx, SSL_VERIFY_PEER, NULL);
	if ((to->ca_file != NULL
		    ? SSL_CTX_load_verify_locations(s->ctx, to->ca_file, NULL)
		    : SSL_CTX_set_default_verify_paths(s->ctx)) != 1) {
		log_warnx("siren: %s: no certificates",
		    to->ca_file != NULL ? to->ca_file : "the system");
		return NULL;
	}
	ssl = SSL_new(s->ctx);
	if (ssl == NULL || !expect(ssl, to->host))
		fatalx("siren: out of memory");
	return ssl;
}

static struct bufferevent *
new_connection(
    struct siren *s, struct event_base *base, const struct siren_to *to)
{
	SSL *ssl;

	if (!to->tls)
		return bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	ssl = new_tls(s, to);
	return ssl == NULL
	    ? NULL
	    : bufferevent_openssl_socket_new(base, -1, ssl,
		  BUFFEREVENT_SSL_CONNECTING,
		  BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
}

int
siren_send(struct event_base *base, const struct siren_to *to, const char *data,
    size_t len, transfer_end_fn *on_end, void *arg, struct siren **out)
{
	struct timeval within = { .tv_sec = CONNECT_WITHIN_S };
	struct siren *s = mem_new(1, sizeof(*s));
	int64_t port = 0;

	s->on_end = on_end;
	s->arg = arg;
	s->bev = new_connection(s, base, to);
	if (s->bev == NULL || number_parse(to->port, 1, 65535, &port) < 0) {
		SSL_CTX_free(s->ctx);
		free(s);
		return ERR_IO;
	}
	*out = s;
	bufferevent_setcb(s->bev, on_read, on_written, on_event, s);
	(void)bufferevent_set_timeouts(s->bev, &within, &within);
	(void)bufferevent_write(s->bev, data, len);
	(void)bufferevent_enable(s->bev, EV_READ | EV_WRITE);
	if (bufferevent_socket_connect_hostname(
		s->bev, NULL, AF_UNSPEC, to->host, (int)port) == -1) {
		siren_free(s);
		*out = NULL;
		return ERR_IO;
	}
	return ERR_OK;
}
