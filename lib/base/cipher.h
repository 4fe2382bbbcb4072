/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CIPHER_H
#define LIB_BASE_CIPHER_H

#include <stddef.h>
#include <stdint.h>

/*
 * The ciphers of SNMPv3: DES in CBC (RFC 3414, 8) and AES in CFB of 128 bits
 * (RFC 3826). ERR_NOTFOUND when OpenSSL has none such, logged once.
 */
enum cipher {
	CIPHER_DES, /* key and iv of 8 octets; len a multiple of 8 */
	CIPHER_AES128,
	CIPHER_AES192,
	CIPHER_AES256, /* iv of 16 octets */
	CIPHERS,
};

enum { CIPHER_IV_MAX = 16, CIPHER_DES_BLOCK = 8 };

size_t cipher_key_len(enum cipher c);

/* out holds len octets, and may be in. ERR_RANGE: half a block of DES. */
int cipher_encrypt(enum cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out);
int cipher_decrypt(enum cipher c, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out);

#endif
