/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/share.h"

/* splitmix64 */
uint64_t
share_hash(int tenant_id, int device_id)
{
	uint64_t x = (uint64_t)(uint32_t)tenant_id << 32 | (uint32_t)device_id;

	x += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* By the upper half: the whole number tells when a device is polled. */
bool
share_has(const struct share *s, int tenant_id, int device_id)
{
	return (share_hash(tenant_id, device_id) >> 32) % s->of == s->mine;
}

bool
share_is_first(const struct share *s)
{
	return s->mine == 0;
}

int
share_part(const struct share *s, int total)
{
	int of = (int)s->of, part = total / of;

	part += (int)s->mine < total % of;
	return part > 0 || total == 0 ? part : 1;
}
