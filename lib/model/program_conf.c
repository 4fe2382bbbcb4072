/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/program_conf.h"

#include "lib/base/clock.h"

/* Runs of a minute, two deep, end within the lease of what they deliver. */
const struct conf_option program_conf_options[] = {
	{ .name = "argv", .type = CONF_LIST, .flags = CONF_REQUIRED },
	{ .name = "timeout",
	    .type = CONF_SPAN,
	    .by_default = "30 s",
	    .min = CLOCK_SECOND,
	    .max = CLOCK_MINUTE },
	{ .name = "memory_mib",
	    .type = CONF_INT,
	    .by_default = "1024",
	    .min = 16,
	    .max = 65536 },
	{ .name = "network", .type = CONF_BOOL, .by_default = "no" },
	{ 0 },
};
