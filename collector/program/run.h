/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_PROGRAM_RUN_H
#define COLLECTOR_PROGRAM_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;

/*
 * One run of a program: in a session of its own, in /, without environment and
 * descriptors but three. It reads what it is told from a file in memory, which
 * it cannot change; of what it writes the first part is kept, the rest is read
 * and thrown away, so that it never waits for us. Whatever it started and
 * left behind is killed when it ends, or when its time is over (keeper.h).
 */
struct run;

struct run_how {
	char *const *argv;
	int64_t timeout; /* microseconds */
	uint64_t memory; /* bytes of address space */
	bool close_network;
	bool own_user; /* nobody else is it: its processes may be counted */
	const char *input;
	size_t len;
};

/* Takes the socket over which it is answered, also when it fails: LATER then.
 * ERR_IO, logged. All of how may go when it returns. */
int run_start(struct event_base *base, const struct run_how *how, int answer,
    struct run **out);

/* After SIGCHLD: true when it has ended and was answered; it is freed then. */
bool run_reap(struct run *r);

/* Ends it, since the daemon stops; run_reap tells the rest. */
void run_kill(struct run *r);

#endif
