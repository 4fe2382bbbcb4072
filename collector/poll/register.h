/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_REGISTER_H
#define COLLECTOR_POLL_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "collector/poll/roster.h"
#include "lib/store/db.h"

/*
 * The poller's side of the database: which devices there are and how they are
 * asked, and what operators want to know now. When the database is away, the
 * poller goes on with what it last saw.
 */
struct register_link;

/* target is borrowed until register_link_free. */
struct register_link *register_link_new(
    const struct db_target *target, const char *key_path);
void register_link_free(struct register_link *l); /* NULL is fine */

/* ERR_AGAIN: not now; roster is as it was. */
int register_load(struct register_link *l, struct roster *roster,
    const struct roster_defaults *defaults, const struct roster_hooks *hooks);

/* Calls wish for the latest open request of each device. */
int register_wishes(struct register_link *l,
    void (*wish)(void *arg, int tenant_id, int device_id, int64_t request_id),
    void *arg);

/* Answers all requests of the device up to request_id. */
int register_answer(struct register_link *l, int tenant_id, int device_id,
    int64_t request_id, const char *outcome);

/* Is the database there, as far as is known? */
bool register_is_up(const struct register_link *l);

/* Says that this role (a process of it) lives, since started. */
int register_seen(struct register_link *l, const char *role, int64_t started);

#endif
