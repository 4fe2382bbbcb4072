/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/profile/metric.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

/* Each column of a set that loads is found by its own name. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct metric_set *set = NULL;
	struct oid index;

	log_divert(ignore);
	if (metric_set_parse("fuzz", (const char *)data, len, &set) < 0)
		return 0;
	for (size_t i = 0; i < metric_set_count(set); i++) {
		const struct metric_group *g = metric_set_at(set, i);

		for (size_t k = 0; k < g->n_columns; k++) {
			if (metric_find(set, NULL, g->column[k].oid, &index) !=
			    &g->column[k])
				abort();
		}
	}
	metric_set_free(set);
	return 0;
}
