/* SPDX-License-Identifier: Apache-2.0 */

/*
 * lives [HOW_MANY]: random lives of a deployment, each lived twice: in the
 * world that spin visits, which forgets and draws near, and in one that keeps
 * all of its past. In both the same must come of each event: what was left out
 * to make the states few enough decided nothing. Says the seed of the first
 * life in which that is not so.
 */
#include "tests/model/world.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIVES = 100000, EVENTS = 80 };

static uint64_t seed;

static int
draw(int below)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (int)((seed >> 33) % (uint64_t)below);
}

/* All that somebody can see of a verdict; nobody asks for the proof of what is
 * withdrawn. */
static bool
is_same(const struct world *a, const struct world *b)
{
	return a->d.state == b->d.state && a->d.flags == b->d.flags &&
	    (a->d.level == b->d.level || a->d.state == STATE_WITHDRAWN) &&
	    a->d.met == b->d.met && a->met == b->met && a->broken == b->broken;
}

/* Events of some lives are of a few kinds, so that rare chains come about. */
static bool
is_one_life(uint64_t number)
{
	struct world kept, visited;
	enum world_event event[4];
	bool few, needs_boot;

	seed = number;
	few = draw(2);
	needs_boot = draw(2);
	for (int i = 0; i < 4; i++)
		event[i] = (enum world_event)draw(WORLD_EVENTS);
	world_begin(&kept, needs_boot);
	world_begin(&visited, needs_boot);
	for (int i = 0; i < EVENTS; i++) {
		enum world_event e = few && draw(8) > 0
		    ? event[draw(4)]
		    : (enum world_event)draw(WORLD_EVENTS);
		int ticks = 1 + draw(2);

		world_happen_exactly(&kept, e, ticks);
		world_happen(&visited, e, ticks);
		if (is_same(&kept, &visited))
			continue;
		printf("seed %llu, event %d: %s and %s\n",
		    (unsigned long long)number, i, state_name(kept.d.state),
		    state_name(visited.d.state));
		return false;
	}
	return true;
}

int
main(int argc, char *argv[])
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : LIVES;

	for (uint64_t i = 1; i <= n; i++)
		if (!is_one_life(i))
			return 1;
	printf("%llu lives\n", (unsigned long long)n);
	return 0;
}
