/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ROLE_H
#define COLLECTOR_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/config.h"

struct event_base;

/*
 * One process of the daemon. All live the same short life: executed anew by
 * the supervisor, they take its configuration and sockets, give up their
 * rights, start, and run one loop until told to stop.
 *
 *	execute -> configuration -> drop -> sandbox -> start -> loop -> stop
 *
 * A role that exits is executed again after a while, so start may fail, and
 * whatever is not on disk is lost then.
 */

enum role_right {
	ROLE_INET = 1,     /* IP sockets of its own, to send and to connect */
	ROLE_DATABASE = 2, /* Unix sockets; IP too when the DSN is TCP */
	ROLE_LISTEN = 4,   /* the sockets of listen sections are handed to it */
	ROLE_TRAP = 8,     /* those of trap sections */
	ROLE_ERRANDS = 16, /* has programs run, by the role that may: */
	ROLE_EXEC = 32,    /* runs them; no user but its own, of no group */
};

struct role {
	const struct role_ops *ops;
	unsigned instance;           /* from 1 */
	const char *name;            /* "poll", "poll-2": of this instance */
	const struct config *config; /* in use; another one after a reload */
	struct event_base *base;
	void *state; /* the role's own, from start to stop */
};

struct role_ops {
	const char *name;
	unsigned rights;
	bool can_wait;    /* what it works on lies on disk: others go first */
	const char *user; /* it is the system user of this role; NULL: own */

	/*
	 * How many processes of it there are; a reload may ask for others: who
	 * stays is told by reload, who is too many by stop. NULL: one.
	 */
	unsigned (*instances)(const struct config *c);

	/*
	 * Adds events to r->base and returns; without rights by now. Must not
	 * wait for the database or a peer: what is away is tried again later.
	 * ERR_OK, or the role exits with what is logged.
	 */
	int (*start)(struct role *r);

	/*
	 * A new configuration: may it be used? Changes nothing. NULL: yes.
	 * Every role is asked before any uses it.
	 */
	int (*reload_check)(struct role *r, const struct config *next);

	/*
	 * Uses it; cannot fail. r->config is next already, the one before is
	 * freed on return, so nothing of it may be kept. NULL: nothing to do.
	 */
	void (*reload)(struct role *r, const struct config *next);

	/*
	 * Flushes and frees; role_stopped ends the loop, now or later. After
	 * ROLE_GRACE_S the supervisor kills. NULL: ends at once.
	 */
	void (*stop)(struct role *r);
};

enum { ROLE_GRACE_S = 10 };

extern const struct role_ops *const role_table[]; /* ends with NULL */
const struct role_ops *role_find(const char *name);

/* Whether it listens on sockets of that kind. */
bool role_listens(const struct role_ops *ops, enum listen_kind kind);
unsigned role_instances(const struct role_ops *ops, const struct config *c);

/*
 * The listening socket for an address of the configuration, which the
 * supervisor has bound and keeps: nothing queued in it is lost when the role
 * dies. Non-blocking; borrowed; -1 when there is none.
 */
int role_socket(
    const struct role *r, enum listen_kind kind, const char *address);

/*
 * Certificate and key of a listen section, of the configuration that start or
 * reload_check is asked about; borrowed until they return. NULL: none.
 */
struct buf;
const struct buf *role_paper(const struct role *r, const char *section);

/* Its end of the pair between those who have programs run and who runs them;
 * non-blocking; borrowed; -1: it has none. */
int role_errands(const struct role *r);

void role_stopped(struct role *r);

/* The life of a role; returns the exit status. */
struct role_start {
	int control; /* the socket that the supervisor handed */
	unsigned instance;
	const char *path; /* of the configuration, for messages */
	const char *home; /* of --home, or NULL */
	bool verbose;
};
int role_main(const struct role_ops *ops, const struct role_start *how);

#endif
