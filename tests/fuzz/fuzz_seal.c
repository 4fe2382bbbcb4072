/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "reporter/pdf/seal.h"
#include "reporter/seal/room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A run of Z is the length of a room, so that inputs stay short. */
static uint8_t *
stretch(const uint8_t *data, size_t len, size_t *out)
{
	uint8_t *all = mem_new(len + 2 * (size_t)SEAL_ROOM + 1, 1);
	const uint8_t *z = memchr(data, 'Z', len);
	size_t before = z != NULL ? (size_t)(z - data) : len;

	memcpy(all, data, before);
	*out = before;
	if (z == NULL)
		return all;
	memset(all + before, '0', 2 * (size_t)SEAL_ROOM);
	*out += 2 * (size_t)SEAL_ROOM;
	memcpy(all + *out, z + 1, len - before - 1);
	*out += len - before - 1;
	return all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t digest[DIGEST_LEN];
	struct seal_room r, again;
	size_t n;
	uint8_t *all = stretch(data, len, &n);

	if (seal_room_find(all, n, &r) == ERR_OK) {
		seal_room_prepare(all, n, &r, 0);
		seal_room_digest(all, n, &r, digest);
		if (r.after > n || all[r.first] != '<' ||
		    seal_room_fill(all, &r, digest, sizeof(digest)) < 0 ||
		    seal_room_find(all, n, &again) == ERR_OK)
			abort();
	}
	free(all);
	return 0;
}
