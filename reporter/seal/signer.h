/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_SIGNER_H
#define REPORTER_SEAL_SIGNER_H

#include "lib/base/digest.h"

struct buf;
struct seal_settings;

/*
 * Has a process of its own sign, which becomes the user of the key first when
 * we are root. It is given a digest and gives back a signature: who reads files
 * reads no key, and who reads the key reads no file of others.
 */
int signer_run(const struct seal_settings *s, const uint8_t digest[DIGEST_LEN],
    struct buf *out);

#endif
