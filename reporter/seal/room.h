/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_SEAL_ROOM_H
#define REPORTER_SEAL_ROOM_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"

/*
 * The room for a seal in a file (reporter/pdf/seal.h), found and filled in
 * place. Pure: bytes in, bytes changed. Offsets are from the file's start.
 */
struct seal_room {
	size_t range;        /* where /ByteRange begins */
	size_t date;         /* /M */
	size_t first, after; /* the signature's < and what follows its > */
};

/* ERR_NOTFOUND: none; ERR_EXISTS: it is filled; ERR_PARSE: more than one. */
int seal_room_find(const uint8_t *data, size_t len, struct seal_room *out);

/* Says which bytes are signed, and when (microseconds, UTC). */
void seal_room_prepare(
    uint8_t *data, size_t len, const struct seal_room *r, int64_t at);

/* Of all bytes but the signature's own. */
void seal_room_digest(const uint8_t *data, size_t len,
    const struct seal_room *r, uint8_t out[DIGEST_LEN]);

/* ERR_RANGE: the signature is longer than the room. */
int seal_room_fill(uint8_t *data, const struct seal_room *r,
    const uint8_t *signature, size_t len);

#endif
