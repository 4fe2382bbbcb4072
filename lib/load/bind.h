/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_LOAD_BIND_H
#define LIB_LOAD_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which device it is that speaks: by the name in its certificate, else by the
 * address that it speaks from. What a message claims to be takes no part in it,
 * unless it comes by a relay that we trust. An address that two devices share
 * binds to neither.
 */
struct address;

struct bind_entry {
	int32_t tenant_id, realm_id, device_id;
	uint8_t family;
	uint8_t bytes[16];
};

struct bind_name {
	int32_t tenant_id, realm_id, device_id;
	char *text; /* in lower case */
};

/* In which zone a device writes; that of device 0 is the tenant's. */
struct bind_zone {
	int32_t tenant_id, device_id;
	char *name;
};

/* Ready for use when zeroed. */
struct bind {
	struct bind_entry *entries;
	size_t count, room;
	struct bind_name *names;
	size_t name_count, name_room;
	struct bind_zone *zones;
	size_t zone_count, zone_room;
};

void bind_clear(struct bind *b);
void bind_add(struct bind *b, int32_t tenant, int32_t realm, int32_t device,
    const struct address *a);
void bind_add_name(struct bind *b, int32_t tenant, int32_t realm,
    int32_t device, const char *name);
/* log_zone is "" for nearly all. */
void bind_add_zone(struct bind *b, int32_t tenant, int32_t device,
    const char *log_zone, const char *zone);
void bind_sort(struct bind *b); /* after the last add, before a find */
void bind_free(struct bind *b);

/* 0: of no device that we know. */
int32_t bind_find(const struct bind *b, int32_t tenant, int32_t realm,
    const struct address *a);

/*
 * The same of a host as a certificate or a trusted relay writes it: an address,
 * the name of a device of that realm, or that with a domain behind it.
 */
int32_t bind_find_host(const struct bind *b, int32_t tenant, int32_t realm,
    const char *host, size_t len);

/* Who is connected: by the name in its certificate, else by its address. */
int32_t bind_find_sender(const struct bind *b, int32_t tenant, int32_t realm,
    const char *name, size_t len, const struct address *from);

/* NULL: not known. *own says that it is the device's own. */
const char *bind_find_zone(
    const struct bind *b, int32_t tenant, int32_t device, bool *own);

#endif
