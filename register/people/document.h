/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DOCUMENT_H
#define REGISTER_DOCUMENT_H

#include <stdint.h>

#include "lib/base/digest.h"

/*
 * A document that is kept elsewhere, of which the register keeps the hash: the
 * path of a file that is here, or the hash itself as `sha256sum` prints it.
 * Tells what is wrong behind option.
 */
int document_hash(
    const char *option, const char *text, uint8_t out[DIGEST_LEN]);

#endif
