/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_SIGN_H
#define LIB_BASE_SIGN_H

#include <stddef.h>
#include <stdint.h>

/* Signatures: Ed25519 (RFC 8032), by libsodium. */
enum { SIGN_PUBLIC_LEN = 32, SIGN_SECRET_LEN = 64, SIGNATURE_LEN = 64 };

struct sign_keys {
	uint8_t public[SIGN_PUBLIC_LEN];
	uint8_t secret[SIGN_SECRET_LEN];
};

void sign_new_keys(struct sign_keys *out);

void sign(const struct sign_keys *keys, const void *data, size_t len,
    uint8_t out[SIGNATURE_LEN]);

/* ERR_DENIED: not by that key, or not of these bytes. */
int sign_verify(const uint8_t public[SIGN_PUBLIC_LEN], const void *data,
    size_t len, const uint8_t signature[SIGNATURE_LEN]);

/* Does the public half belong to the secret one? */
int sign_check_keys(const struct sign_keys *keys);

/* Overwrites the secret in a way that the compiler keeps. */
void sign_wipe_keys(struct sign_keys *keys);

#endif
