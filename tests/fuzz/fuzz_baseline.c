/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

/* What a check that was taken promises to those who hold it against a device.
 */
static void
check(const struct baseline_check *c)
{
	bool is_span = c->look == BASELINE_LOG || c->look == BASELINE_CLOCK;

	if (c->title == NULL || c->n_rules == 0 || is_span != (c->within > 0) ||
	    c->about == NULL || c->source == NULL ||
	    c->look >= BASELINE_LOOKS || (c->enabled && !c->verified))
		abort();
	for (size_t i = 0; i < c->n_rules; i++)
		if ((c->rule[i].pass.n == 0) != is_span ||
		    (c->look == BASELINE_OBJECT) != (c->rule[i].name != NULL))
			abort();
	for (size_t i = 0; i < c->n_tests; i++)
		if (c->test[i].result >= BASELINE_RESULTS)
			abort();
}

/* No title stands there twice: the one before takes its place. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_new(1, len + 1);
	struct baseline_set *set = NULL;

	log_divert(ignore);
	memcpy(text, data, len);
	if (baseline_parse("fuzz", text, &set) == 0) {
		for (size_t i = 0; i < baseline_count(set); i++) {
			check(baseline_at(set, i));
			for (size_t k = 0; k < i; k++)
				if (strcmp(baseline_at(set, i)->title,
					baseline_at(set, k)->title) == 0)
					abort();
		}
		baseline_free(set);
	}
	free(text);
	return 0;
}
