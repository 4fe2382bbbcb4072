/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_SIGN_H
#define REPORTER_SEAL_SIGN_H

#include "lib/base/digest.h"

struct buf;
struct seal_key;
struct seal_stamp;

/*
 * A detached signature over bytes of that digest, as ETSI EN 319 142-1 has it:
 * level B-B, and B-T with a time stamp (stamp may be NULL). DER, appended to
 * out. RSA and ECDSA keys.
 */
int seal_sign(const struct seal_key *key, const uint8_t digest[DIGEST_LEN],
    const struct seal_stamp *stamp, struct buf *out);

#endif
