/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DBLINK_H
#define COLLECTOR_DBLINK_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/store/db.h"

/*
 * A role's connection to the database that is never waited for: statements
 * stand in a queue and are sent one after the other; their rows come in the
 * role's loop. It connects by itself, again when it was lost, and gives up a
 * server that says nothing for DBLINK_PATIENCE_S.
 *
 *	dblink_query(link, on_rows, arg, "SELECT name FROM site"
 *	    " WHERE tenant_id=$1", DB_INT(tenant));
 */
struct dblink;
struct event_base;

enum { DBLINK_QUEUE_MAX = 4096, DBLINK_PATIENCE_S = 60 };

struct dblink_hooks {
	/* There it is, also after a loss. Other sessions may have changed
	 * anything meanwhile. */
	void (*up)(void *arg);
	/* Somebody used NOTIFY: a hint, no promise. */
	void (*noted)(void *arg, const char *channel);
	/* Said first on each connection, such as "LISTEN ..."; borrowed, ends
	 * with NULL. */
	const char *const *greetings;
	void *arg;
};

/*
 * target and database role ("patchwacht_poll") are borrowed until dblink_free.
 * what says, in the log, what a role does without ("polling goes on ...").
 */
struct dblink *dblink_new(struct event_base *base,
    const struct db_target *target, const char *role, const char *what,
    const struct dblink_hooks *hooks);

/* Questions that are open end without a callback. NULL is fine. */
void dblink_free(struct dblink *l);

bool dblink_is_up(const struct dblink *l);

/*
 * How a statement ended: as db_run says, with rows that are borrowed, or NULL.
 * ERR_AGAIN: the connection was lost; whether it was done is not known.
 */
typedef void dblink_done(void *arg, int rc, const struct db_rows *rows);

/*
 * sql is borrowed until the end: a literal; args are copied. done may be NULL.
 * ERR_AGAIN, and no callback: not connected, or the queue is full.
 */
int dblink_ask(struct dblink *l, dblink_done *done, void *arg, const char *sql,
    size_t count, const struct db_arg *args);

#define dblink_query(l, done, arg, sql, ...)                            \
	dblink_ask((l), (done), (arg), (sql),                           \
	    sizeof((const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ }) / \
		    sizeof(struct db_arg) -                             \
		1,                                                      \
	    (const struct db_arg[]){ DB_NULL, ##__VA_ARGS__ } + 1)

#endif
