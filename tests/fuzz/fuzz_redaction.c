/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/journal/record.h"
#include "lib/journal/redaction.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What was read and is written again has the same bytes. */
static void
read_declaration(const uint8_t *payload, size_t len)
{
	struct redaction_entry *list;
	struct buf again = { 0 };
	struct redaction r;

	if (redaction_decode(payload, len, &r) < 0)
		return;
	list = mem_new(r.count + 1, sizeof(*list));
	for (size_t i = 0; i < r.count; i++)
		redaction_entry(&r, i, &list[i]);
	redaction_encode(&r, list, &again);
	if (again.len != len || memcmp(again.data, payload, len) != 0)
		abort();
	buf_free(&again);
	free(list);
}

/* Parts are within it, and one that is good has each of them whole. */
static void
read_request(const struct buf *request)
{
	int good = redaction_check(request), rc;
	struct record part;
	struct redaction r;
	size_t at = 0, parts = 0;

	while ((rc = redaction_next(request, &at, &part)) == ERR_OK) {
		if (at > request->len || part.len > request->len ||
		    part.payload + part.len != request->data + at)
			abort();
		if (good == ERR_OK &&
		    redaction_decode(part.payload, part.len, &r) < 0)
			abort();
		read_declaration(part.payload, part.len);
		parts++;
	}
	if (good == ERR_OK && (rc != ERR_NOTFOUND || parts == 0))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf request = { 0 };

	read_declaration(data, len);
	buf_add(&request, data, len);
	read_request(&request);
	buf_free(&request);
	return 0;
}
