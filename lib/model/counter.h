/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_COUNTER_H
#define LIB_MODEL_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/model/uptime.h"

/*
 * How much a counter of a device counted between two readings (RFC 2578, 7.1.6
 * and 7.1.10). A counter has no beginning that can be relied on: it goes round
 * at 2^32 or 2^64, and starts anew when its system does, its interface does, or
 * somebody clears it. Where it is not certain that it went on, there is a gap
 * and no number: a gap is seen, a number that is wrong is believed.
 */
struct counter_span {
	enum uptime_change system; /* uptime_compare of the two readings */
	bool began_anew;           /* ifCounterDiscontinuityTime has changed */
	int64_t elapsed;           /* from answer to answer */
};

/*
 * most: what it can count in a second at its best; 0: nobody knows. Twice that
 * is no count. False: a gap. A Counter64 that is below 2^32 both times is taken
 * for a Counter32: where there is no other, it stands in the same column.
 */
bool counter_delta(const struct counter_span *span, uint64_t before,
    uint64_t now, double most, uint64_t *out);

/* Of an interface of that speed: octets, and frames of the least length. */
double counter_most_octets(int64_t mbps);
double counter_most_frames(int64_t mbps);

#endif
