/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_HASH_H
#define LIB_STORE_CHANGE_HASH_H

#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/store/change.h"

struct change_row {
	int64_t tenant;
	int64_t seq;
	int64_t at;
	const char *actor;
	struct change what;
};

/* The hash of a row that follows prev, over the bytes that change.h names. */
void change_hash(const struct change_row *row, const uint8_t prev[DIGEST_LEN],
    uint8_t out[DIGEST_LEN]);

#endif
