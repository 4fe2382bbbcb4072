/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_MODEL_STABILITY_WEEKS_H
#define TESTS_UNIT_MODEL_STABILITY_WEEKS_H

#include "lib/base/clock.h"
#include "lib/model/stability/frame.h"
#include "lib/model/stability/subject.h"

/* Monday 2026-02-02 00:00 UTC, when clocks in Utrecht show 01:00. */
#define MONDAY ((int64_t)1769990400 * CLOCK_SECOND)

enum { PATCHED = HOURS_BEFORE, AFTER = PATCHED + HOURS_WEEK };

static inline void
add_each(struct hours *h, long from, long step, size_t times)
{
	for (size_t i = 0; i < times; i++)
		hours_add(h, from + (long)i * step);
}

/* Asked and answering throughout, with so many errors before and after. */
static inline struct subject
device_with(size_t before, size_t after)
{
	struct subject s = {
		.profile = 1, .model = 2, .family = 3, .role = 4, .place = 5
	};

	hours_add_span(&s.asked, 0, HOURS);
	add_each(&s.at[COUNT_ERROR], 5,
	    before > 0 ? (PATCHED - 10) / (long)before : 1, before);
	add_each(&s.at[COUNT_ERROR], PATCHED + 5, 5, after);
	return s;
}

#endif
