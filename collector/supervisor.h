/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_SUPERVISOR_H
#define COLLECTOR_SUPERVISOR_H

#include <stdbool.h>

/*
 * The process that everybody sees: it opens the listening sockets, starts the
 * roles and starts them again, and passes on what the operator wants.
 *
 *	SIGHUP           read the configuration again: all use it, or none
 *	SIGTERM, SIGINT  stop: roles get ROLE_GRACE_S to flush, then are killed
 */
struct supervisor_options {
	const char *path; /* of the configuration */
	const char *home; /* of --home, or NULL */
	bool verbose;
};

/* Returns the exit status. */
int supervisor_main(const struct supervisor_options *o);

/* Only reads the configuration; 0 when it may be used. */
int supervisor_check(const struct supervisor_options *o);

#endif
