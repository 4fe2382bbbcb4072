/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/hmac.h"

#include <pthread.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

enum { REPEAT_ROOM = 4096, BLOCK_MAX = 128, INNER = 0x36, OUTER = 0x5c };

static const struct {
	const char *name;
	size_t len, block;
} kinds[HMAC_HASHES] = {
	[HMAC_MD5] = { "MD5", 16, 64 },
	[HMAC_SHA1] = { "SHA1", 20, 64 },
	[HMAC_SHA224] = { "SHA2-224", 28, 64 },
	[HMAC_SHA256] = { "SHA2-256", 32, 64 },
	[HMAC_SHA384] = { "SHA2-384", 48, 128 },
	[HMAC_SHA512] = { "SHA2-512", 64, 128 },
};

/* Looked up by name once: that costs more than a digest. */
static EVP_MD *digests[HMAC_HASHES];
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void
fetch(void)
{
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

/* A digest that has begun, or NULL. */
static EVP_MD_CTX *
begin(enum hmac_hash h)
{
	/* One of each: to change its kind costs more than to begin again. */
	static _Thread_local EVP_MD_CTX *contexts[HMAC_HASHES];

	pthread_once(&fetched, fetch);
	if (digests[h] == NULL)
		return NULL;
	if (contexts[h] == NULL)
		contexts[h] = EVP_MD_CTX_new();
	if (contexts[h] == NULL ||
	    EVP_DigestInit_ex2(contexts[h], digests[h], NULL) != 1)
		fatalx("hmac: %s does not start", kinds[h].name);
	return contexts[h];
}

static void
add(EVP_MD_CTX *ctx, const struct hmac_part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (EVP_DigestUpdate(ctx, parts[i].data, parts[i].len) != 1)
			fatalx("hmac: update");
	}
}

static void
finish(EVP_MD_CTX *ctx, uint8_t *out)
{
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		fatalx("hmac: final");
}

/* A length that does not vary goes many octets at a time. */
static void
mask(uint8_t block[BLOCK_MAX], uint8_t with)
{
	for (size_t i = 0; i < BLOCK_MAX; i++)
		block[i] ^= with;
}

/*
 * RFC 2104, 2. EVP_MAC does the same, but takes a third longer for the short
 * messages of SNMP, each with another key.
 */
int
hmac_of(enum hmac_hash h, const uint8_t *key, size_t key_len,
    const struct hmac_part *parts, size_t n, uint8_t *out)
{
	uint8_t padded[BLOCK_MAX] = { 0 };
	const struct hmac_part block = { padded, kinds[h].block };
	const struct hmac_part inner = { out, kinds[h].len };
	EVP_MD_CTX *ctx = begin(h);

	if (ctx == NULL)
		return ERR_NOTFOUND;
	memcpy(padded, key, key_len);
	mask(padded, INNER);
	add(ctx, &block, 1);
	add(ctx, parts, n);
	finish(ctx, out);
	(void)begin(h);
	mask(padded, INNER ^ OUTER);
	add(ctx, &block, 1);
	add(ctx, &inner, 1);
	finish(ctx, out);
	OPENSSL_cleanse(padded, sizeof(padded));
	return ERR_OK;
}

int
hmac_digest(
    enum hmac_hash h, const struct hmac_part *parts, size_t n, uint8_t *out)
{
	EVP_MD_CTX *ctx = begin(h);

	if (ctx == NULL)
		return ERR_NOTFOUND;
	add(ctx, parts, n);
	finish(ctx, out);
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
	finish(ctx, out);
	return ERR_OK;
}

bool
hmac_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
