/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/digest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* EVP makes its state anew for each digest, which costs a quarter of that of a
 * line, and there are two for each: what OpenSSL would rather have forgotten
 * keeps it on the stack. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct digest {
	EVP_MD_CTX *ctx;
};

static EVP_MD *sha256;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

/* Fetched once: a look-up by name on each use costs more than the digest. */
static void
fetch(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (sha256 == NULL)
		fatalx("digest: OpenSSL has no SHA-256");
}

struct digest *
digest_new(void)
{
	struct digest *d = mem_new(1, sizeof(*d));

	pthread_once(&fetched, fetch);
	d->ctx = EVP_MD_CTX_new();
	if (d->ctx == NULL || EVP_DigestInit_ex2(d->ctx, sha256, NULL) != 1)
		fatalx("digest: SHA-256 does not start");
	return d;
}

void
digest_add(struct digest *d, const void *data, size_t len)
{
	if (EVP_DigestUpdate(d->ctx, data, len) != 1)
		fatalx("digest: SHA-256 update");
}

void
digest_finish(struct digest *d, uint8_t out[DIGEST_LEN])
{
	if (EVP_DigestFinal_ex(d->ctx, out, NULL) != 1)
		fatalx("digest: SHA-256 finish");
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

void
digest_of(const void *data, size_t len, uint8_t out[DIGEST_LEN])
{
	SHA256_CTX ctx;

	SHA256_Init(&ctx);
	SHA256_Update(&ctx, data, len);
	SHA256_Final(out, &ctx);
}

int
digest_of_fd(int fd, uint8_t out[DIGEST_LEN])
{
	struct digest *d = digest_new();
	uint8_t part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0)
		digest_add(d, part, (size_t)n);
	digest_finish(d, out);
	return n == 0 ? ERR_OK : ERR_IO;
}

char *
digest_hex(const uint8_t *data, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[data[i] >> 4];
		out[2 * i + 1] = digits[data[i] & 15];
	}
	out[2 * len] = '\0';
	return out;
}

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
digest_from_hex(const char *text, uint8_t *out, size_t len)
{
	if (strlen(text) != 2 * len)
		return ERR_PARSE;
	for (size_t i = 0; i < len; i++) {
		int high = digit_of(text[2 * i]);
		int low = digit_of(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return ERR_PARSE;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return ERR_OK;
}
