/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/masked.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

static bool
is_json(const char *text, size_t len)
{
	struct json *v = NULL;
	bool is = json_parse("fuzz", text, len, &v) == 0;

	json_free(v);
	return is;
}

/* A row of evidence stays one, and where nothing is masked nothing is added. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const uint8_t key[MASK_KEY_LEN] = { 1 };
	const char *text = (const char *)data;
	struct buf out = { 0 };

	log_divert(ignore);
	if (masked_add(text, len, key, &out)) {
		if (is_json(text, len) && !is_json(buf_str(&out), out.len))
			abort();
	} else if (out.len != 0) {
		abort();
	}
	buf_free(&out);
	return 0;
}
