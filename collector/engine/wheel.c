/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/wheel.h"

void
wheel_start(struct wheel *w, int64_t gap)
{
	w->gap = gap;
	w->turn = 0;
	for (int i = 0; i < WHEEL_PLACES; i++)
		ring_reset(&w->places[i]);
}

void
wheel_skip(struct wheel *w, int64_t now)
{
	w->turn = now / w->gap;
}

void
wheel_put(struct wheel *w, struct ring *r, int64_t deadline)
{
	ring_move(&w->places[(deadline / w->gap + 1) % WHEEL_PLACES], r);
}

void
wheel_take(struct wheel *w, int64_t now, struct ring *out)
{
	int64_t to = now / w->gap;
	struct ring *place;

	if (to - w->turn > WHEEL_PLACES)
		w->turn = to - WHEEL_PLACES;
	while (w->turn < to) {
		place = &w->places[++w->turn % WHEEL_PLACES];
		while (!ring_is_empty(place))
			ring_move(out, place->next);
	}
}
