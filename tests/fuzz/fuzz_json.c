/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/json.h"

#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

/* What was read can be walked and written. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct json *v;

	log_divert(mute);
	if (json_parse("fuzz", (const char *)data, len, &v) != ERR_OK)
		return 0;
	for (size_t i = 0; i < json_len(v); i++) {
		const struct json *value = json_at(v, i);

		(void)json_key_at(v, i, &value);
		(void)json_text_of(value);
	}
	free(json_line(v));
	json_free(v);
	return 0;
}
