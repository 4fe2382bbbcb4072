/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/hmac.h"

#include <pthread.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

enum { REPEAT_ROOM = 4096 };

static const struct {
	const char *name;
	size_t len;
} kinds[HMAC_HASHES] = {
	[HMAC_MD5] = { "MD5", 16 },
	[HMAC_SHA1] = { "SHA1", 20 },
	[HMAC_SHA224] = { "SHA2-224", 28 },
	[HMAC_SHA256] = { "SHA2-256", 32 },
	[HMAC_SHA384] = { "SHA2-384", 48 },
	[HMAC_SHA512] = { "SHA2-512", 64 },
};

/* Looked up by name once: that costs more than a digest. */
static EVP_MD *digests[HMAC_HASHES];
static EVP_MAC *keyed;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void
fetch(void)
{
	keyed = EVP_MAC_fetch(NULL, "HMAC", NULL);
	for (int i = 0; i < HMAC_HASHES; i++) {
		digests[i] = EVP_MD_fetch(NULL, kinds[i].name, NULL);
		if (digests[i] == NULL)
			log_warnx("hmac: OpenSSL offers no %s", kinds[i].name);
	}
}

size_t
hmac_len(enum hmac_hash h)
{
	return kinds[h].len;
}

/* One per kind and thread: its digest is set once, then only its key. */
static EVP_MAC_CTX *
context_of(enum hmac_hash h)
{
	static _Thread_local EVP_MAC_CTX *contexts[HMAC_HASHES];
	char name[16];
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
				    OSSL_MAC_PARAM_DIGEST, name, 0),
		OSSL_PARAM_construct_end() };

	pthread_once(&fetched, fetch);
	if (contexts[h] != NULL || keyed == NULL || digests[h] == NULL)
		return contexts[h];
	strcpy(name, kinds[h].name);
	contexts[h] = EVP_MAC_CTX_new(keyed);
	if (contexts[h] == NULL ||
	    EVP_MAC_CTX_set_params(contexts[h], params) != 1)
		fatalx("hmac: %s does not start", kinds[h].name);
	return contexts[h];
}

int
hmac_of(enum hmac_hash h, const uint8_t *key, size_t key_len,
    const struct hmac_part *parts, size_t n, uint8_t *out)
{
	EVP_MAC_CTX *ctx = context_of(h);
	size_t len;

	if (ctx == NULL)
		return ERR_NOTFOUND;
	if (EVP_MAC_init(ctx, key, key_len, NULL) != 1)
		fatalx("hmac: %s: key", kinds[h].name);
	for (size_t i = 0; i < n; i++) {
		if (EVP_MAC_update(ctx, parts[i].data, parts[i].len) != 1)
			fatalx("hmac: %s: update", kinds[h].name);
	}
	if (EVP_MAC_final(ctx, out, &len, kinds[h].len) != 1)
		fatalx("hmac: %s: final", kinds[h].name);
	return ERR_OK;
}

/* A digest that has begun, or NULL. */
static EVP_MD_CTX *
begin(enum hmac_hash h)
{
	static _Thread_local EVP_MD_CTX *ctx;

	pthread_once(&fetched, fetch);
	if (digests[h] == NULL)
		return NULL;
	if (ctx == NULL)
		ctx = EVP_MD_CTX_new();
	if (ctx == NULL || EVP_DigestInit_ex2(ctx, digests[h], NULL) != 1)
		fatalx("hmac: %s does not start", kinds[h].name);
	return ctx;
}

int
hmac_digest(
    enum hmac_hash h, const struct hmac_part *parts, size_t n, uint8_t *out)
{
	EVP_MD_CTX *ctx = begin(h);

	if (ctx == NULL)
		return ERR_NOTFOUND;
	for (size_t i = 0; i < n; i++) {
		if (EVP_DigestUpdate(ctx, parts[i].data, parts[i].len) != 1)
			fatalx("hmac: %s: update", kinds[h].name);
	}
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		fatalx("hmac: %s: final", kinds[h].name);
	return ERR_OK;
}

/* As many whole copies as fit, so that few calls take a megabyte. */
static size_t
fill(uint8_t room[REPEAT_ROOM], const void *data, size_t len)
{
	size_t filled = 0;

	for (; filled + len <= REPEAT_ROOM; filled += len)
		memcpy(room + filled, data, len);
	return filled;
}

int
hmac_digest_repeated(
    enum hmac_hash h, const void *data, size_t len, size_t total, uint8_t *out)
{
	uint8_t room[REPEAT_ROOM];
	size_t filled = fill(room, data, len), take;
	const void *copies = filled > 0 ? room : data;
	EVP_MD_CTX *ctx = begin(h);

	if (ctx == NULL)
		return ERR_NOTFOUND;
	filled = filled > 0 ? filled : len;
	for (; total > 0; total -= take) {
		take = filled < total ? filled : total;
		if (EVP_DigestUpdate(ctx, copies, take) != 1)
			fatalx("hmac: %s: update", kinds[h].name);
	}
	OPENSSL_cleanse(room, sizeof(room));
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		fatalx("hmac: %s: final", kinds[h].name);
	return ERR_OK;
}

bool
hmac_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
