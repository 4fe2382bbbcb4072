/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_SAME_H
#define COLLECTOR_VERIFY_SAME_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/digest.h"

struct device_state;
struct vitals;

/*
 * Most polls say what the one before said. Of those only the moment is noted,
 * once for each device: until when all that was concluded from the last reading
 * that was looked at in full is still so.
 *
 *	said_at             same_at            wake
 *	| looked at in full | said the same .. | a look again, whatever it says
 *
 * A reading is looked at in full when it says another thing, after a boot or a
 * silence, when somebody changed what is asked of the device, when the last one
 * moved something, and when time has made a difference.
 */

/* Whether an answer at that moment, whole, is one more of the same. */
bool same_is_again(const struct device_state *s, const struct vitals *v,
    const uint8_t gist[DIGEST_LEN], int64_t at);

/*
 * After one: others like it say nothing new before wake, when it is said that
 * they may be alike at all.
 */
void same_begin(struct device_state *s, const uint8_t gist[DIGEST_LEN],
    int64_t at, int64_t wake, bool is_alike);

/* The next reading is looked at in full. */
void same_end(struct device_state *s);

#endif
