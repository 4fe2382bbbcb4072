/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_LISTEN_TLS_H
#define COLLECTOR_LISTEN_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/types.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/model/observation.h"

/*
 * TLS of one listen section: what we show, and which certificates of senders
 * are believed: those whose fingerprint is listed, and those of a CA that its
 * list of revoked ones (CRL) does not name. Both only between their dates. With
 * lists of more than one authority, each authority between the sender and the
 * one that is trusted must have its own, and must not be revoked itself.
 *
 * It never changes; a reload makes another one. Connections keep the one that
 * they began with.
 */
struct tls;
struct buf;
struct config_listen;

/* What runs out is told so long before. */
#define TLS_WARN_BEFORE (30 * CLOCK_DAY)

/*
 * paper is certificate and key (collector/papers.h). ERR_PARSE, logged with the
 * file, when something cannot be read, does not fit, or has run out.
 */
int tls_load(
    const struct config_listen *l, const struct buf *paper, struct tls **out);
void tls_free(struct tls *t); /* NULL is fine; lets go of it */

/* For one connection, which takes it; t lives until both let go. */
SSL *tls_session(struct tls *t);

/*
 * The name in the sender's certificate that was checked: of the host, else the
 * common name. Returns its length, 0 when there is none.
 */
size_t tls_name(const SSL *ssl, char *out, size_t size);

/* Whether it would let that sender in now. */
bool tls_believes(const struct tls *t, const SSL *ssl);

/*
 * Until when the certificate of a sender that was let in is good, and its
 * SHA-256; false: it shows none.
 */
bool tls_sender_until(const SSL *ssl, int64_t *until);
bool tls_sender_digest(const SSL *ssl, uint8_t digest[static DIGEST_LEN]);

/*
 * Of one that was sent away for no other reason than that it has run out; its
 * key was not asked for, so that anybody may have shown it. Borrowed; NULL: it
 * was not, or for another reason.
 */
struct tls_late {
	int64_t until;
	uint8_t digest[DIGEST_LEN];
	char name[OBSERVATION_TEXT_MAX + 1]; /* as of tls_name */
	size_t name_len;
};
const struct tls_late *tls_late(const SSL *ssl);

/* Why a handshake failed, for ever; and whose certificate it was, or NULL. */
const char *tls_why(const SSL *ssl, unsigned long error);
const char *tls_subject(const SSL *ssl);

/* Why senders would not be believed, or we by them, from when on. */
struct tls_term {
	const char *file;
	char what[160]; /* "certificate of CN=log", "list of CN=Authority" */
	int64_t until;
	int64_t
	    warn_at; /* 30 days before; of a list that is short, a quarter */
};

/* The terms of what it was loaded from: our certificate and those above it,
 * each authority, and each list of revoked ones; NULL: no more. */
const struct tls_term *tls_term(const struct tls *t, size_t i);

#endif
