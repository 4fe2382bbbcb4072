/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/turn.h"

#include "lib/base/clock.h"
#include "lib/base/log.h"

enum { RETRY_MIN_S = 30, RETRY_MAX_S = 3600 };

void
turns_add(struct turns *t, struct turn *one, turn_fn *on_end, void *arg)
{
	if (t->n == TURNS_MAX)
		fatalx("turns: more than %d", TURNS_MAX);
	one->on_end = on_end;
	one->arg = arg;
	t->turn[t->n++] = one;
}

size_t
turns_count(const struct turns *t, enum turn_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->turn[i]->state == state;
	return n;
}

void
turn_end(struct turn *t, int outcome, const char *reason)
{
	t->state = TURN_ENDED;
	t->outcome = outcome;
	buf_clear(&t->reason);
	buf_add_str(&t->reason, reason == NULL ? "" : reason);
	t->on_end(t->arg);
}

void
turn_clear(struct turn *t)
{
	buf_clear(&t->reason);
	t->state = TURN_FREE;
}

void
turn_free(struct turn *t)
{
	buf_free(&t->reason);
}

int64_t
turn_next_try(int attempts, int64_t now)
{
	int64_t wait = RETRY_MIN_S;

	while (--attempts > 0 && wait < RETRY_MAX_S)
		wait *= 2;
	return now + (wait < RETRY_MAX_S ? wait : RETRY_MAX_S) * CLOCK_SECOND;
}
