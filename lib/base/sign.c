/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/sign.h"

#include <string.h>

#include <sodium.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

_Static_assert(SIGN_PUBLIC_LEN == crypto_sign_PUBLICKEYBYTES, "public key");
_Static_assert(SIGN_SECRET_LEN == crypto_sign_SECRETKEYBYTES, "secret key");
_Static_assert(SIGNATURE_LEN == crypto_sign_BYTES, "signature");

static void
start(void)
{
	/* May be called again: 1 is "was ready already". */
	if (sodium_init() < 0)
		fatalx("sign: libsodium does not start");
}

void
sign_new_keys(struct sign_keys *out)
{
	start();
	crypto_sign_keypair(out->public, out->secret);
}

void
sign(const struct sign_keys *keys, const void *data, size_t len,
    uint8_t out[SIGNATURE_LEN])
{
	start();
	crypto_sign_detached(out, NULL, data, len, keys->secret);
}

int
sign_verify(const uint8_t public[SIGN_PUBLIC_LEN], const void *data, size_t len,
    const uint8_t signature[SIGNATURE_LEN])
{
	start();
	return crypto_sign_verify_detached(signature, data, len, public) == 0
	    ? ERR_OK
	    : ERR_DENIED;
}

int
sign_check_keys(const struct sign_keys *keys)
{
	uint8_t seed[crypto_sign_SEEDBYTES];
	struct sign_keys made;
	int rc;

	start();
	crypto_sign_ed25519_sk_to_seed(seed, keys->secret);
	crypto_sign_seed_keypair(made.public, made.secret, seed);
	rc =
	    sodium_memcmp(&made, keys, sizeof(made)) == 0 ? ERR_OK : ERR_DENIED;
	sodium_memzero(seed, sizeof(seed));
	sign_wipe_keys(&made);
	return rc;
}

void
sign_wipe_keys(struct sign_keys *keys)
{
	sodium_memzero(keys, sizeof(*keys));
}
