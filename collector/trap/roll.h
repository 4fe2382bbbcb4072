/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_TRAP_ROLL_H
#define COLLECTOR_TRAP_ROLL_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/address.h"

/* The devices that may send something, by their address. */

enum { ROLL_ENGINE_MAX = 32 };

struct target {
	int32_t tenant_id, realm_id, device_id;
	int32_t credential_id; /* 0: none */
	struct address address;

	/* What the poller last heard, signed, of its engine. */
	uint8_t engine[ROLL_ENGINE_MAX];
	size_t engine_len; /* 0: nothing */
	int32_t boots, time;
	int64_t engine_at; /* when, on the wall */
};

/* Ready for use when zeroed. */
struct roll {
	struct target *list;
	size_t count, room;
};

void roll_add(struct roll *r, const struct target *t);
void roll_sort(struct roll *r); /* after the last add, before a find */
void roll_free(struct roll *r);

/*
 * Those at an address, whatever their port: *n of them, one after the other.
 * Ports tell devices behind one address apart when they are asked; a trap comes
 * from any port.
 */
const struct target *roll_find(const struct roll *r, int32_t tenant,
    int32_t realm, const struct address *a, size_t *n);

#endif
