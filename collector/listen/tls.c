/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tls.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* RFC 9325: forward secrecy and AEAD in TLS 1.2; TLS 1.3 has nothing else. */
#define CIPHERS "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM"

enum { SUBJECT_MAX = 200 };

struct tls {
	unsigned holders; /* whoever loaded it, and each connection */
	SSL_CTX *context;
	enum config_client client;
	uint8_t (*fingerprints)[CONFIG_FINGERPRINT_LEN];
	size_t fingerprint_count;
	int64_t own_until; /* our certificate's end, or CLOCK_NONE */
	struct tls_term *terms;
	size_t term_count;
};

/* Goes with an SSL, and ends with it. */
struct peer {
	struct tls *tls;
	char subject[SUBJECT_MAX];
	char why[SUBJECT_MAX +
	    64];               /* it is not believed; "" where OpenSSL says */
	struct tls_late *late; /* or NULL */
};

static int peer_index = -1;

static void
free_peer(
    void *parent, void *data, CRYPTO_EX_DATA *all, int index, long l, void *arg)
{
	struct peer *peer = data;

	(void)parent;
	(void)all;
	(void)index;
	(void)l;
	(void)arg;
	if (peer == NULL)
		return;
	tls_free(peer->tls);
	free(peer->late);
	free(peer);
}

/* The reason of the oldest error, which is the cause of those after it. */
static int
complain(const struct config_listen *l, const char *file, const char *what)
{
	unsigned long e = ERR_peek_error();
	const char *reason = e == 0 ? NULL : ERR_reason_error_string(e);

	log_warnx("listen \"%s\": %s: %s%s%s", l->name, file, what,
	    reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
	ERR_clear_error();
	return ERR_PARSE;
}

/* A key with a pass phrase would ask for it on a terminal that is not there. */
static int
no_phrase(char *out, int size, int writing, void *arg)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

static int64_t
time_of(const ASN1_TIME *t)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(t, &tm) != 1)
		return CLOCK_NONE;
	return (int64_t)timegm(&tm) * CLOCK_SECOND;
}

/* "CN=Authority,O=School", as people write it. */
static void
name_text(const X509_NAME *name, char *out, size_t size)
{
	BIO *text = BIO_new(BIO_s_mem());
	int n;

	out[0] = '\0';
	if (text == NULL || name == NULL ||
	    X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253) < 0) {
		BIO_free(text);
		return;
	}
	n = BIO_read(text, out, (int)size - 1);
	out[n > 0 ? n : 0] = '\0';
	BIO_free(text);
}

static void
add_term(struct tls *t, const char *file, const char *what,
    const X509_NAME *name, int64_t until, int64_t span)
{
	char subject[128];
	struct tls_term *term;
	int64_t before = TLS_WARN_BEFORE;

	if (until == CLOCK_NONE)
		return;
	if (span != CLOCK_NONE && span / 4 < before)
		before = span / 4;
	t->terms = mem_grow(t->terms, t->term_count + 1, sizeof(*t->terms));
	term = &t->terms[t->term_count++];
	name_text(name, subject, sizeof(subject));
	*term = (struct tls_term){
		.file = file, .until = until, .warn_at = until - before
	};
	snprintf(term->what, sizeof(term->what), "%s %s", what, subject);
}

static void
add_certificate(struct tls *t, const char *file, const X509 *cert)
{
	add_term(t, file, "certificate of", X509_get_subject_name(cert),
	    time_of(X509_get0_notAfter(cert)), CLOCK_NONE);
}

static void
add_list(struct tls *t, const char *file, const X509_CRL *list)
{
	const ASN1_TIME *next = X509_CRL_get0_nextUpdate(list);
	int64_t until = next == NULL ? CLOCK_NONE : time_of(next);
	int64_t since = time_of(X509_CRL_get0_lastUpdate(list));

	add_term(t, file, "list of revoked ones of", X509_CRL_get_issuer(list),
	    until,
	    since == CLOCK_NONE || until == CLOCK_NONE ? CLOCK_NONE
						       : until - since);
}

static bool
digest_cert(const X509 *cert, uint8_t out[static DIGEST_LEN])
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (X509_digest(cert, EVP_sha256(), digest, &len) != 1 ||
	    len != DIGEST_LEN)
		return false;
	memcpy(out, digest, DIGEST_LEN);
	return true;
}

static bool
is_listed(const struct tls *t, const X509 *cert)
{
	uint8_t digest[CONFIG_FINGERPRINT_LEN];

	if (!digest_cert(cert, digest))
		return false;
	for (size_t i = 0; i < t->fingerprint_count; i++) {
		if (memcmp(t->fingerprints[i], digest, sizeof(digest)) == 0)
			return true;
	}
	return false;
}

/* What is listed needs no CA, but its dates hold all the same. */
static int
check_dates(X509_STORE_CTX *store, const X509 *cert)
{
	int error = X509_V_OK;

	if (X509_cmp_current_time(X509_get0_notBefore(cert)) >= 0)
		error = X509_V_ERR_CERT_NOT_YET_VALID;
	else if (X509_cmp_current_time(X509_get0_notAfter(cert)) <= 0)
		error = X509_V_ERR_CERT_HAS_EXPIRED;
	X509_STORE_CTX_set_error(store, error);
	return error == X509_V_OK;
}

static int
check_sender(X509_STORE_CTX *store, const struct tls *t)
{
	const X509 *cert = X509_STORE_CTX_get0_cert(store);

	if (cert != NULL && is_listed(t, cert))
		return check_dates(store, cert);
	return X509_verify_cert(store) == 1;
}

/* OpenSSL's words say that one is missing, and not whose. */
static void
note_missing_list(X509_STORE_CTX *store, struct peer *peer)
{
	const X509 *cert = X509_STORE_CTX_get_current_cert(store);
	char name[SUBJECT_MAX];

	if (X509_STORE_CTX_get_error(store) != X509_V_ERR_UNABLE_TO_GET_CRL ||
	    cert == NULL)
		return;
	name_text(X509_get_issuer_name(cert), name, sizeof(name));
	snprintf(peer->why, sizeof(peer->why), "no list of revoked ones of %s",
	    name);
}

/* A name with a NUL or another odd byte in it is none: it would be cut. */
static size_t
take_name(const ASN1_STRING *text, char *out, size_t size)
{
	const unsigned char *data = ASN1_STRING_get0_data(text);
	size_t len = (size_t)ASN1_STRING_length(text);

	if (len == 0 || len >= size)
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (data[i] <= ' ' || data[i] > '~')
			return 0;
	}
	memcpy(out, data, len);
	out[len] = '\0';
	return len;
}

static size_t
take_alternative(const X509 *cert, char *out, size_t size)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	size_t len = 0;

	for (int i = 0; len == 0 && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS)
			len = take_name(name->d.dNSName, out, size);
	}
	GENERAL_NAMES_free(names);
	return len;
}

static size_t
take_common(const X509 *cert, char *out, size_t size)
{
	X509_NAME *subject = X509_get_subject_name(cert);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

	if (at < 0)
		return 0;
	return take_name(
	    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)), out,
	    size);
}

static size_t
take_host(const X509 *cert, char *out, size_t size)
{
	size_t len = take_alternative(cert, out, size);

	return len > 0 ? len : take_common(cert, out, size);
}

/* The chain is checked from its root on: the rest of it was good. */
static void
note_late(X509_STORE_CTX *store, struct peer *peer)
{
	const X509 *cert = X509_STORE_CTX_get0_cert(store);
	struct tls_late *late;

	if (X509_STORE_CTX_get_error(store) != X509_V_ERR_CERT_HAS_EXPIRED ||
	    X509_STORE_CTX_get_error_depth(store) != 0 || cert == NULL ||
	    peer->late != NULL)
		return;
	late = mem_new(1, sizeof(*late));
	late->until = time_of(X509_get0_notAfter(cert));
	(void)digest_cert(cert, late->digest);
	late->name_len = take_host(cert, late->name, sizeof(late->name));
	peer->late = late;
}

static int
on_verify(X509_STORE_CTX *store, void *arg)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(
	    store, SSL_get_ex_data_X509_STORE_CTX_idx());
	const X509 *cert = X509_STORE_CTX_get0_cert(store);
	struct peer *peer = SSL_get_ex_data(ssl, peer_index);

	(void)arg;
	/* A handshake that fails leaves no certificate to name afterwards. */
	if (cert != NULL)
		X509_NAME_oneline(X509_get_subject_name(cert), peer->subject,
		    sizeof(peer->subject));
	if (check_sender(store, peer->tls) == 1)
		return 1;
	note_missing_list(store, peer);
	note_late(store, peer);
	return 0;
}

static int
use_own(struct tls *t, const char *file, BIO *in)
{
	SSL_CTX *context = t->context;
	X509 *cert = PEM_read_bio_X509(in, NULL, no_phrase, NULL), *more;
	int rc = ERR_PARSE;

	if (cert == NULL || SSL_CTX_use_certificate(context, cert) != 1)
		goto out;
	t->own_until = time_of(X509_get0_notAfter(cert));
	add_certificate(t, file, cert);
	while ((more = PEM_read_bio_X509(in, NULL, no_phrase, NULL)) != NULL) {
		if (SSL_CTX_add0_chain_cert(context, more) != 1) {
			X509_free(more);
			goto out;
		}
		add_certificate(t, file, more);
	}
	ERR_clear_error(); /* the end of the file is one */
	rc = ERR_OK;
out:
	X509_free(cert);
	return rc;
}

/* PEM readers pass over what is not theirs: twice from the start. */
static int
load_own(struct tls *t, const struct config_listen *l, const struct buf *paper)
{
	BIO *in = BIO_new_mem_buf(paper->data, (int)paper->len);
	EVP_PKEY *key = NULL;
	int rc = ERR_OK;

	if (in == NULL)
		fatalx("listen: out of memory");
	if (use_own(t, l->certificate_file, in) < 0)
		rc = complain(l, l->certificate_file, "not a certificate");
	BIO_free(in);
	in = BIO_new_mem_buf(paper->data, (int)paper->len);
	if (in == NULL)
		fatalx("listen: out of memory");
	if (rc == ERR_OK) {
		key = PEM_read_bio_PrivateKey(in, NULL, no_phrase, NULL);
		if (key == NULL)
			rc = complain(l, l->key_file,
			    "not a private key without a pass phrase");
	}
	if (rc == ERR_OK &&
	    (SSL_CTX_use_PrivateKey(t->context, key) != 1 ||
		SSL_CTX_check_private_key(t->context) != 1))
		rc = complain(l, l->key_file, "does not fit the certificate");
	if (rc == ERR_OK && t->own_until == CLOCK_NONE)
		rc = complain(l, l->certificate_file, "its end cannot be read");
	if (rc == ERR_OK && t->own_until <= clock_now())
		rc = complain(l, l->certificate_file, "has run out");
	EVP_PKEY_free(key);
	BIO_free(in);
	return rc;
}

static bool
has_list(STACK_OF(X509_OBJECT) * all, const X509_NAME *issuer)
{
	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509_CRL *list =
		    X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(all, i));

		if (list != NULL &&
		    X509_NAME_cmp(X509_CRL_get_issuer(list), issuer) == 0)
			return true;
	}
	return false;
}

/* How many lists there are; each authority and list has a term. */
static size_t
note_terms(struct tls *t, const struct config_listen *l)
{
	STACK_OF(X509_OBJECT) *all =
	    X509_STORE_get0_objects(SSL_CTX_get_cert_store(t->context));
	size_t lists = 0;

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509_OBJECT *o = sk_X509_OBJECT_value(all, i);

		if (X509_OBJECT_get0_X509(o) != NULL) {
			add_certificate(
			    t, l->ca_file, X509_OBJECT_get0_X509(o));
		} else if (X509_OBJECT_get0_X509_CRL(
			       (X509_OBJECT *)(uintptr_t)o) != NULL) {
			add_list(t, l->crl_file,
			    X509_OBJECT_get0_X509_CRL(
				(X509_OBJECT *)(uintptr_t)o));
			lists++;
		}
	}
	return lists;
}

/* Whose certificates are then refused, or not looked up: said once, here. */
static void
name_missing_lists(
    const struct tls *t, const struct config_listen *l, bool all_of_them)
{
	STACK_OF(X509_OBJECT) *all =
	    X509_STORE_get0_objects(SSL_CTX_get_cert_store(t->context));
	char name[SUBJECT_MAX];

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509 *ca =
		    X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i));

		if (ca == NULL || has_list(all, X509_get_subject_name(ca)))
			continue;
		name_text(X509_get_subject_name(ca), name, sizeof(name));
		log_warnx("listen \"%s\": %s: no list of revoked ones of %s: "
			  "%s",
		    l->name, l->crl_file, name,
		    all_of_them
			? "senders with a certificate below it are refused"
			: "senders with a certificate of it are refused, and "
			  "authorities below it are not looked up");
	}
}

static int
load_trust(struct tls *t, const struct config_listen *l)
{
	X509_STORE *store = SSL_CTX_get_cert_store(t->context);
	unsigned long flags = X509_V_FLAG_CRL_CHECK;
	X509_LOOKUP *lookup;

	if (l->ca_file != NULL) {
		STACK_OF(X509_NAME) * names;

		if (SSL_CTX_load_verify_file(t->context, l->ca_file) != 1)
			return complain(
			    l, l->ca_file, "no certificates of a CA");
		names = SSL_load_client_CA_file(l->ca_file);
		SSL_CTX_set_client_CA_list(t->context, names);
	}
	if (l->crl_file == NULL) {
		(void)note_terms(t, l);
		return ERR_OK;
	}
	lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
	if (lookup == NULL ||
	    X509_load_crl_file(lookup, l->crl_file, X509_FILETYPE_PEM) < 1)
		return complain(l, l->crl_file, "not a list of revoked ones");
	if (note_terms(t, l) > 1)
		flags |= X509_V_FLAG_CRL_CHECK_ALL;
	X509_STORE_set_flags(store, flags);
	name_missing_lists(t, l, (flags & X509_V_FLAG_CRL_CHECK_ALL) != 0);
	return ERR_OK;
}

static int
verify_mode(enum config_client client)
{
	switch (client) {
	case CLIENT_REQUIRED:
		return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
	case CLIENT_OPTIONAL:
		return SSL_VERIFY_PEER;
	case CLIENT_NONE:
		break;
	}
	return SSL_VERIFY_NONE;
}

static void
set_up(struct tls *t)
{
	static const uint64_t options = SSL_OP_NO_RENEGOTIATION |
	    SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
	    SSL_OP_CIPHER_SERVER_PREFERENCE |
	    /* Many devices end with a bare FIN; framing shows what is cut. */
	    SSL_OP_IGNORE_UNEXPECTED_EOF;

	SSL_CTX_set_options(t->context, options);
	SSL_CTX_set_min_proto_version(t->context, TLS1_2_VERSION);
	SSL_CTX_set_cipher_list(t->context, CIPHERS);
	SSL_CTX_set_dh_auto(t->context, 1);
	/* Idle connections are many: 26 KiB for one instead of 35. */
	SSL_CTX_set_mode(t->context, SSL_MODE_RELEASE_BUFFERS);
	/* Resumption would pass by what was revoked since. */
	SSL_CTX_set_session_cache_mode(t->context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(t->context, 0);
	SSL_CTX_set_default_passwd_cb(t->context, no_phrase);
	SSL_CTX_set_verify(t->context, verify_mode(t->client), NULL);
	SSL_CTX_set_cert_verify_callback(t->context, on_verify, NULL);
}

int
tls_load(
    const struct config_listen *l, const struct buf *paper, struct tls **out)
{
	struct tls *t = mem_new(1, sizeof(*t));
	int rc;

	if (peer_index == -1)
		peer_index =
		    SSL_get_ex_new_index(0, NULL, NULL, NULL, free_peer);
	t->holders = 1;
	t->client = l->client;
	t->fingerprints = mem_dup(
	    l->fingerprints, l->fingerprint_count * sizeof(*l->fingerprints));
	t->fingerprint_count = l->fingerprint_count;
	t->context = SSL_CTX_new(TLS_server_method());
	if (t->context == NULL || peer_index == -1)
		fatalx("listen \"%s\": OpenSSL does not start", l->name);
	set_up(t);
	rc = load_own(t, l, paper);
	if (rc == ERR_OK)
		rc = load_trust(t, l);
	if (rc < 0)
		tls_free(t);
	else
		*out = t;
	return rc;
}

void
tls_free(struct tls *t)
{
	if (t == NULL || --t->holders > 0)
		return;
	SSL_CTX_free(t->context);
	free(t->terms);
	free(t->fingerprints);
	free(t);
}

SSL *
tls_session(struct tls *t)
{
	struct peer *peer = mem_new(1, sizeof(*peer));
	SSL *ssl = SSL_new(t->context);

	peer->tls = t;
	t->holders++;
	if (ssl == NULL || SSL_set_ex_data(ssl, peer_index, peer) != 1)
		fatalx("listen: out of memory");
	return ssl;
}

size_t
tls_name(const SSL *ssl, char *out, size_t size)
{
	const X509 *cert = SSL_get0_peer_certificate(ssl);

	if (cert == NULL || SSL_get_verify_result(ssl) != X509_V_OK)
		return 0;
	return take_host(cert, out, size);
}

bool
tls_sender_until(const SSL *ssl, int64_t *until)
{
	const X509 *cert = SSL_get0_peer_certificate(ssl);

	if (cert == NULL || SSL_get_verify_result(ssl) != X509_V_OK)
		return false;
	*until = time_of(X509_get0_notAfter(cert));
	return *until != CLOCK_NONE;
}

bool
tls_sender_digest(const SSL *ssl, uint8_t digest[static DIGEST_LEN])
{
	const X509 *cert = SSL_get0_peer_certificate(ssl);

	return cert != NULL && digest_cert(cert, digest);
}

bool
tls_believes(const struct tls *t, const SSL *ssl)
{
	X509 *cert = SSL_get0_peer_certificate(ssl);
	X509_STORE_CTX *store;
	bool good;

	if (t->client == CLIENT_NONE)
		return true;
	if (cert == NULL)
		return t->client == CLIENT_OPTIONAL;
	store = X509_STORE_CTX_new();
	if (store == NULL)
		fatalx("listen: out of memory");
	good = X509_STORE_CTX_init(store, SSL_CTX_get_cert_store(t->context),
		   cert, SSL_get_peer_cert_chain(ssl)) == 1 &&
	    X509_STORE_CTX_set_default(store, "ssl_client") == 1 &&
	    check_sender(store, t) == 1;
	X509_STORE_CTX_free(store);
	ERR_clear_error();
	return good;
}

const struct tls_late *
tls_late(const SSL *ssl)
{
	const struct peer *peer = SSL_get_ex_data(ssl, peer_index);

	return peer->late;
}

const char *
tls_why(const SSL *ssl, unsigned long error)
{
	long verify = SSL_get_verify_result(ssl);
	const struct peer *peer = SSL_get_ex_data(ssl, peer_index);
	const char *reason = NULL;

	if (verify != X509_V_OK && peer->why[0] != '\0')
		return peer->why;
	if (verify != X509_V_OK)
		return X509_verify_cert_error_string(verify);
	if (error != 0)
		reason = ERR_reason_error_string(error);
	return reason != NULL ? reason : "handshake not ended";
}

const char *
tls_subject(const SSL *ssl)
{
	const struct peer *peer = SSL_get_ex_data(ssl, peer_index);

	return peer->subject[0] == '\0' ? NULL : peer->subject;
}

const struct tls_term *
tls_term(const struct tls *t, size_t i)
{
	return i < t->term_count ? &t->terms[i] : NULL;
}
