/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_CLUSTER_H
#define REGISTER_DB_CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>

#include "register/db/account.h"
#include "register/db/binaries.h"

struct db;

/*
 * The private cluster below home/db:
 *
 *	lock          held while it is made, started or stopped
 *	15/           the data folder, named by PostgreSQL's major version
 *	15.new/       one that was being made when we were interrupted
 *	run/          the folder of its socket
 *	socket        names that folder when run/ is too long for an address
 *	local.conf    an administrator's own settings, read if it is there
 *	initdb.log start.log
 *
 * The server listens on that socket only; peer authentication and a map say
 * who may be which role, so no password exists.
 */
struct cluster {
	char *home;
	char *base;   /* home/db */
	char *data;   /* home/db/15 */
	char *socket; /* the socket's folder */
	struct account account;
	struct binaries binaries;
	bool no_sync; /* tests only: loses data when the machine stops */
	int lock;     /* held while not -1 */
};

struct cluster_options {
	const char *home;
	const char *user;   /* to run as when we are root; NULL: patchwacht */
	const char *bindir; /* of PostgreSQL; NULL: look for it */
	bool no_sync;
};

/* Finds out who, where and with what; makes nothing yet. */
int cluster_open(const struct cluster_options *o, struct cluster *out);
void cluster_close(struct cluster *c);

/* Makes it if there is none, starts it or joins the running one; ready. */
int cluster_start(struct cluster *c);

/* The same in the foreground: becomes the server, for a service manager. */
int cluster_exec(struct cluster *c);

/* ERR_NOTFOUND when it does not run. */
int cluster_stop(struct cluster *c);

/* The pid of the running server, or 0. */
pid_t cluster_pid(const struct cluster *c);

/* Connects as the cluster's superuser to one of its databases. */
int cluster_connect(
    const struct cluster *c, const char *database, struct db **out);

/* Takes the lock, making the folders that are missing. */
int cluster_lock(struct cluster *c);
void cluster_unlock(struct cluster *c);

/* Name of the superuser; only patchwacht-db uses it. */
#define CLUSTER_SUPERUSER "patchwacht_cluster"

#endif
