/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEVICE_STATE_H
#define LIB_STORE_DEVICE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/silence.h"
#include "lib/model/uptime.h"

struct db;
struct db_rows;

/*
 * What is known of a device now: a row of device_state, with what the register
 * says of the device. Texts are NULL where nothing is known; they belong to
 * rows, or to whoever put them there.
 */
struct device_state {
	int tenant_id, device_id;
	const char *name, *address; /* from the register */
	int64_t poll_every;
	bool retired;

	struct silence silence;
	int64_t rtt_us; /* below 0: none */
	const char *protocol, *level;
	const char *sys_object_id, *sys_name;
	struct uptime uptime; /* of the last answer */
	const uint8_t *engine_id;
	size_t engine_id_len;
	int64_t boot_at;
	const char *profile, *vendor, *model, *serial, *class;
	bool tested;
	const char *granularity, *conflict;

	struct db_rows *rows;
};

/* ERR_NOTFOUND, unlogged, when the register has no such device. */
int device_state_load(
    struct db *db, int tenant, int device, struct device_state *out);
int device_state_save(struct db *db, const struct device_state *s);
void device_state_free(struct device_state *s); /* a zeroed one is fine */

#endif
