/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_DIGEST_H
#define LIB_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4) and CRC-32C (RFC 3720, B.4). */
enum { DIGEST_LEN = 32, DIGEST_HEX_MAX = 2 * DIGEST_LEN + 1 };

void digest_of(const void *data, size_t len, uint8_t out[DIGEST_LEN]);

/* Of what is left to read of a file; ERR_IO, unlogged. */
int digest_of_fd(int fd, uint8_t out[DIGEST_LEN]);

/* In parts: new, add, finish (which frees it). */
struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *d, const void *data, size_t len);
void digest_finish(struct digest *d, uint8_t out[DIGEST_LEN]);

/* Lower-case hexadecimal; out holds 2 * len + 1 bytes. */
char *digest_hex(const uint8_t *data, size_t len, char *out);
int digest_from_hex(const char *text, uint8_t *out, size_t len);

/* Continue from an earlier crc, or start with 0. */
uint32_t digest_crc32c(uint32_t crc, const void *data, size_t len);

#endif
