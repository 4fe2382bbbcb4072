/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/cipher.h"

#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

enum { DES_KEY = 8, AES_BLOCK = 16, CHUNK = 2048 };

/*
 * OpenSSL 3 keeps single DES in a provider that an installation may lack.
 * Triple DES with one key three times is the same function: the second of its
 * steps undoes the first.
 */
static const struct {
	const char *name, *block; /* block: what CFB is made of */
	size_t key_len;
} kinds[CIPHERS] = {
	[CIPHER_DES] = { "DES-EDE3-CBC", NULL, DES_KEY },
	[CIPHER_AES128] = { "AES-128-CFB", "AES-128-ECB", 16 },
	[CIPHER_AES192] = { "AES-192-CFB", "AES-192-ECB", 24 },
	[CIPHER_AES256] = { "AES-256-CFB", "AES-256-ECB", 32 },
};

static EVP_CIPHER *ciphers[CIPHERS], *single[CIPHERS];
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void
fetch(void)
{
	for (int i = 0; i < CIPHERS; i++) {
		ciphers[i] = EVP_CIPHER_fetch(NULL, kinds[i].name, NULL);
		if (kinds[i].block != NULL)
			single[i] =
			    EVP_CIPHER_fetch(NULL, kinds[i].block, NULL);
		if (ciphers[i] == NULL)
			log_warnx(
			    "cipher: OpenSSL offers no %s", kinds[i].name);
	}
}

size_t
cipher_key_len(enum cipher c)
{
	return kinds[c].key_len;
}

/*
 * A context of that cipher, begun anew. Which cipher it is is told once: each
 * time that it is told, all is taken down and built again.
 */
static int
begin(EVP_CIPHER_CTX **ctx, const EVP_CIPHER *c, const uint8_t *key,
    const uint8_t *iv, int encrypt)
{
	if (*ctx != NULL)
		return EVP_CipherInit_ex2(*ctx, NULL, key, iv, encrypt, NULL);
	*ctx = EVP_CIPHER_CTX_new();
	return *ctx == NULL
	    ? 0
	    : EVP_CipherInit_ex2(*ctx, c, key, iv, encrypt, NULL);
}

static int
start(EVP_CIPHER_CTX **ctx, enum cipher c, const uint8_t *key,
    const uint8_t *iv, int encrypt)
{
	uint8_t triple[3 * DES_KEY];
	int ok;

	if (c != CIPHER_DES)
		return begin(ctx, ciphers[c], key, iv, encrypt);
	for (size_t i = 0; i < sizeof(triple); i += DES_KEY)
		memcpy(triple + i, key, DES_KEY);
	ok = begin(ctx, ciphers[c], triple, iv, encrypt);
	OPENSSL_cleanse(triple, sizeof(triple));
	return ok;
}

static int
apply(enum cipher c, const uint8_t *key, const uint8_t *iv, const uint8_t *in,
    size_t len, uint8_t *out, int encrypt)
{
	static _Thread_local EVP_CIPHER_CTX *contexts[CIPHERS];
	int n;

	pthread_once(&fetched, fetch);
	if (ciphers[c] == NULL)
		return ERR_NOTFOUND;
	if (len > INT_MAX || (c == CIPHER_DES && len % CIPHER_DES_BLOCK != 0))
		return ERR_RANGE;
	if (start(&contexts[c], c, key, iv, encrypt) != 1)
		fatalx("cipher: %s does not start", kinds[c].name);
	/* Only who decrypts blocks holds one back, and asking takes a while. */
	if (c == CIPHER_DES)
		EVP_CIPHER_CTX_set_padding(contexts[c], 0);
	if (EVP_CipherUpdate(contexts[c], out, &n, in, (int)len) != 1)
		fatalx("cipher: %s: update", kinds[c].name);
	return ERR_OK;
}

int
cipher_encrypt(enum cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	return apply(c, key, iv, in, len, out, 1);
}

/* out = a ^ b, in words as far as they go. */
static void
merge(const uint8_t *a, const uint8_t *b, size_t len, uint8_t *out)
{
	uint64_t x, y;
	size_t i;

	for (i = 0; i + sizeof(x) <= len; i += sizeof(x)) {
		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		x ^= y;
		memcpy(out + i, &x, sizeof(x));
	}
	for (; i < len; i++)
		out[i] = a[i] ^ b[i];
}

/*
 * To decrypt CFB is to encrypt what is hidden, one block later: all blocks at
 * once, which a processor does several times faster than one after the other.
 */
static void
decrypt_chunk(EVP_CIPHER_CTX *ctx, uint8_t last[AES_BLOCK], const uint8_t *in,
    size_t len, uint8_t *out)
{
	uint8_t stream[CHUNK];
	size_t blocks = (len + AES_BLOCK - 1) / AES_BLOCK;
	int n;

	memcpy(stream, last, AES_BLOCK);
	memcpy(stream + AES_BLOCK, in, (blocks - 1) * AES_BLOCK);
	if (len == CHUNK)
		memcpy(last, in + CHUNK - AES_BLOCK, AES_BLOCK);
	if (EVP_CipherUpdate(
		ctx, stream, &n, stream, (int)(blocks * AES_BLOCK)) != 1)
		fatalx("cipher: AES: update");
	merge(in, stream, len, out);
}

static int
decrypt_aes(enum cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	static _Thread_local EVP_CIPHER_CTX *contexts[CIPHERS];
	uint8_t last[AES_BLOCK];
	size_t n;

	pthread_once(&fetched, fetch);
	if (single[c] == NULL)
		return apply(c, key, iv, in, len, out, 0);
	if (begin(&contexts[c], single[c], key, NULL, 1) != 1)
		fatalx("cipher: %s does not start", kinds[c].name);
	memcpy(last, iv, sizeof(last));
	for (; len > 0; in += n, out += n, len -= n) {
		n = len < CHUNK ? len : CHUNK;
		decrypt_chunk(contexts[c], last, in, n, out);
	}
	return ERR_OK;
}

int
cipher_decrypt(enum cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	if (c != CIPHER_DES)
		return decrypt_aes(c, key, iv, in, len, out);
	return apply(c, key, iv, in, len, out, 0);
}
