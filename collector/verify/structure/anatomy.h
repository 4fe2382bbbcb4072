/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_STRUCTURE_ANATOMY_H
#define COLLECTOR_VERIFY_STRUCTURE_ANATOMY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/structure/structure.h"
#include "lib/store/structure/structure_store.h"

/*
 * The structure of a device at one moment, put together from what store loaded:
 * ports and parts as they were measured, by the names that its identity told.
 */
struct db;
struct metric_set;

struct anatomy {
	struct db *db;
	const struct metric_set *metrics;
	int tenant_id, device_id;
};

/*
 * with_names: what the identity lists itself (parts, neighbours) belongs to
 * this moment, too; else it gives names only. ERR_NOTFOUND when a reading that
 * the moment names is gone. out is the caller's to free, whatever is returned.
 */
int anatomy_read(const struct anatomy *a, const struct structure_moment *m,
    bool with_names, struct structure *out);

#endif
