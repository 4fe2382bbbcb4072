/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/policy.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

static const char *const names[PRIORITIES] = {
	[PRIORITY_CRITICAL] = "critical",
	[PRIORITY_HIGH] = "high",
	[PRIORITY_MEDIUM] = "medium",
	[PRIORITY_LOW] = "low",
};

void
policy_default(struct policy *p)
{
	*p = (struct policy){
		.term = {
			[PRIORITY_CRITICAL] = 48 * CLOCK_HOUR,
			[PRIORITY_HIGH] = 7 * CLOCK_DAY,
			[PRIORITY_MEDIUM] = 30 * CLOCK_DAY,
			[PRIORITY_LOW] = 90 * CLOCK_DAY,
		},
		.confirm_gap = 10 * CLOCK_MINUTE,
		.reported = 24 * CLOCK_HOUR,
		.reported_critical = 4 * CLOCK_HOUR,
		.window_grace = 30 * CLOCK_MINUTE,
		.return_after = 15 * CLOCK_MINUTE,
		.silent_polls = 3,
		.settle = 15 * CLOCK_MINUTE,
		.observe = 7 * CLOCK_DAY,
		.observe_active = 24 * CLOCK_HOUR,
		.observe_max = 21 * CLOCK_DAY,
		.reboot_window = 7 * CLOCK_DAY,
		.reboot_limit = 2,
		.gap_percent = 25,
		.within_percent = 95,
		.partly_percent = 80,
		.unused_days = 30,
		.uplink_percent = 80,
		.cpu_percent = 90,
		.memory_percent = 90,
		.volume_percent = 90,
		.busy_percent = 10,
		.follow_critical = 4 * CLOCK_HOUR,
		.follow = 24 * CLOCK_HOUR,
		.decide = 7 * CLOCK_DAY,
		.assess = 7 * CLOCK_DAY,
		.report = 30 * CLOCK_DAY,
		.skew = 5 * CLOCK_SECOND,
		.log_silence = CLOCK_DAY,
		.answered_percent = 95,
		.score = { 90, 70, 40 },
		.unknown = PRIORITY_HIGH,
		.internet_raises = 1,
		.patient = PRIORITY_HIGH,
		.exploited = PRIORITY_CRITICAL,
		.mitigate = 7 * CLOCK_DAY,
		.afterwards = 5 * CLOCK_DAY,
	};
}

const char *
priority_name(enum priority p)
{
	return names[p];
}

int
priority_parse(const char *name, enum priority *out)
{
	for (size_t i = 0; i < PRIORITIES; i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum priority)i;
			return ERR_OK;
		}
	}
	return ERR_PARSE;
}
