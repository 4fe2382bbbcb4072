/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_PROGRAM_OUTCOME_H
#define COLLECTOR_PROGRAM_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "collector/control.h"

/* How a program ended. */
struct outcome {
	int status;     /* of waitpid */
	bool timed_out; /* we killed it, after */
	int seconds;
	bool stopped;       /* we killed it, as we stop */
	const char *output; /* what it wrote, of its first OUTCOME_OUTPUT_MAX */
	size_t len;         /* bytes; borrowed */
};

enum { OUTCOME_OUTPUT_MAX = 4096 };

/* DONE when it exits with 0, LATER with 75 (EX_TEMPFAIL) or when we ended it,
 * else NO. */
enum control_type outcome_answer(const struct outcome *o);

/* Appends why, with what it wrote, on one line and fit to store; nothing when
 * it is DONE. */
void outcome_reason(const struct outcome *o, struct buf *out);

#endif
