/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/deflate.h"

#include <stdlib.h>

#include <zlib.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { STEP = 16 << 10, PIECE = 1 << 20 };

struct deflate {
	z_stream z;
};

struct deflate *
deflate_new(void)
{
	struct deflate *d = mem_new(1, sizeof(*d));

	if (deflateInit(&d->z, Z_DEFAULT_COMPRESSION) != Z_OK)
		fatalx("zlib: out of memory");
	return d;
}

void
deflate_free(struct deflate *d)
{
	if (d != NULL)
		deflateEnd(&d->z);
	free(d);
}

/* Until zlib has taken what it was given, or with Z_FINISH has ended. */
static void
run(struct deflate *d, int flush, struct buf *out)
{
	int rc;

	do {
		d->z.next_out = buf_extend(out, STEP);
		d->z.avail_out = STEP;
		rc = deflate(&d->z, flush);
		if (rc == Z_STREAM_ERROR)
			fatalx("zlib: stream error");
		out->len -= d->z.avail_out;
	} while (d->z.avail_out == 0);
}

void
deflate_add(struct deflate *d, const void *data, size_t len, struct buf *out)
{
	const Bytef *from = data;

	while (len > 0) {
		size_t n = len < PIECE ? len : PIECE;

		d->z.next_in = (z_const Bytef *)from;
		d->z.avail_in = (uInt)n;
		run(d, Z_NO_FLUSH, out);
		from += n;
		len -= n;
	}
}

void
deflate_end(struct deflate *d, struct buf *out)
{
	d->z.avail_in = 0;
	run(d, Z_FINISH, out);
	if (deflateReset(&d->z) != Z_OK)
		fatalx("zlib: stream error");
}
