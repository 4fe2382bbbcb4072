/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/config_part.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "collector/endpoint.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"

int
config_refuse(
    const struct conf_section *s, const char *name, const char *fmt, ...)
{
	char reason[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	log_warnx(
	    "%s:%u: %s: %s", conf_file(s), conf_line_of(s, name), name, reason);
	return ERR_PARSE;
}

bool
listen_is_stream(enum listen_kind kind)
{
	return kind != LISTEN_UDP && kind != LISTEN_TRAP;
}

bool
listen_is_secure(enum listen_kind kind)
{
	return kind == LISTEN_TLS || kind == LISTEN_RELP_TLS;
}

/* Both of UDP: one socket cannot be both. */
static bool
is_same_socket(enum listen_kind a, enum listen_kind b)
{
	return listen_is_stream(a) == listen_is_stream(b);
}

/* one.text is borrowed. */
static int
take_address(struct config *c, const struct conf_section *s, const char *key,
    const struct config_address *one)
{
	struct sockaddr_storage storage;
	socklen_t len;

	if (endpoint_parse(one->text, &storage, &len) < 0)
		return config_refuse(s, key,
		    "\"%s\" is not an address such as \"0.0.0.0:514\" "
		    "or \"[::]:514\"",
		    one->text);
	for (size_t i = 0; i < c->address_count; i++) {
		if (is_same_socket(c->addresses[i].kind, one->kind) &&
		    strcmp(c->addresses[i].text, one->text) == 0)
			return config_refuse(
			    s, key, "%s is given twice", one->text);
	}
	c->addresses =
	    mem_grow(c->addresses, c->address_count + 1, sizeof(*c->addresses));
	c->addresses[c->address_count++] = *one;
	return ERR_OK;
}

/* All that stand under key, of the kind and section that one says. */
int
config_take_addresses(struct config *c, const struct conf_section *s,
    const char *key, struct config_address one)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < conf_list_len(s, key); i++) {
		one.text = conf_list_at(s, key, i);
		rc = take_address(c, s, key, &one);
	}
	return rc;
}

/* The texts of a list, borrowed; the list itself is the caller's to free(). */
const char **
config_take_texts(const struct conf_section *s, const char *key, size_t *count)
{
	const char **texts;

	*count = conf_list_len(s, key);
	texts = mem_new(*count + 1, sizeof(*texts));
	for (size_t i = 0; i < *count; i++)
		texts[i] = conf_list_at(s, key, i);
	return texts;
}

/* 64 digits of SHA-256, with or without colons between the bytes. */
static int
take_fingerprint(const char *text, uint8_t out[CONFIG_FINGERPRINT_LEN])
{
	size_t n = 0;

	if (strncasecmp(text, "sha256:", 7) == 0)
		text += 7;
	for (; *text != '\0'; text++) {
		const char *digits = "0123456789abcdef", *d;

		if (*text == ':' && n % 2 == 0)
			continue;
		d = strchr(digits, tolower((unsigned char)*text));
		if (d == NULL || n == 2 * CONFIG_FINGERPRINT_LEN)
			return ERR_PARSE;
		out[n / 2] = (uint8_t)(out[n / 2] << 4 | (d - digits));
		n++;
	}
	return n == 2 * CONFIG_FINGERPRINT_LEN ? ERR_OK : ERR_PARSE;
}

static int
take_fingerprints(struct config_listen *l, const struct conf_section *s)
{
	size_t n = conf_list_len(s, "fingerprints");

	l->fingerprints = mem_new(n + 1, sizeof(*l->fingerprints));
	l->fingerprint_count = n;
	for (size_t i = 0; i < n; i++) {
		const char *text = conf_list_at(s, "fingerprints", i);

		if (take_fingerprint(text, l->fingerprints[i]) < 0)
			return config_refuse(s, "fingerprints",
			    "\"%s\" is not a SHA-256 of 64 digits", text);
	}
	return ERR_OK;
}

static int
take_client_certificate(struct config_listen *l, const struct conf_section *s)
{
	static const char *const names[] = {
		[CLIENT_NONE] = "none",
		[CLIENT_OPTIONAL] = "optional",
		[CLIENT_REQUIRED] = "required",
	};
	const char *text = conf_text(s, "client_certificate");
	bool has_trust = l->ca_file != NULL || l->fingerprint_count > 0;

	l->client = has_trust ? CLIENT_REQUIRED : CLIENT_NONE;
	if (text == NULL)
		return ERR_OK;
	for (int i = CLIENT_NONE; i <= CLIENT_REQUIRED; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		l->client = (enum config_client)i;
		if (i != CLIENT_NONE && !has_trust)
			return config_refuse(s, "client_certificate",
			    "needs ca_file or fingerprints to believe one");
		return ERR_OK;
	}
	return config_refuse(
	    s, "client_certificate", "must be required, optional or none");
}

static int
take_certificates(struct config_listen *l, const struct conf_section *s)
{
	int rc;

	l->certificate_file = conf_text(s, "certificate_file");
	l->key_file = conf_text(s, "key_file");
	l->ca_file = conf_text(s, "ca_file");
	l->crl_file = conf_text(s, "crl_file");
	if (conf_list_len(s, "tls") + conf_list_len(s, "relp_tls") > 0) {
		if (l->certificate_file == NULL)
			return config_refuse(
			    s, "tls", "needs a certificate_file");
		if (l->key_file == NULL)
			return config_refuse(s, "tls", "needs a key_file");
	}
	if (l->crl_file != NULL && l->ca_file == NULL)
		return config_refuse(
		    s, "crl_file", "without a ca_file revokes nothing");
	rc = take_fingerprints(l, s);
	return rc < 0 ? rc : take_client_certificate(l, s);
}

/* What is no address is a name in a certificate. */
static int
take_relays(struct config_listen *l, const struct conf_section *s)
{
	size_t n = conf_list_len(s, "relays");

	l->relays = mem_new(n + 1, sizeof(*l->relays));
	l->relay_count = n;
	for (size_t i = 0; i < n; i++) {
		struct config_relay *r = &l->relays[i];

		r->name = conf_list_at(s, "relays", i);
		if (address_parse(r->name, &r->address) < 0)
			r->address = (struct address){ 0 };
		if (r->address.port != 0)
			return config_refuse(s, "relays",
			    "\"%s\" has a port; senders have any", r->name);
	}
	return ERR_OK;
}

bool
config_is_relay(const struct config_listen *l, const struct address *from,
    const char *name, size_t len)
{
	for (size_t i = 0; i < l->relay_count; i++) {
		const struct config_relay *r = &l->relays[i];

		if (r->address.family != 0
			? address_same_host(&r->address, from)
			: strlen(r->name) == len && len > 0 &&
			    strncasecmp(r->name, name, len) == 0)
			return true;
	}
	return false;
}

static int
take_kinds(struct config *c, const struct conf_section *s,
    const struct config_listen *l)
{
	static const struct {
		enum listen_kind kind;
		const char *key;
	} kinds[] = {
		{ LISTEN_UDP, "udp" },
		{ LISTEN_TCP, "tcp" },
		{ LISTEN_TLS, "tls" },
		{ LISTEN_RELP, "relp" },
		{ LISTEN_RELP_TLS, "relp_tls" },
	};
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(kinds) / sizeof(*kinds);
	     i++)
		rc = config_take_addresses(c, s, kinds[i].key,
		    (struct config_address){
			.kind = kinds[i].kind, .listen = l });
	return rc;
}

static int
take_listen(
    struct config *c, const struct conf_section *s, struct config_listen *l)
{
	int rc;

	l->name = conf_title(s);
	l->idle = conf_span(s, "idle");
	l->frame_deadline = conf_span(s, "frame_deadline");
	l->handshake_deadline = conf_span(s, "handshake_deadline");
	l->connections = (int)conf_int(s, "connections");
	l->connections_per_source = (int)conf_int(s, "connections_per_source");
	l->connections_per_network =
	    (int)conf_int(s, "connections_per_network");
	l->message_max = (int)conf_int(s, "message_max");
	l->space.tenant_id = (int32_t)conf_int(s, "tenant");
	l->space.realm_id = (int32_t)conf_int(s, "realm");
	rc = take_certificates(l, s);
	if (rc == ERR_OK)
		rc = take_relays(l, s);
	return rc < 0 ? rc : take_kinds(c, s, l);
}

int
config_take_listens(struct config *c, const struct conf_section *root)
{
	int rc = ERR_OK;

	c->listen_count = conf_count(root, "listen");
	c->listens = mem_new(c->listen_count, sizeof(*c->listens));
	for (size_t i = 0; rc == ERR_OK && i < c->listen_count; i++)
		rc = take_listen(c, conf_at(root, "listen", i), &c->listens[i]);
	return rc;
}

void
config_free_listens(struct config *c)
{
	for (size_t i = 0; i < c->listen_count; i++) {
		free(c->listens[i].fingerprints);
		free(c->listens[i].relays);
	}
	free(c->listens);
}
