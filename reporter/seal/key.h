/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_KEY_H
#define REPORTER_SEAL_KEY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

/* Who signs: a certificate, those above it, and its key. */
struct seal_key {
	X509 *certificate;
	STACK_OF(X509) * chain;
	EVP_PKEY *key;
};

/*
 * key is a PEM file that nobody else may read, or a pkcs11: URI, for which
 * OpenSSL must have a provider, or the engine pkcs11
 * (libengine-pkcs11-openssl); its PIN is in the URI's pin-source. ERR_DENIED,
 * logged: others may read it, or it is of another certificate.
 */
int seal_key_load(
    const char *certificate, const char *key, struct seal_key *out);
void seal_key_free(struct seal_key *k); /* a zeroed one is fine */

/* Logs what failed with OpenSSL's reason, and forgets that. */
int seal_failed(const char *what);

#endif
