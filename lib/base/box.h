/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_BOX_H
#define LIB_BASE_BOX_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * Sealed boxes (libsodium crypto_box_seal: X25519, XSalsa20-Poly1305): whoever
 * has the public key can close one, only the private key opens it. The command
 * holds the public key, the poller's process the private one.
 */
enum { BOX_KEY_LEN = 32 };

struct box_keys {
	uint8_t public[BOX_KEY_LEN];
	uint8_t private[BOX_KEY_LEN];
};

void box_new_keys(struct box_keys *out);

/* Appends the sealed box to out. */
void box_seal(const uint8_t public[BOX_KEY_LEN], const void *data, size_t len,
    struct buf *out);

/* Appends what was sealed to out; ERR_DENIED when the key or a byte is not
 * right. */
int box_open(
    const struct box_keys *keys, const void *box, size_t len, struct buf *out);

/* Key files hold one line of hexadecimal; the private one is 0600. */
int box_save_keys(const char *public_path, const char *private_path,
    const struct box_keys *keys);
int box_load_public(const char *path, uint8_t out[BOX_KEY_LEN]);
int box_load_keys(const char *private_path, struct box_keys *out);

/* Overwrites memory in a way that the compiler keeps. */
void box_wipe(void *data, size_t len);

#endif
