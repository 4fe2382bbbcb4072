/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_COUNTS_H
#define COLLECTOR_POLL_COUNTS_H

#include <stdint.h>

#include "lib/model/observation.h"

struct delay;
struct engine_counts;

/* What a worker did, as words and numbers for its log and its marks. */

struct counts_polls {
	uint64_t polls, silent; /* since the start */
	uint64_t dropped;       /* answers, by the kernel */
	int64_t delay_max;      /* ever */
};

void counts_print_polls(const struct counts_polls *p,
    const struct engine_counts *c, const struct delay *delay,
    char out[OBSERVATION_TEXT_MAX]);

/* keys: how often a password became one. */
void counts_print_security(uint64_t keys, const struct engine_counts *c,
    char out[OBSERVATION_TEXT_MAX]);

#endif
