/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What decodes encodes to the same bytes; of older versions, to some that do.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct observation obs;
	struct buf again = { 0 };

	if (observation_decode(data, len, &obs) < 0)
		return 0;
	if (observation_encode(&obs, &again) < 0)
		abort();
	if (data[0] == again.data[0]
		? again.len != len || memcmp(again.data, data, len) != 0
		: observation_decode(again.data, again.len, &obs) < 0)
		abort();
	buf_free(&again);
	return 0;
}
