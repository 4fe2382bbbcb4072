/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_DISCOVERY_STORE_H
#define LIB_STORE_DISCOVERY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/prefix.h"

struct db;
struct db_rows;

/* Sweeps, and what they found: as the register keeps them. */

enum { DISCOVERY_RATE_MAX = 1000 }; /* datagrams a second */

/* One sweep, as it is asked for. */
struct discovery {
	int tenant_id, id, realm_id;
	const struct prefix *blocks; /* borrowed */
	size_t count;
	int rate;
	uint64_t seed;
	uint64_t total; /* addresses */
};

/* Asks the poller for it, inside a transaction; sets the id. */
int discovery_add(struct db *db, struct discovery *d);

/* state, reason, total, done, skipped, answered, found, started, spared */
int discovery_progress(struct db *db, int tenant, int id, struct db_rows **out);

/* The sweeps, last first: id, state, reason, blocks, total, done, skipped,
 * answered, found, rate, asked, asked_by, finished */
int discovery_list(struct db *db, int tenant, int64_t at, struct db_rows **out);

/* One of the tenant, or with id 0 all that are open; how many. */
int discovery_stop(struct db *db, int tenant, int id, size_t *stopped);

/*
 * address, port, state, name, vendor, model, version, confidence, site,
 * credential, protocol, level, device, known_by, class, profile, serial,
 * engine_id, sys_object_id, sys_descr, realm, block, medical, first_seen,
 * last_seen, decided, decided_by, reason, discovery, same_as. state NULL: all.
 */
int proposal_list(struct db *db, int tenant, const char *state, int64_t at,
    struct db_rows **out);

/* The same of one address. ERR_NOTFOUND, unlogged. */
int proposal_find(struct db *db, int tenant, int realm, const char *address,
    int port, struct db_rows **out);

/* What was decided of it: "accepted" with a device, or "refused". */
int proposal_decide(struct db *db, int tenant, int realm, const char *address,
    int port, const char *state, int device, const char *reason);

#endif
