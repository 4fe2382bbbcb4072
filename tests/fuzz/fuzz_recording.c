/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What was read and printed is read again, without a fault. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct snapshot *s, *again;
	struct buf text = { 0 };
	struct varbind vb;
	size_t real = 0;

	if (recording_parse((const char *)data, len, NULL, NULL, &s) < 0)
		return 0;
	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &vb);
		real += value_is_real(&vb.value);
		recording_print(&vb, &text);
	}
	if (recording_parse(
		(const char *)text.data, text.len, NULL, NULL, &again) < 0 ||
	    snapshot_count(again) != real)
		abort();
	snapshot_free(again);
	snapshot_free(s);
	buf_free(&text);
	return 0;
}
