/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/wire/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The framer never gives what it was not given, and always comes to an end. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct framer f = { .max = 64 };
	struct frame frame;
	size_t at = 0;
	int rc;

	for (size_t steps = 0; at < len; steps++) {
		rc = framer_next(&f, data + at, len - at, true, &frame);
		if (frame.used > len - at || frame.len > 64 || steps > len)
			abort();
		if (frame.message != NULL &&
		    (frame.message < data + at ||
			frame.message + frame.len > data + len))
			abort();
		at += frame.used;
		if (rc != ERR_OK)
			break;
	}
	return 0;
}
