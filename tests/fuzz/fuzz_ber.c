/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/varbind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A list that can be read can be written, and then reads the same. */
static void
check_again(const struct snapshot *s)
{
	struct buf once = { 0 }, twice = { 0 }, text = { 0 };
	struct snapshot *again;
	struct varbind vb = { 0 };
	size_t n = 0;

	snapshot_to_list(s, &once);
	if (snapshot_from_list(once.data, once.len, &again) < 0)
		abort();
	snapshot_to_list(again, &twice);
	if (once.len != twice.len)
		abort();
	for (; snapshot_next(again, vb.oid, &vb); n++)
		value_print(&vb.value, &text);
	if (n != snapshot_count(s))
		abort();
	snapshot_free(again);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct snapshot *s;

	if (snapshot_from_list(data, len, &s) == ERR_OK) {
		check_again(s);
		snapshot_free(s);
	}
	return 0;
}
