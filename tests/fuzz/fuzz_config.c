/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/config.h"

#include "lib/base/err.h"
#include "lib/base/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct config *c;

	log_divert(mute);
	if (config_parse("fuzz", (const char *)data, len, "/", &c) == ERR_OK)
		config_free(c);
	return 0;
}
