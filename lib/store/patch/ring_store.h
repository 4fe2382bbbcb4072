/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_RING_STORE_H
#define LIB_STORE_RING_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/* In which ring each device of a patch is (lib/model/stability/rings.h). */

/*
 * The devices of a patch that have no ring, or all of them: device, a number
 * for its model, its site.
 */
int ring_candidates(
    struct db *db, int tenant, int patch, int all, struct db_rows **out);

/* Puts one in a ring, or another; ERR_NOTFOUND: it is not of the patch. */
int ring_put(struct db *db, int tenant, int patch, int device, int ring);

/* Notes that rings were given, or that one was moved, and why. */
int ring_note(
    struct db *db, int tenant, int patch, const char *what, const char *reason);

/*
 * At a moment; 0: now. Each ring with its gate: ring, devices, proven,
 * regressed, waiting, paused, hours left until the first deadline, what the
 * gate says.
 */
int ring_gates(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out);

/* Each device: ring, device, site, model, state, paused, deadline. */
int ring_devices(
    struct db *db, int tenant, int patch, int64_t at, struct db_rows **out);

/*
 * Rings of which nineteen of twenty devices have come to a look, and that had
 * none: tenant, patch, ring, day, device, changed, from, zone; a row for each
 * device.
 */
int ring_due(struct db *db, int64_t now, struct db_rows **out);

struct ring_comparison {
	int tenant_id, patch_id, ring, day;
	int64_t at;
	const char *outcome, *why, *words;
	const char *detail; /* JSON */
};
int ring_compared(struct db *db, const struct ring_comparison *c);

/* A person found another cause; ERR_NOTFOUND: there is nothing to dismiss. */
int ring_dismiss(
    struct db *db, int tenant, int patch, int ring, const char *reason);

#endif
