/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/wire/neighbour.h"
#include "lib/wire/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A list of bindings, whatever it says: neighbours are whole or not there. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct own_mac own[8];
	struct neighbours n;
	struct snapshot *s;

	if (snapshot_from_list(data, len, &s) < 0)
		return 0;
	neighbours_read(s, &n);
	for (size_t i = 0; i < n.count; i++) {
		const struct neighbour *one = &n.list[i];

		if (strlen(one->chassis) > 255 || strlen(one->name) > 255 ||
		    strlen(one->port) > 255 || strlen(one->description) > 512 ||
		    (one->has_mac && (one->mac[0] & 1) != 0) ||
		    (one->protocol == NEIGHBOUR_ARP &&
			one->address.family == 0))
			abort();
	}
	if (neighbours_own_macs(s, own, 8) > 8)
		abort();
	neighbours_free(&n);
	snapshot_free(s);
	return 0;
}
