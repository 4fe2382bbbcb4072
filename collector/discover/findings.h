/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_FINDINGS_H
#define COLLECTOR_DISCOVER_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/dblink.h"
#include "lib/model/prefix.h"

struct range;

/*
 * Discovery's side of the database: a sweep as it is asked for and as far as
 * it is, and what was found. Nothing is waited for: each returns what
 * dblink_ask does, and its rows come to done.
 */

struct sweep_run {
	int tenant_id, id, realm_id, rate;
	struct prefix *blocks;
	size_t count;
	struct range *ranges;
	size_t range_count;
	uint64_t seed, total, done, passed, skipped, answered, found, spared;
};

void sweep_run_free(struct sweep_run *r); /* a zeroed one is fine */

/* tenant_id, discovery_id of all that have not ended. */
int findings_open(struct dblink *l, dblink_done *done, void *arg);

/* Takes it on. Of the rows: ERR_NOTFOUND when there is none, or it ended. */
int findings_take(
    struct dblink *l, int tenant, int id, dblink_done *done, void *arg);
int findings_take_rows(const struct db_rows *rows, struct sweep_run *out);

/* The ranges of its realm; findings_take_ranges reads them. */
int findings_ranges(
    struct dblink *l, const struct sweep_run *r, dblink_done *done, void *arg);
void findings_take_ranges(const struct db_rows *rows, struct sweep_run *r);

/* By whose terms an address may be visited; NULL: it may not. */
const struct range *sweep_run_range(
    const struct sweep_run *r, const struct address *a);

/* How far it is. Of the rows: true when an operator wants it to end. */
int findings_note(
    struct dblink *l, const struct sweep_run *r, dblink_done *done, void *arg);
bool findings_is_stop(const struct db_rows *rows);

/* Of the rows: are its ranges others than when sign, at first "", was last put
 * here? It becomes how they are now. */
enum { FINDINGS_SIGN_MAX = 33 };
bool findings_are_changed(
    const struct db_rows *rows, char sign[FINDINGS_SIGN_MAX]);

/* state "done", "cancelled", "refused"; reason may be NULL. */
int findings_end(struct dblink *l, const struct sweep_run *r, const char *state,
    const char *reason, dblink_done *done, void *arg);

/*
 * May proof of this secret be offered there? A row comes back at most once an
 * hour: it is written down before it is done. forget takes that back, for the
 * secret was right.
 */
int findings_may(struct dblink *l, const struct sweep_run *r,
    const struct address *to, int credential, dblink_done *done, void *arg);
int findings_forget(struct dblink *l, const struct sweep_run *r,
    const struct address *to, int credential);

/* Forgets what was offered longer ago than counts. */
int findings_tidy(struct dblink *l);

/* What answered. Texts may be NULL. */
struct proposal {
	struct address address; /* with its port */
	int range_id, credential_id;
	const char *protocol, *level;
	const uint8_t *engine_id;
	size_t engine_id_len;
	const char *sys_object_id, *sys_descr, *sys_name;
	const char *profile, *vendor, *model, *class, *version, *confidence;
	const char *serial;
};

/* A device that the register knows is told by address, serial or engine. */
int findings_put(struct dblink *l, const struct sweep_run *r,
    const struct proposal *p, dblink_done *done, void *arg);

#endif
