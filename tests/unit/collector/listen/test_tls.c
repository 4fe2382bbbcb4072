/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/tls.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { DAY = 24 * 3600, NAME_MAX_LEN = 64 };

/* A certificate and its key. */
struct paper {
	EVP_PKEY *key;
	X509 *cert;
};

static struct paper authority, stranger, server, sender, revoked, expired,
    strange, same_name;
static long next_serial = 1;

static struct paper
issue(const struct paper *by, const char *name, long since_s, long until_s)
{
	struct paper p = { EVP_EC_gen("P-256"), X509_new() };
	X509_NAME *subject = X509_get_subject_name(p.cert);

	assert_non_null(p.key);
	X509_set_version(p.cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(p.cert), next_serial++);
	X509_gmtime_adj(X509_getm_notBefore(p.cert), since_s);
	X509_gmtime_adj(X509_getm_notAfter(p.cert), until_s);
	X509_set_pubkey(p.cert, p.key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
	    (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
	    p.cert, by == NULL ? subject : X509_get_subject_name(by->cert));
	if (by == NULL) {
		X509_EXTENSION *ext = X509V3_EXT_conf_nid(
		    NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");

		assert_int_equal(1, X509_add_ext(p.cert, ext, -1));
		X509_EXTENSION_free(ext);
	}
	assert_true(
	    X509_sign(p.cert, by == NULL ? p.key : by->key, EVP_sha256()) > 0);
	return p;
}

static void
discard(struct paper *p)
{
	EVP_PKEY_free(p->key);
	X509_free(p->cert);
}

static int
make_papers(void **state)
{
	authority = issue(NULL, "Authority", -DAY, 365L * DAY);
	stranger = issue(NULL, "Stranger", -DAY, 365L * DAY);
	server = issue(&authority, "log.example.org", -DAY, 90L * DAY);
	sender = issue(&authority, "sw1.example.org", -DAY, 90L * DAY);
	revoked = issue(&authority, "sw2.example.org", -DAY, 90L * DAY);
	expired = issue(&authority, "sw3.example.org", -2L * DAY, -DAY);
	strange = issue(&stranger, "sw1.example.org", -DAY, 90L * DAY);
	same_name = issue(&authority, "two words", -DAY, 90L * DAY);
	return fixture_make(state);
}

static int
discard_papers(void **state)
{
	struct paper *all[] = { &authority, &stranger, &server, &sender,
		&revoked, &expired, &strange, &same_name };

	for (size_t i = 0; i < ROWS(all); i++)
		discard(all[i]);
	return fixture_remove(state);
}

/* As it stands in the file that the supervisor hands over. */
static void
write_paper(const struct paper *p, const struct paper *key, struct buf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data;
	long len;

	assert_int_equal(1, PEM_write_bio_X509(bio, p->cert));
	assert_int_equal(1,
	    PEM_write_bio_PrivateKey(bio, key->key, NULL, NULL, 0, NULL, NULL));
	len = BIO_get_mem_data(bio, &data);
	buf_add(out, data, (size_t)len);
	BIO_free(bio);
}

static char *
write_authority(void)
{
	static char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s", fixture_path("ca.pem"));
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(1, PEM_write_X509(f, authority.cert));
	assert_int_equal(0, fclose(f));
	return path;
}

/* The list of those that the authority revoked, for so long. */
static char *
write_list(long until_s)
{
	static char path[128];
	X509_CRL *list = X509_CRL_new();
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *at = X509_gmtime_adj(NULL, -DAY);
	FILE *f;

	X509_CRL_set_version(list, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(authority.cert));
	X509_CRL_set1_lastUpdate(list, at);
	X509_REVOKED_set_serialNumber(
	    entry, X509_get_serialNumber(revoked.cert));
	X509_REVOKED_set_revocationDate(entry, at);
	X509_CRL_add0_revoked(list, entry);
	X509_gmtime_adj(at, until_s);
	X509_CRL_set1_nextUpdate(list, at);
	ASN1_TIME_free(at);
	assert_true(X509_CRL_sign(list, authority.key, EVP_sha256()) > 0);
	snprintf(path, sizeof(path), "%s", fixture_path("crl.pem"));
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(1, PEM_write_X509_CRL(f, list));
	assert_int_equal(0, fclose(f));
	X509_CRL_free(list);
	return path;
}

static int
load(struct config_listen *l, const struct paper *own, const struct paper *key,
    struct tls **out)
{
	struct buf paper = { 0 };
	int rc;

	l->name = "test";
	l->certificate_file = "server.pem";
	l->key_file = "server.key";
	write_paper(own, key, &paper);
	rc = tls_load(l, &paper, out);
	buf_free(&paper);
	return rc;
}

/* Both ends of a handshake over a socket pair; who is NULL shows nothing. */
struct ends {
	int fd[2];
	SSL *ours, *theirs;
	SSL_CTX *context;
};

static void
open_ends(struct ends *e, struct tls *t, const struct paper *who, int version)
{
	assert_int_equal(
	    0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, e->fd));
	e->context = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_max_proto_version(e->context, version);
	if (who != NULL) {
		SSL_CTX_use_certificate(e->context, who->cert);
		SSL_CTX_use_PrivateKey(e->context, who->key);
	}
	e->theirs = SSL_new(e->context);
	e->ours = tls_session(t);
	SSL_set_fd(e->theirs, e->fd[0]);
	SSL_set_fd(e->ours, e->fd[1]);
	SSL_set_connect_state(e->theirs);
	SSL_set_accept_state(e->ours);
}

static void
close_ends(struct ends *e)
{
	SSL_free(e->ours);
	SSL_free(e->theirs);
	SSL_CTX_free(e->context);
	close(e->fd[0]);
	close(e->fd[1]);
	ERR_clear_error();
}

/* Whether they came to terms; *why is ours. */
static bool
shake(struct ends *e, const char **why)
{
	int ours = 0;

	*why = NULL;
	for (int i = 0; i < 20 && ours != 1; i++) {
		(void)SSL_do_handshake(e->theirs);
		ERR_clear_error();
		ours = SSL_do_handshake(e->ours);
		if (ours != 1 &&
		    SSL_get_error(e->ours, ours) != SSL_ERROR_WANT_READ) {
			*why = tls_why(e->ours, ERR_peek_error());
			ERR_clear_error();
			return false;
		}
	}
	return ours == 1;
}

enum { NO_LIST = 0, GOOD_LIST = 30 * DAY, OLD_LIST = -3600 };

static const struct {
	const char *case_;
	enum config_client client;
	const struct paper *who;
	long list;
	int version;
	const char *name; /* NULL: not let in */
	const char *why;  /* a part of it */
} handshakes[] = {
	{ "nobody is asked", CLIENT_NONE, NULL, NO_LIST, TLS1_3_VERSION, "",
	    NULL },
	{ "nor looked at", CLIENT_NONE, &strange, NO_LIST, TLS1_3_VERSION, "",
	    NULL },
	{ "may show none", CLIENT_OPTIONAL, NULL, NO_LIST, TLS1_3_VERSION, "",
	    NULL },
	{ "may show one", CLIENT_OPTIONAL, &sender, NO_LIST, TLS1_3_VERSION,
	    "sw1.example.org", NULL },
	{ "must show one", CLIENT_REQUIRED, &sender, NO_LIST, TLS1_3_VERSION,
	    "sw1.example.org", NULL },
	{ "in 1.2, too", CLIENT_REQUIRED, &sender, NO_LIST, TLS1_2_VERSION,
	    "sw1.example.org", NULL },
	{ "shows none", CLIENT_REQUIRED, NULL, NO_LIST, TLS1_3_VERSION, NULL,
	    "did not return a certificate" },
	{ "of another authority", CLIENT_REQUIRED, &strange, NO_LIST,
	    TLS1_3_VERSION, NULL, "unable to get local issuer" },
	{ "and optional", CLIENT_OPTIONAL, &strange, NO_LIST, TLS1_3_VERSION,
	    NULL, "unable to get local issuer" },
	{ "has run out", CLIENT_REQUIRED, &expired, NO_LIST, TLS1_3_VERSION,
	    NULL, "expired" },
	{ "is revoked", CLIENT_REQUIRED, &revoked, GOOD_LIST, TLS1_3_VERSION,
	    NULL, "revoked" },
	{ "nobody says so", CLIENT_REQUIRED, &revoked, NO_LIST, TLS1_3_VERSION,
	    "sw2.example.org", NULL },
	{ "another is revoked", CLIENT_REQUIRED, &sender, GOOD_LIST,
	    TLS1_3_VERSION, "sw1.example.org", NULL },
	{ "the list is old", CLIENT_REQUIRED, &sender, OLD_LIST, TLS1_3_VERSION,
	    NULL, "CRL has expired" },
	{ "a name with a space is none", CLIENT_REQUIRED, &same_name, NO_LIST,
	    TLS1_3_VERSION, "", NULL },
	{ "no older version", CLIENT_NONE, NULL, NO_LIST, TLS1_1_VERSION, NULL,
	    "" },
};

static void
who_is_let_in_and_by_what_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(handshakes); i++) {
		struct config_listen l = { .client = handshakes[i].client,
			.ca_file = write_authority() };
		char name[NAME_MAX_LEN] = "";
		struct tls *t = NULL;
		struct ends e = { 0 };
		const char *why;
		bool is_in;

		if (handshakes[i].list != NO_LIST)
			l.crl_file = write_list(handshakes[i].list);
		assert_int_equal(ERR_OK, load(&l, &server, &server, &t));
		open_ends(&e, t, handshakes[i].who, handshakes[i].version);
		is_in = shake(&e, &why);
		if (is_in != (handshakes[i].name != NULL))
			fail_msg("%s: %s", handshakes[i].case_,
			    why == NULL ? "let in" : why);
		if (is_in) {
			(void)tls_name(e.ours, name, sizeof(name));
			assert_string_equal(handshakes[i].name, name);
			assert_true(tls_believes(t, e.ours));
		} else if (strstr(why, handshakes[i].why) == NULL) {
			fail_msg("%s: %s", handshakes[i].case_, why);
		}
		close_ends(&e);
		tls_free(t);
	}
}

/* Of who is let in, and of who would have been but for that it has run out. */
static void
until_when_a_sender_is_good_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(handshakes); i++) {
		struct config_listen l = { .client = handshakes[i].client,
			.ca_file = write_authority() };
		const struct tls_late *late;
		struct tls *t = NULL;
		struct ends e = { 0 };
		const char *why;
		int64_t until;
		bool is_in;

		if (handshakes[i].list != NO_LIST)
			l.crl_file = write_list(handshakes[i].list);
		assert_int_equal(ERR_OK, load(&l, &server, &server, &t));
		open_ends(&e, t, handshakes[i].who, handshakes[i].version);
		is_in = shake(&e, &why);
		late = tls_late(e.ours);
		if (is_in && handshakes[i].client != CLIENT_NONE &&
		    handshakes[i].who != NULL) {
			assert_true(tls_sender_until(e.ours, &until));
			assert_true(until > clock_now());
		}
		if ((late != NULL) != (handshakes[i].who == &expired))
			fail_msg("%s: late", handshakes[i].case_);
		if (late != NULL) {
			assert_string_equal("sw3.example.org", late->name);
			assert_true(late->until < clock_now());
		}
		close_ends(&e);
		tls_free(t);
	}
}

/* Its own dates hold, and a byte that differs is another. */
static void
a_fingerprint_stands_for_an_authority(void **state)
{
	static const struct {
		const struct paper *who, *listed;
		bool is_in;
	} cases[] = {
		{ &strange, &strange, true },
		{ &strange, &sender, false },
		{ &expired, &expired, false },
		{ &sender, &strange, false },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		uint8_t print[1][CONFIG_FINGERPRINT_LEN];
		struct config_listen l = { .client = CLIENT_REQUIRED,
			.fingerprints = print,
			.fingerprint_count = 1 };
		struct tls *t = NULL;
		struct ends e = { 0 };
		const char *why;

		assert_int_equal(1,
		    X509_digest(
			cases[i].listed->cert, EVP_sha256(), print[0], NULL));
		assert_int_equal(ERR_OK, load(&l, &server, &server, &t));
		open_ends(&e, t, cases[i].who, TLS1_3_VERSION);
		assert_int_equal(cases[i].is_in, shake(&e, &why));
		close_ends(&e);
		tls_free(t);
	}
}

/* A connection stays while what let it in is read anew without it. */
static void
a_list_that_comes_later_is_held_against_who_is_in(void **state)
{
	struct config_listen l = { .client = CLIENT_REQUIRED,
		.ca_file = write_authority() };
	struct tls *before = NULL, *after = NULL;
	struct ends e = { 0 };
	const char *why;

	(void)state;
	assert_int_equal(ERR_OK, load(&l, &server, &server, &before));
	open_ends(&e, before, &revoked, TLS1_3_VERSION);
	assert_true(shake(&e, &why));
	l.crl_file = write_list(GOOD_LIST);
	assert_int_equal(ERR_OK, load(&l, &server, &server, &after));
	assert_true(tls_believes(before, e.ours));
	assert_false(tls_believes(after, e.ours));
	assert_non_null(strstr(tls_subject(e.ours), "sw2.example.org"));
	tls_free(before); /* the session still holds it */
	assert_true(SSL_write(e.ours, "x", 1) == 1);
	close_ends(&e);
	tls_free(after);
}

static void
a_handshake_that_does_not_end_says_so(void **state)
{
	struct config_listen l = { .client = CLIENT_NONE };
	struct tls *t = NULL;
	struct ends e = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, load(&l, &server, &server, &t));
	open_ends(&e, t, NULL, TLS1_3_VERSION);
	assert_int_equal(-1, SSL_do_handshake(e.ours));
	assert_string_equal("handshake not ended", tls_why(e.ours, 0));
	assert_null(tls_subject(e.ours));
	close_ends(&e);
	tls_free(t);
}

static void
what_cannot_be_shown_is_refused(void **state)
{
	struct config_listen l = { .client = CLIENT_NONE };
	struct config_listen no_ca = { .client = CLIENT_REQUIRED,
		.ca_file = "/nonexistent" };
	struct config_listen no_list = { .client = CLIENT_REQUIRED,
		.ca_file = write_authority() };
	struct buf none = { 0 };
	struct tls *t = NULL;

	(void)state;
	assert_int_equal(ERR_PARSE, load(&l, &server, &sender, &t));
	assert_int_equal(ERR_PARSE, load(&l, &expired, &expired, &t));
	assert_int_equal(ERR_PARSE, load(&no_ca, &server, &server, &t));
	no_list.crl_file = no_list.ca_file;
	assert_int_equal(ERR_PARSE, load(&no_list, &server, &server, &t));
	buf_add_str(&none, "no certificate");
	assert_int_equal(ERR_PARSE, tls_load(&l, &none, &t));
	buf_free(&none);
	assert_null(t);
	tls_free(NULL);
}

/* What runs out is told a month before; a list that is short, a quarter. */
static void
each_paper_has_a_term(void **state)
{
	struct config_listen l = { .client = CLIENT_REQUIRED,
		.ca_file = write_authority(),
		.crl_file = write_list(7L * DAY) };
	static const struct {
		const char *what;
		int64_t left, before; /* days */
	} terms[] = {
		{ "certificate of CN=log.example.org", 90, 30 },
		{ "certificate of CN=Authority", 365, 30 },
		{ "list of revoked ones of CN=Authority", 7, 2 },
	};
	int64_t now = clock_now();
	struct tls *t = NULL;
	bool is_found;

	(void)state;
	assert_int_equal(ERR_OK, load(&l, &server, &server, &t));
	assert_null(tls_term(t, ROWS(terms)));
	for (size_t i = 0; i < ROWS(terms); i++) {
		is_found = false;
		for (size_t k = 0; k < ROWS(terms); k++) {
			const struct tls_term *term = tls_term(t, k);
			int64_t until = now + terms[i].left * CLOCK_DAY;

			assert_non_null(term);
			if (strcmp(term->what, terms[i].what) != 0)
				continue;
			is_found = true;
			assert_in_range(term->until, until - CLOCK_HOUR,
			    until + CLOCK_HOUR);
			assert_int_equal(terms[i].before * CLOCK_DAY,
			    term->until - term->warn_at);
		}
		assert_true(is_found);
	}
	tls_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_let_in_and_by_what_name),
		cmocka_unit_test(until_when_a_sender_is_good_is_known),
		cmocka_unit_test(a_fingerprint_stands_for_an_authority),
		cmocka_unit_test(
		    a_list_that_comes_later_is_held_against_who_is_in),
		cmocka_unit_test(a_handshake_that_does_not_end_says_so),
		cmocka_unit_test(what_cannot_be_shown_is_refused),
		cmocka_unit_test(each_paper_has_a_term),
	};
	return cmocka_run_group_tests(tests, make_papers, discard_papers);
}
