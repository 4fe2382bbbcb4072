/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_COURIER_H
#define COLLECTOR_ALERT_COURIER_H

#include <stdbool.h>

struct away;
struct config;
struct db;
struct equipment;
struct event_base;

/*
 * Brings reports by mail, one or two at a time, as post.h brings alerts: taken
 * with a lease before a byte goes out, marked after the server has it. What is
 * Geheim never goes along; what is not public only to a server whose
 * certificate is checked, with no way back to an open line. A mail without its
 * document says where that lies, and why it is not there. A mail that nobody
 * takes for a week is tried no more.
 */
enum { COURIER_PLACES = 2 };

struct courier;

/* on_end is called when something has ended and courier_settle may go on. */
typedef void courier_fn(void *arg);
struct courier *courier_new(
    struct event_base *base, struct away *away, courier_fn *on_end, void *arg);
void courier_free(struct courier *c); /* NULL is fine */

/* What it sends from and with; borrowed until the next call. */
void courier_use(
    struct courier *c, const struct config *config, const struct equipment *e);

/* Writes what became of those that ended. Negative: the database is away. */
int courier_settle(struct courier *c, struct db *db);

/* Takes what is due and sends it, as far as there is a place. */
int courier_fill(struct courier *c, struct db *db, const char *holder);

bool courier_is_busy(const struct courier *c);

#endif
