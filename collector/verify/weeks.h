/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_WEEKS_H
#define COLLECTOR_VERIFY_WEEKS_H

#include <stddef.h>

#include "lib/model/stability/frame.h"
#include "lib/model/stability/subject.h"

struct db;

/* What was measured of a tenant's devices in the last seven weeks. */
struct weeks {
	struct frame frame;
	struct subject *subject;
	int *device; /* of each, rising */
	float **values;
	size_t n;
};

/*
 * Those that have the patch and are watched, and those that they can be
 * compared with. zone is the tenant's.
 */
int weeks_load(struct db *db, int tenant, int patch, const char *zone,
    int64_t now, struct weeks *out);
void weeks_free(struct weeks *w); /* a zeroed one is fine */

const struct subject *weeks_find(const struct weeks *w, int device);

#endif
