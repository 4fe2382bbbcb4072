/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reporter/brand/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What was read can be written, and read again as it was. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct picture p, again;
	struct buf png = { 0 };

	if (picture_read("logo", data, len, &p) < 0)
		return 0;
	picture_shrink(&p, 64, 64);
	if (p.width == 0 || p.width > 64 || p.height == 0 || p.height > 64 ||
	    picture_write(&p, &png) < 0 ||
	    picture_read("again", png.data, png.len, &again) < 0 ||
	    again.width != p.width || again.height != p.height)
		abort();
	picture_free(&again);
	picture_free(&p);
	buf_free(&png);
	return 0;
}
