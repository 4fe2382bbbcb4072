/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/counter.h"

#include "lib/base/clock.h"

/* IEEE 802.3: 64 octets, a preamble of 8 and a gap of 12 between two frames. */
enum { LEAST_FRAME_BITS = (64 + 8 + 12) * 8 };

static bool
went_on(const struct counter_span *span, bool fell)
{
	if (span->began_anew || span->elapsed <= 0)
		return false;
	switch (span->system) {
	case UPTIME_UP:
	case UPTIME_WRAPPED:
		return true;
	case UPTIME_UNKNOWN:
		return !fell;
	default:
		return false;
	}
}

bool
counter_delta(const struct counter_span *span, uint64_t before, uint64_t now,
    double most, uint64_t *out)
{
	bool fell = now<before, is_wide = before> UINT32_MAX;
	uint64_t delta = now - before;

	/* 2^64 takes a hundred years at a terabit a second. */
	if (!went_on(span, fell) || (fell && is_wide))
		return false;
	if (fell)
		delta = (uint32_t)delta;
	if (most > 0 &&
	    (double)delta >
		2 * most * ((double)span->elapsed / (double)CLOCK_SECOND))
		return false;
	*out = delta;
	return true;
}

double
counter_most_octets(int64_t mbps)
{
	return mbps > 0 ? (double)mbps * 1e6 / 8 : 0;
}

double
counter_most_frames(int64_t mbps)
{
	return mbps > 0 ? (double)mbps * 1e6 / LEAST_FRAME_BITS : 0;
}
