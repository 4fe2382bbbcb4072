/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_SWEEP_H
#define LIB_MODEL_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/model/prefix.h"

/*
 * In which order the addresses of some blocks are visited: each once, and
 * those that follow each other far apart, so that no subnet is visited at
 * once by all. It takes no memory but the blocks, and the same seed gives the
 * same order: a sweep that broke off goes on from its number.
 */
struct sweep {
	const struct prefix *blocks; /* borrowed */
	size_t count;
	uint64_t total;
	uint64_t stride, offset;
};

enum {
	SWEEP_BLOCKS_MAX = 256,
	SWEEP_ADDRESSES_MAX = 1 << 20, /* in all: an IPv4 /12 */
	SWEEP_V6_BITS_MIN = 112,       /* 65,536 addresses: more say nothing */
};

/* ERR_RANGE: more than the limits above; *at is the first block too many. */
int sweep_start(struct sweep *s, const struct prefix *blocks, size_t count,
    uint64_t seed, size_t *at);

/* The i-th of total, and the block that it is of. */
void sweep_at(
    const struct sweep *s, uint64_t i, struct address *out, size_t *block);

#endif
