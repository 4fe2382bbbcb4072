/* SPDX-License-Identifier: Apache-2.0 */

/* Frozen evidence, read back from a file that anyone may have changed. */

#include <stdint.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct values_input in = {
		.evidence_sha256 = "", .template_sha256 = "", .number = "PM"
	};
	struct json *evidence = NULL;
	struct facts f = { 0 };

	log_divert(ignore);
	if (json_parse("fuzz", (const char *)data, len, &evidence) < 0)
		return 0;
	if (facts_read(evidence, &f) == ERR_OK) {
		in.facts = &f;
		json_free(values_build(&in));
		facts_free(&f);
	}
	json_free(evidence);
	return 0;
}
