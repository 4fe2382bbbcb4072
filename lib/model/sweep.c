/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/sweep.h"

#include "lib/base/err.h"

static uint64_t
divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * The golden section of the whole: steps of that size come nowhere near where
 * they have been for as long as is possible.
 */
static uint64_t
stride_of(uint64_t total)
{
	uint64_t stride = total * 618034 / 1000000;

	while (stride > 1 && divisor(stride, total) != 1)
		stride--;
	return stride > 0 ? stride : 1;
}

static bool
is_too_wide(const struct prefix *p)
{
	return p->address.family == 6 && p->bits < SWEEP_V6_BITS_MIN;
}

int
sweep_start(struct sweep *s, const struct prefix *blocks, size_t count,
    uint64_t seed, size_t *at)
{
	*s = (struct sweep){ .blocks = blocks, .count = count };
	for (*at = 0; *at < count; ++*at) {
		if (*at == SWEEP_BLOCKS_MAX || is_too_wide(&blocks[*at]))
			return ERR_RANGE;
		s->total += prefix_hosts(&blocks[*at]);
		if (s->total > SWEEP_ADDRESSES_MAX)
			return ERR_RANGE;
	}
	s->stride = stride_of(s->total);
	s->offset = s->total > 0 ? seed % s->total : 0;
	return ERR_OK;
}

void
sweep_at(const struct sweep *s, uint64_t i, struct address *out, size_t *block)
{
	uint64_t n = (s->offset + i % s->total * s->stride) % s->total;

	for (*block = 0; n >= prefix_hosts(&s->blocks[*block]); ++*block)
		n -= prefix_hosts(&s->blocks[*block]);
	prefix_host(&s->blocks[*block], n, out);
}
