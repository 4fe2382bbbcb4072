/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_CREW_H
#define REPORTER_CREW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Many pieces of work, shared among a few processes: while the database looks
 * up what one report rests on, or a disk keeps it, the pages of another are
 * drawn. Pieces that belong together are of one process, in their order.
 */
struct crew {
	size_t n;
	bool (*joins)(void *of, size_t i); /* with the one before; i > 0 */

	/* In each process: start may make what it needs of its own, end frees
	 * it; a piece that fails keeps none of the others from being made, but
	 * for ERR_AGAIN, after which a process tries no more. */
	int (*start)(void *of);
	int (*make)(void *of, size_t i);
	void (*end)(void *of);

	/* Where it was called, in the order in which they end. */
	void (*done)(void *of, size_t i, int rc);
	void *of;
};

/* How many are worth it here: by the processors, 4 at most. */
size_t crew_size(void);

/*
 * ERR_AGAIN when a process met that: of the pieces that it did not try nothing
 * is told. What start returned where it failed, and ERR_IO, logged, when a
 * process ended before its work did: of the pieces that were not made for that
 * done is told ERR_IO. The same with one process as with many.
 */
int crew_run(const struct crew *c, size_t processes);

#endif
