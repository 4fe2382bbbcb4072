/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/seen.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

enum { PLACES = 4 }; /* for one hash */

struct mark {
	uint64_t hash;
	int64_t at; /* 0: empty */
};

struct seen {
	struct mark marks[SEEN_SLOTS];
};

struct seen *
seen_new(void)
{
	return mem_new(1, sizeof(struct seen));
}

void
seen_free(struct seen *s)
{
	free(s);
}

static uint64_t
hash_of(int32_t device, const void *data, size_t len)
{
	struct digest *d = digest_new();
	uint8_t out[DIGEST_LEN];
	uint64_t hash;

	digest_add(d, &device, sizeof(device));
	digest_add(d, data, len);
	digest_finish(d, out);
	memcpy(&hash, out, sizeof(hash));
	return hash;
}

bool
seen_before(
    struct seen *s, int32_t device, const void *data, size_t len, int64_t at)
{
	uint64_t hash = hash_of(device, data, len);
	struct mark *first = &s->marks[hash % (SEEN_SLOTS / PLACES) * PLACES];
	struct mark *oldest = first;

	for (struct mark *m = first; m < first + PLACES; m++) {
		if (m->hash == hash && m->at != 0 &&
		    at - m->at < SEEN_S * CLOCK_SECOND) {
			m->at = at;
			return true;
		}
		if (m->at < oldest->at)
			oldest = m;
	}
	*oldest = (struct mark){ hash, at };
	return false;
}
