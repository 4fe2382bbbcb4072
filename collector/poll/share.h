/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_SHARE_H
#define COLLECTOR_POLL_SHARE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What one of several workers does: its part of the devices, by a hash of
 * tenant and device, so that all agree without a word; and its part of what
 * all together may do.
 */
struct share {
	unsigned mine, of; /* 0 .. of-1 */
};

/* A number for a device; neighbours in the register are far apart in it. */
uint64_t share_hash(int tenant_id, int device_id);

bool share_has(const struct share *s, int tenant_id, int device_id);

/* Does it do what belongs to no device? One of the workers does. */
bool share_is_first(const struct share *s);

/* Of a total: at least 1, unless that is 0 for no limit. */
int share_part(const struct share *s, int total);

#endif
