/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DEVICE_STATE_H
#define LIB_STORE_DEVICE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
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

	/*
	 * The last reading that was looked at in full, and the last one that
	 * says the same: is_said while another one like them moves nothing
	 * before wake. stirred: what people did since; ids of table stirred.
	 */
	bool is_said, is_looked_at; /* in full, just now */
	uint8_t said[DIGEST_LEN];
	int64_t said_at, same_at, wake;
	const char *stirred;

	bool is_known; /* it has a row already */
	struct db_rows *rows;
};

/* ERR_NOTFOUND, unlogged, when the register has no such device. */
int device_state_load(
    struct db *db, int tenant, int device, struct device_state *out);
int device_state_save(struct db *db, const struct device_state *s);
void device_state_free(struct device_state *s); /* a zeroed one is fine */

/* Rows of the devices in two arrays as SQL writes them; then row i of them,
 * whose texts are those of the rows. */
int device_state_select(struct db *db, const char *tenants, const char *devices,
    struct db_rows **rows);
void device_state_take(
    const struct db_rows *rows, size_t i, struct device_state *out);

/*
 * What is known of many devices, read with one statement; and written with
 * one where only times and counts went on.
 */
struct device_states {
	struct device_state *state; /* in order of tenant and device */
	bool *moved;                /* to be written by device_states_save, */
	bool *looked_at;            /* with what a look in full left */
	struct buf stirred;         /* ids that this look answers */
	size_t n;
	struct db_rows *rows;
};

struct device_key {
	int tenant_id, device_id;
};

/* Of keys, which are put in order; those in no register are left out. */
int device_states_load(struct db *db, struct device_key *keys, size_t n,
    struct device_states *out);
void device_states_free(struct device_states *s); /* a zeroed one is fine */

/* What was found of one is no longer what a reading says: the next one is
 * looked at in full, whatever it says. */
int device_state_wake(struct db *db, int tenant, int device);

/*
 * Wishes for a look at devices that were not polled since then, such as retired
 * ones: kept with the device instead, where they take no room.
 */
int device_state_put_off(struct db *db, int64_t since);

/* NULL when the register has no such device; borrowed. */
struct device_state *device_states_find(
    const struct device_states *s, int tenant, int device);

/*
 * Takes in what became of one found before. What is more than times and counts
 * is written at once, and the row read anew; now stays the caller's.
 */
int device_states_note(struct db *db, struct device_states *s,
    struct device_state *known, const struct device_state *now);

int device_states_save(struct db *db, struct device_states *s);

#endif
