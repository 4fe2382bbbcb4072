/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/wire/relp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A frame lies inside what was given, and more bytes do not change it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	enum { MAX = 64 };
	struct relp_frame f, again;
	size_t at = 0;

	while (relp_take(data + at, len - at, MAX, &f) == ERR_OK) {
		if (f.used == 0 || f.used > len - at || f.len > MAX ||
		    f.data < data + at || f.data + f.len > data + at + f.used ||
		    f.txnr > RELP_NUMBER_MAX)
			abort();
		if (relp_take(data + at, f.used, MAX, &again) != ERR_OK ||
		    again.used != f.used || again.len != f.len ||
		    again.rest != f.rest)
			abort();
		if (f.used > 1 && f.rest == 0 &&
		    relp_take(data + at, f.used - 1, MAX, &again) != ERR_AGAIN)
			abort();
		at += f.used;
		if (f.rest > 0 && f.rest >= len - at)
			break;
		at += f.rest > 0 ? f.rest + 1 : 0;
	}
	return 0;
}
