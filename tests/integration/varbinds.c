/* SPDX-License-Identifier: Apache-2.0 */

/*
 * varbinds RECORDING: the list of bindings that a poll of that device would
 * store, in hexadecimal, for scripts that write readings by hand.
 */
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"

int
main(int argc, char *argv[])
{
	struct snapshot *s = NULL;
	struct buf list = { 0 };

	if (argc != 2 || recording_load(argv[1], &s) < 0)
		return 1;
	snapshot_to_list(s, &list);
	for (size_t i = 0; i < list.len; i++)
		printf("%02x", list.data[i]);
	printf("\n");
	snapshot_free(s);
	buf_free(&list);
	return 0;
}
