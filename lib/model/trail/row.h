/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_TRAIL_ROW_H
#define LIB_MODEL_TRAIL_ROW_H

#include <stdint.h>

#include "lib/base/digest.h"

/*
 * The audit trail: who changed what of the register, when and why, and each
 * verdict, in a chain for each tenant. A row's hash is SHA-256 over
 * "patchwacht-change-1", the hash before it, tenant, seq and time (each 8
 * bytes, big-endian), then actor, action, object, detail and reason, each as a
 * 4-byte length and its bytes (a missing reason has length 0xffffffff). The
 * first row's prev is 32 zero bytes.
 */
struct change {
	const char *action; /* "device.add" */
	const char *object; /* "device/core-sw1" */
	const char *detail; /* JSON: fields old and new; as hashed */
	const char *reason; /* may be NULL */
};

struct trail_row {
	int64_t tenant;
	int64_t seq; /* from 1, without a gap */
	int64_t at;
	const char *actor;
	struct change what;
	uint8_t prev[DIGEST_LEN]; /* as it stands there; */
	uint8_t hash[DIGEST_LEN]; /* not necessarily what it should be */
};

/* The hash of a row that follows prev, over the bytes named above. */
void trail_row_hash(const struct trail_row *row, const uint8_t prev[DIGEST_LEN],
    uint8_t out[DIGEST_LEN]);

#endif
