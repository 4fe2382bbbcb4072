/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/bind.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"

void
bind_clear(struct bind *b)
{
	for (size_t i = 0; i < b->name_count; i++)
		free(b->names[i].text);
	for (size_t i = 0; i < b->zone_count; i++)
		free(b->zones[i].name);
	b->count = b->name_count = b->zone_count = 0;
}

void
bind_free(struct bind *b)
{
	bind_clear(b);
	free(b->entries);
	free(b->names);
	free(b->zones);
	*b = (struct bind){ 0 };
}

/* Of ASCII only, whatever the locale: names of hosts. */
static char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
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

static void
put_zone(struct bind *b, int32_t tenant, int32_t device, const char *name)
{
	if (b->zone_count == b->zone_room) {
		b->zone_room = b->zone_room == 0 ? 16 : 2 * b->zone_room;
		b->zones = mem_grow(b->zones, b->zone_room, sizeof(*b->zones));
	}
	b->zones[b->zone_count++] =
	    (struct bind_zone){ tenant, device, mem_dup_str(name) };
}

void
bind_add_zone(struct bind *b, int32_t tenant, int32_t device,
    const char *log_zone, const char *zone)
{
	bool is_known = false;

	if (log_zone[0] != '\0')
		put_zone(b, tenant, device, log_zone);
	/* Devices come by tenant, mostly: the last one is looked at first. */
	for (size_t i = b->zone_count; !is_known && i-- > 0;)
		is_known = b->zones[i].tenant_id == tenant &&
		    b->zones[i].device_id == 0;
	if (!is_known)
		put_zone(b, tenant, 0, zone);
}

static int
by_owner(const void *x, const void *y)
{
	const struct bind_zone *a = x, *b = y;

	if (a->tenant_id != b->tenant_id)
		return a->tenant_id < b->tenant_id ? -1 : 1;
	return a->device_id < b->device_id ? -1 : a->device_id > b->device_id;
}

static const char *
zone_of(const struct bind *b, int32_t tenant, int32_t device)
{
	const struct bind_zone key = { tenant, device, NULL }, *found;

	if (b->zone_count == 0)
		return NULL;
	found =
	    bsearch(&key, b->zones, b->zone_count, sizeof(*b->zones), by_owner);
	return found == NULL ? NULL : found->name;
}

const char *
bind_find_zone(const struct bind *b, int32_t tenant, int32_t device, bool *own)
{
	const char *zone = device == 0 ? NULL : zone_of(b, tenant, device);

	*own = zone != NULL;
	return zone != NULL ? zone : zone_of(b, tenant, 0);
}

void
bind_add_name(struct bind *b, int32_t tenant, int32_t realm, int32_t device,
    const char *name)
{
	struct bind_name *n;

	if (b->name_count == b->name_room) {
		b->name_room = b->name_room == 0 ? 64 : 2 * b->name_room;
		b->names = mem_grow(b->names, b->name_room, sizeof(*b->names));
	}
	n = &b->names[b->name_count++];
	*n = (struct bind_name){ tenant, realm, device, mem_dup_str(name) };
	for (char *p = n->text; *p != '\0'; p++)
		*p = to_lower(*p);
}

static int
by_name(const void *x, const void *y)
{
	const struct bind_name *a = x, *b = y;

	if (a->tenant_id != b->tenant_id)
		return a->tenant_id < b->tenant_id ? -1 : 1;
	if (a->realm_id != b->realm_id)
		return a->realm_id < b->realm_id ? -1 : 1;
	return strcmp(a->text, b->text);
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

	if (b->zone_count > 0)
		qsort(b->zones, b->zone_count, sizeof(*b->zones), by_owner);
	if (b->name_count > 0)
		qsort(b->names, b->name_count, sizeof(*b->names), by_name);
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

static int32_t
find_name(const struct bind *b, int32_t tenant, int32_t realm, char *text)
{
	struct bind_name key = {
		.tenant_id = tenant, .realm_id = realm, .text = text
	};
	const struct bind_name *found;

	if (b->name_count == 0)
		return 0;
	found =
	    bsearch(&key, b->names, b->name_count, sizeof(*b->names), by_name);
	return found == NULL ? 0 : found->device_id;
}

int32_t
bind_find_host(const struct bind *b, int32_t tenant, int32_t realm,
    const char *host, size_t len)
{
	struct address address;
	char text[256], *dot;
	int32_t device;

	if (len == 0 || len >= sizeof(text))
		return 0;
	for (size_t i = 0; i < len; i++)
		text[i] = to_lower(host[i]);
	text[len] = '\0';
	if (address_parse(text, &address) == ERR_OK)
		return bind_find(b, tenant, realm, &address);
	device = find_name(b, tenant, realm, text);
	dot = strchr(text, '.');
	if (device != 0 || dot == NULL)
		return device;
	*dot = '\0';
	return find_name(b, tenant, realm, text);
}

int32_t
bind_find_sender(const struct bind *b, int32_t tenant, int32_t realm,
    const char *name, size_t len, const struct address *from)
{
	int32_t device = bind_find_host(b, tenant, realm, name, len);

	return device != 0 ? device : bind_find(b, tenant, realm, from);
}
