/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_POST_H
#define COLLECTOR_ALERT_POST_H

#include <stdbool.h>
#include <stdint.h>

struct away;
struct config;
struct db;
struct equipment;
struct event_base;

/*
 * Brings what is in the outbox to its channels, a few at a time. An item is
 * taken with a lease before a byte of it goes out, and marked after the
 * receiver has said that it has it; nothing else uses its place until that is
 * written. So none is lost; what was under way when a process is killed may
 * have arrived and goes again when that is seen, or the lease ends, the same to
 * the byte and under the same name: at most POST_PLACES of them for each time.
 * Of a receiver that is away (away.h) the others wait.
 */
enum { POST_PLACES = 8 };

struct post;

/* on_end is called when something has ended and post_settle may go on. */
typedef void post_fn(void *arg);
/* errands: of role_errands, for those that a program brings. away is borrowed,
 * and shared with whoever else uses the mail server. */
struct post *post_new(struct event_base *base, int errands, struct away *away,
    post_fn *on_end, void *arg);
void post_free(struct post *p);

/* What it sends from and with; borrowed until the next call. */
void post_use(
    struct post *p, const struct config *c, const struct equipment *e);

/* Writes what became of those that ended. Negative: the database is away. */
int post_settle(struct post *p, struct db *db);

/* Takes what is due and sends it, as far as there is a place; holder is of
 * lease.h. */
int post_fill(struct post *p, struct db *db, const char *holder);

/* Since it began: what arrived, and attempts that did not. */
struct post_counts {
	uint64_t sent, failed;
};
struct post_counts post_counts(const struct post *p);

bool post_is_busy(const struct post *p); /* some are under way or unmarked */

#endif
