/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_TURN_H
#define COLLECTOR_ALERT_TURN_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

/*
 * One thing on its way, as post.h and courier.h have a few of: free, busy until
 * a transfer ends, and then not used again before what became of it is written.
 */
enum turn_state { TURN_FREE, TURN_BUSY, TURN_ENDED };

typedef void turn_fn(void *arg);

struct turn {
	enum turn_state state;
	int outcome; /* once it has ended: as transfer_end_fn has it */
	struct buf reason;
	turn_fn *on_end;
	void *arg;
};

/* Those of one sender; they are its own. */
enum { TURNS_MAX = 8 };
struct turns {
	struct turn *turn[TURNS_MAX];
	size_t n;
};

void turns_add(struct turns *t, struct turn *one, turn_fn *on_end, void *arg);
size_t turns_count(const struct turns *t, enum turn_state state);

void turn_end(struct turn *t, int outcome, const char *reason);
void turn_clear(struct turn *t);
void turn_free(struct turn *t);

/*
 * What is taken is nobody else's for so long: longer than any one transfer may
 * take.
 */
enum { TURN_LEASE_S = 180 };

/* When one that was refused is tried again: 30 s, doubling to an hour. */
int64_t turn_next_try(int attempts, int64_t now);

#endif
