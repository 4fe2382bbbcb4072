/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/row.h"

#include <string.h>

static void
add_field(struct digest *d, const char *text)
{
	uint32_t len = text == NULL ? UINT32_MAX : (uint32_t)strlen(text);
	uint8_t be[4] = { (uint8_t)(len >> 24), (uint8_t)(len >> 16),
		(uint8_t)(len >> 8), (uint8_t)len };

	digest_add(d, be, sizeof(be));
	if (text != NULL)
		digest_add(d, text, len);
}

static void
add_number(struct digest *d, int64_t v)
{
	uint8_t be[8];

	for (size_t i = 0; i < sizeof(be); i++)
		be[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
	digest_add(d, be, sizeof(be));
}

void
trail_row_hash(const struct trail_row *row, const uint8_t prev[DIGEST_LEN],
    uint8_t out[DIGEST_LEN])
{
	struct digest *d = digest_new();

	digest_add(d, "patchwacht-change-1", strlen("patchwacht-change-1"));
	digest_add(d, prev, DIGEST_LEN);
	add_number(d, row->tenant);
	add_number(d, row->seq);
	add_number(d, row->at);
	add_field(d, row->actor);
	add_field(d, row->what.action);
	add_field(d, row->what.object);
	add_field(d, row->what.detail);
	add_field(d, row->what.reason);
	digest_finish(d, out);
}
