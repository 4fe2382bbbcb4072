/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_DB_PIDFILE_H
#define REGISTER_DB_PIDFILE_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * postmaster.pid of a data folder. Its first line is the pid, its eighth is
 * "ready" once the server takes connections (miscadmin.h of PostgreSQL).
 */
enum pidfile_state {
	PIDFILE_NONE,
	PIDFILE_UNREADABLE, /* empty: power was lost */
	PIDFILE_READ,
};

struct pidfile {
	enum pidfile_state state;
	pid_t pid;
	bool ready;
};

struct pidfile pidfile_read(const char *data);
int pidfile_remove(const char *data);

#endif
