/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_OWN_CLOCK_H
#define LIB_MODEL_OWN_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How our own clock was set, so that it is no device's fault: by hand, by a
 * time server that was away, by somebody who took summer time for a change of
 * UTC. Found by a second clock that nobody sets, and that runs on while the
 * host sleeps. Ready for use when zeroed.
 */
enum { OWN_CLOCK_JUMPS = 64 };

struct clock_jump {
	int64_t before, after; /* looked at then, as it showed */
	int64_t by;            /* forward above 0 */
};

/* Both clocks at a moment. */
struct clock_pair {
	int64_t shown, steady;
};

struct own_clock {
	int64_t shown, steady; /* at the last look; steady 0: none yet */
	struct clock_jump jump[OWN_CLOCK_JUMPS];
	size_t n; /* ever: the last OWN_CLOCK_JUMPS of them are kept */
};

/* What a clock that is steered and not set may gain between two looks. */
#define OWN_CLOCK_STEERED (5 * (int64_t)1000000)

/* shown: what it shows; steady: microseconds since some start. Whether it was
 * set since the last look: the last jump says by how much. */
bool own_clock_look(struct own_clock *c, int64_t shown, int64_t steady);

/*
 * Whether it was set between the last look of an earlier process and the first
 * one of this. After a boot, or on another host, the second clock begins anew:
 * then only that it was set back beyond that look shows, and by how much at
 * least.
 */
bool own_clock_was_set(const struct clock_pair *then,
    const struct clock_pair *now, bool is_same_boot, struct clock_jump *out);

/* One that was known before. */
void own_clock_add(struct own_clock *c, const struct clock_jump *j);

/* How long it really was from one moment that it showed to a later one. */
int64_t own_clock_elapsed(const struct own_clock *c, int64_t from, int64_t to);

/* How much longer it may have been, where it showed one of them twice, or it is
 * not known which side of a jump they are on. */
int64_t own_clock_doubt(const struct own_clock *c, int64_t from, int64_t to);

#endif
