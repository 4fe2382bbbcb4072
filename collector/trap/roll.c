/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/roll.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

void
roll_add(struct roll *r, const struct target *t)
{
	if (r->count == r->room) {
		r->room = r->room == 0 ? 64 : 2 * r->room;
		r->list = mem_grow(r->list, r->room, sizeof(*r->list));
	}
	r->list[r->count++] = *t;
}

static int
order(const struct target *a, const struct target *b)
{
	if (a->tenant_id != b->tenant_id)
		return a->tenant_id < b->tenant_id ? -1 : 1;
	if (a->realm_id != b->realm_id)
		return a->realm_id < b->realm_id ? -1 : 1;
	if (a->address.family != b->address.family)
		return a->address.family < b->address.family ? -1 : 1;
	return memcmp(
	    a->address.bytes, b->address.bytes, sizeof(a->address.bytes));
}

static int
by_address(const void *a, const void *b)
{
	return order(a, b);
}

void
roll_sort(struct roll *r)
{
	if (r->count > 0)
		qsort(r->list, r->count, sizeof(*r->list), by_address);
}

void
roll_free(struct roll *r)
{
	free(r->list);
	*r = (struct roll){ 0 };
}

const struct target *
roll_find(const struct roll *r, int32_t tenant, int32_t realm,
    const struct address *a, size_t *n)
{
	struct target key = {
		.tenant_id = tenant, .realm_id = realm, .address = *a
	};
	size_t low = 0, high = r->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (order(&r->list[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*n = 0;
	while (low + *n < r->count && order(&r->list[low + *n], &key) == 0)
		(*n)++;
	return *n == 0 || a->family == 0 ? NULL : &r->list[low];
}
