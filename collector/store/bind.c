/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/bind.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/address.h"

void
bind_clear(struct bind *b)
{
	b->count = 0;
}

void
bind_free(struct bind *b)
{
	free(b->entries);
	*b = (struct bind){ 0 };
}

static void
set_key(struct bind_entry *e, int32_t tenant, int32_t realm,
    const struct address *a)
{
	memset(e, 0, sizeof(*e));
	e->tenant_id = tenant;
	e->realm_id = realm;
	e->family = a->family;
	memcpy(e->bytes, a->bytes, a->family == 4 ? 4 : 16);
}

void
bind_add(struct bind *b, int32_t tenant, int32_t realm, int32_t device,
    const struct address *a)
{
	if (b->count == b->room) {
		b->room = b->room == 0 ? 64 : 2 * b->room;
		b->entries = mem_grow(b->entries, b->room, sizeof(*b->entries));
	}
	set_key(&b->entries[b->count], tenant, realm, a);
	b->entries[b->count++].device_id = device;
}

static int
by_key(const void *x, const void *y)
{
	const struct bind_entry *a = x, *b = y;

	if (a->tenant_id != b->tenant_id)
		return a->tenant_id < b->tenant_id ? -1 : 1;
	if (a->realm_id != b->realm_id)
		return a->realm_id < b->realm_id ? -1 : 1;
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/* One entry for each address; of one that is shared, device 0. */
void
bind_sort(struct bind *b)
{
	size_t kept = 0;

	if (b->count == 0)
		return;
	qsort(b->entries, b->count, sizeof(*b->entries), by_key);
	for (size_t i = 1; i < b->count; i++) {
		if (by_key(&b->entries[kept], &b->entries[i]) == 0)
			b->entries[kept].device_id = 0;
		else
			b->entries[++kept] = b->entries[i];
	}
	b->count = kept + 1;
}

int32_t
bind_find(const struct bind *b, int32_t tenant, int32_t realm,
    const struct address *a)
{
	const struct bind_entry *found;
	struct bind_entry key;

	if (b->count == 0 || a->family == 0)
		return 0;
	set_key(&key, tenant, realm, a);
	found =
	    bsearch(&key, b->entries, b->count, sizeof(*b->entries), by_key);
	return found == NULL ? 0 : found->device_id;
}
