/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_WHEEL_H
#define COLLECTOR_ENGINE_WHEEL_H

#include <stdint.h>

#include "collector/engine/ring.h"

/* Timers that cost the same however many there are. */
enum { WHEEL_PLACES = 512 };

struct wheel {
	struct ring places[WHEEL_PLACES];
	int64_t gap;  /* microseconds of one place */
	int64_t turn; /* the last place that was looked at */
};

/* The longest timer is WHEEL_PLACES * gap. */
void wheel_start(struct wheel *w, int64_t gap);

/* Nothing is in it: it stands still until now. */
void wheel_skip(struct wheel *w, int64_t now);

/* Puts r, which may be in another ring, where deadline comes by. */
void wheel_put(struct wheel *w, struct ring *r, int64_t deadline);

/*
 * Moves what came by until now to the end of out, once around at most; some of
 * it may be for later, and is to be put back.
 */
void wheel_take(struct wheel *w, int64_t now, struct ring *out);

#endif
