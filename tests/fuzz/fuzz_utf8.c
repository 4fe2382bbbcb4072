/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/utf8.h"

#include <stdlib.h>

#include "lib/base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What was made safe is valid, and is left alone the second time. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf once = { 0 }, twice = { 0 };
	const char *text = (const char *)data;

	(void)utf8_safe(text, len, &once);
	if (!utf8_valid((char *)once.data, once.len) ||
	    utf8_safe((char *)once.data, once.len, &twice) != 0 ||
	    once.len != twice.len)
		abort();
	for (size_t max = 0; max <= len && utf8_valid(text, len); max++) {
		if (!utf8_valid(text, utf8_cut(text, len, max)))
			abort();
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
