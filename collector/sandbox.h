/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_SANDBOX_H
#define COLLECTOR_SANDBOX_H

#include <stdbool.h>

/*
 * What a role can never do once it has started, whatever a device made it do:
 * run a program, look into a process, make memory executable, and open or
 * connect sockets other than its work needs.
 */
enum sandbox_allow {
	SANDBOX_UNIX = 1, /* Unix sockets: a database on this machine */
	SANDBOX_INET = 2, /* IP sockets, and what name resolution needs */
	SANDBOX_EXEC = 4, /* programs, which may be made as they like */
};

/* False in a build with sanitizers: they trace and map what we forbid. */
bool sandbox_is_possible(void);

/* For good; ERR_IO, logged, when the kernel refuses. */
int sandbox_enter(unsigned allow);

#endif
