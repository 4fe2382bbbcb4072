/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/column.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/store/pgcopy.h"
#include "lib/wire/span.h"

enum { FIELD_MAX = 255 };

/* The length stands before the text and is known after it. */
size_t
column_text(struct buf *out, const char *s, size_t len)
{
	struct span span = span_of(s, len);
	size_t start = out->len, wrote;
	uint32_t be;

	buf_add_be32(out, 0);
	span_add_text(&span, out);
	wrote = out->len - start - sizeof(be);
	be = htobe32((uint32_t)wrote);
	memcpy(out->data + start, &be, sizeof(be));
	return wrote;
}

void
column_span(struct buf *out, const struct span *s)
{
	size_t len = span_len(s);

	if (s->at == NULL)
		pgcopy_null(out);
	else
		(void)column_text(
		    out, s->at, len < FIELD_MAX ? len : FIELD_MAX);
}
