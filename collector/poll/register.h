/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_REGISTER_H
#define COLLECTOR_POLL_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "collector/poll/roster.h"
#include "lib/store/db.h"

/*
 * The poller's side of the database, for which it never waits: which devices
 * there are and how they are asked, and what operators want to know now. When
 * the database is away, the poller goes on with what it last saw.
 *
 * What changed is read every few seconds, at once when the database gives a
 * hint, and the whole register every few minutes: in pages, whose rows are
 * handed to the roster between two datagrams.
 */
struct dblink;
struct delay;
struct event_base;
struct keyring;
struct register_link;

struct register_hooks {
	/* A look that began after the latest register_look has ended. */
	void (*looked)(void *arg);
	/* Somebody may have asked for something. */
	void (*asked)(void *arg);
	void *arg;
};

/* target is copied; name ("poll-2") and roster are borrowed until the end. */
struct register_link *register_link_new(struct event_base *base,
    const struct db_target *target, const char *name, const char *key_path,
    struct roster *roster, const struct register_hooks *hooks);
void register_link_free(struct register_link *l); /* NULL is fine */

/* What it could open. */
const struct keyring *register_keys(const struct register_link *l);

/* For other questions. */
struct dblink *register_db(struct register_link *l);

/* Looks soon; whole: at all that there is. */
void register_look(struct register_link *l, bool whole);

/* Is the database there, as far as is known? */
bool register_is_up(const struct register_link *l);

/* Says that this worker lives, since started, and how it keeps up. */
void register_seen(
    struct register_link *l, int64_t started, const struct delay *delay);

#endif
