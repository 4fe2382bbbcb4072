/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/conf.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const struct conf_option inner[] = {
	{ .name = "udp", .type = CONF_TEXT, .flags = CONF_REQUIRED },
	{ .name = "idle", .type = CONF_SPAN, .max = CLOCK_DAY },
	{ 0 },
};

static const struct conf_option options[] = {
	{ .name = "data", .type = CONF_TEXT },
	{ .name = "rate", .type = CONF_INT, .min = 1, .max = 1000 },
	{ .name = "verbose", .type = CONF_BOOL, .by_default = "no" },
	{ .name = "allow", .type = CONF_LIST, .by_default = "{ a, b }" },
	{ .name = "store", .type = CONF_SECTION, .section = inner },
	{ .name = "listen",
	    .type = CONF_SECTION,
	    .flags = CONF_MANY | CONF_TITLED,
	    .section = inner },
	{ 0 },
};

static void
mute(const char *line)
{
	(void)line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct conf *c;

	log_divert(mute);
	if (conf_parse("fuzz", (const char *)data, len, options, &c) == ERR_OK)
		conf_free(c);
	return 0;
}
