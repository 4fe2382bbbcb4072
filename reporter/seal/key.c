/* SPDX-License-Identifier: Apache-2.0 */
#define OPENSSL_SUPPRESS_DEPRECATED /* engines: Debian 12 has no provider */
#include "reporter/seal/key.h"

#include <stdio.h>
#include <string.h>

#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/store.h>

#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

int
seal_failed(const char *what)
{
	unsigned long e = ERR_get_error();
	const char *why = ERR_reason_error_string(e);

	log_warnx("seal: %s%s%s", what, why != NULL ? ": " : "",
	    why != NULL ? why : "");
	ERR_clear_error();
	return ERR_DENIED;
}

static int
load_certificates(const char *path, struct seal_key *out)
{
	FILE *f = fopen(path, "re");
	X509 *x;

	if (f == NULL) {
		log_warn("seal %s", path);
		return ERR_NOTFOUND;
	}
	out->certificate = PEM_read_X509(f, NULL, NULL, NULL);
	out->chain = sk_X509_new_null();
	while (out->certificate != NULL &&
	    (x = PEM_read_X509(f, NULL, NULL, NULL)) != NULL)
		sk_X509_push(out->chain, x);
	ERR_clear_error(); /* that there is no further one */
	fclose(f);
	if (out->certificate == NULL) {
		log_warnx("seal %s: no certificate in it", path);
		return ERR_PARSE;
	}
	return ERR_OK;
}

static EVP_PKEY *
from_store(const char *uri)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open(uri, NULL, NULL, NULL, NULL);
	EVP_PKEY *key = NULL;

	while (store != NULL && key == NULL && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (info != NULL &&
		    OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
			key = OSSL_STORE_INFO_get1_PKEY(info);
		OSSL_STORE_INFO_free(info);
	}
	OSSL_STORE_close(store);
	return key;
}

static EVP_PKEY *
from_engine(const char *uri)
{
	ENGINE *e;
	EVP_PKEY *key = NULL;

	ENGINE_load_dynamic();
	e = ENGINE_by_id("pkcs11");
	if (e != NULL && ENGINE_init(e)) {
		key = ENGINE_load_private_key(e, uri, NULL, NULL);
		ENGINE_finish(e);
	}
	ENGINE_free(e);
	return key;
}

static int
load_token(const char *uri, EVP_PKEY **out)
{
	*out = from_store(uri);
	if (*out == NULL)
		*out = from_engine(uri);
	if (*out == NULL)
		return seal_failed("no key by that pkcs11: URI");
	ERR_clear_error();
	return ERR_OK;
}

static int
load_file(const char *path, EVP_PKEY **out)
{
	int rc = file_check_private(path);
	FILE *f;

	if (rc < 0)
		return rc;
	f = fopen(path, "re");
	if (f == NULL) {
		log_warn("seal %s", path);
		return ERR_NOTFOUND;
	}
	*out = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	fclose(f);
	return *out != NULL ? ERR_OK
			    : seal_failed("no private key in the file");
}

int
seal_key_load(const char *certificate, const char *key, struct seal_key *out)
{
	int rc = load_certificates(certificate, out);

	if (rc == ERR_OK)
		rc = strncmp(key, "pkcs11:", 7) == 0
		    ? load_token(key, &out->key)
		    : load_file(key, &out->key);
	if (rc == ERR_OK &&
	    X509_check_private_key(out->certificate, out->key) != 1)
		rc = seal_failed("the key is not the certificate's");
	if (rc < 0)
		seal_key_free(out);
	return rc;
}

void
seal_key_free(struct seal_key *k)
{
	X509_free(k->certificate);
	sk_X509_pop_free(k->chain, X509_free);
	EVP_PKEY_free(k->key);
	*k = (struct seal_key){ 0 };
}
