/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/ports.h"

#include <stdlib.h>

#include "collector/verify/context.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/profile/part_names.h"
#include "lib/store/device/port_store.h"
#include "lib/store/follow.h"

/* More of one device would be a fault of it. */
enum { PORTS_MAX = 8192 };

static struct json *
describe(const struct part_names *n, size_t i)
{
	int64_t index = part_names_index(n, i);
	struct json *o = json_new_object();

	json_put_int(o, "port", index);
	json_put_text(o, "label", part_names_port(n, index));
	json_put_text(o, "peer", part_names_peer(n, index));
	return o;
}

int
ports_take(struct verify *v, const struct stored_reading *r,
    const struct snapshot *snapshot)
{
	struct json *list = json_new_array();
	struct part_names *n;
	int rc = ERR_OK;
	char *text;

	part_names_read(snapshot, &n);
	for (size_t i = 0; i < part_names_count(n); i++) {
		if (json_len(list) < PORTS_MAX &&
		    part_names_index(n, i) <= INT32_MAX &&
		    part_names_is_port(part_names_type(n, i)))
			json_add(list, describe(n, i));
	}
	/* Who lists no interfaces at all has not told which are gone. */
	if (part_names_count(n) > 0) {
		text = json_line(list);
		rc = port_note(v->db, r->tenant_id, r->device_id, r->at, text);
		free(text);
	}
	json_free(list);
	part_names_free(n);
	return rc;
}
