/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_HMAC_H
#define LIB_BASE_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Digests and keyed digests (RFC 2104) of the kinds that SNMPv3 knows, of
 * bytes in several parts. Every function is ERR_NOTFOUND when OpenSSL has no
 * such digest (MD5 where its policy forbids it), logged once.
 */
enum hmac_hash {
	HMAC_MD5,
	HMAC_SHA1,
	HMAC_SHA224,
	HMAC_SHA256,
	HMAC_SHA384,
	HMAC_SHA512,
	HMAC_HASHES,
};

enum { HMAC_LEN_MAX = 64 };

struct hmac_part {
	const void *data;
	size_t len;
};

size_t hmac_len(enum hmac_hash h); /* octets of a digest */

/* out holds hmac_len octets. A key has at most 64. */
int hmac_of(enum hmac_hash h, const uint8_t *key, size_t key_len,
    const struct hmac_part *parts, size_t n, uint8_t *out);

/* Without a key. */
int hmac_digest(
    enum hmac_hash h, const struct hmac_part *parts, size_t n, uint8_t *out);

/* Of data, len > 0, over and over until total octets were taken. */
int hmac_digest_repeated(
    enum hmac_hash h, const void *data, size_t len, size_t total, uint8_t *out);

/* In a time that does not tell where they differ. */
bool hmac_equal(const void *a, const void *b, size_t len);

#endif
