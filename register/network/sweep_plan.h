/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_SWEEP_PLAN_H
#define REGISTER_SWEEP_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/prefix.h"

struct context;
struct range;
struct words;

/*
 * What a sweep over some blocks would be: checked against the listed ranges
 * before anything is asked of the poller.
 */
struct sweep_plan {
	int realm_id, rate;
	struct prefix *blocks;
	size_t count;
	struct range *ranges; /* all of the realm */
	size_t range_count;
	uint64_t addresses; /* of the blocks */
	uint64_t shut;      /* of which in medical ranges without approval */
	uint64_t datagrams; /* at most, while nobody answers */
};

/*
 * rate 0: that of the ranges. ERR_PARSE when a block is none or too large,
 * ERR_RANGE when it may not be looked at; the reason is told.
 */
int sweep_plan_make(struct context *c, const char *realm,
    const struct words *blocks, int rate, struct sweep_plan *out);
void sweep_plan_free(struct sweep_plan *p); /* a zeroed one is fine */

/* What it would be, and offer; sends nothing. */
int sweep_plan_show(struct context *c, const struct sweep_plan *p);

#endif
