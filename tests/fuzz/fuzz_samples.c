/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/load/sampler.h"
#include "lib/profile/metric.h"
#include "lib/store/loader_batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

static struct metric_set *
shipped(void)
{
	const char *top = getenv("srcdir");
	struct metric_set *set = NULL;
	char mibs[4096];
	const char *dirs[] = { mibs, NULL };

	snprintf(mibs, sizeof(mibs), "%s/mibs", top == NULL ? "." : top);
	if (metric_set_load(dirs, &set) < 0)
		abort();
	log_divert(ignore);
	return set;
}

/* Whole rows, as COPY counts them: a number of columns, each with a length. */
static void
check_rows(const struct buf *rows, size_t count, int columns)
{
	const uint8_t *p = rows->data + 19, *end = rows->data + rows->len - 2;
	size_t n = 0;

	for (; p < end; n++) {
		if (end - p < 2 || (p[0] << 8 | p[1]) != columns)
			abort();
		p += 2;
		for (int i = 0; i < columns; i++) {
			int64_t size;

			if (end - p < 4)
				abort();
			size = (int32_t)((uint32_t)p[0] << 24 | p[1] << 16 |
			    p[2] << 8 | p[3]);
			p += 4;
			if (size < -1 || size > end - p)
				abort();
			p += size > 0 ? size : 0;
		}
	}
	if (n != count)
		abort();
}

/* Any list, in one record and then in two: rows are whole, and one is of the
 * device. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct metric_set *set;
	static struct sampler s;
	static struct loader_batch b;
	struct observation obs = { .kind = OBSERVATION_READING,
		.tenant_id = 1,
		.at = 1,
		.reading = { .plan = READING_STABILITY,
		    .device_id = 1,
		    .varbinds = data,
		    .varbinds_len = len } };

	if (set == NULL)
		set = shipped();
	loader_batch_begin(&b);
	sampler_begin(&s);
	if (sampler_take(&s, set, &obs, &b) > len)
		abort();
	sampler_end(&s, set, &b);
	loader_batch_end(&b);
	if (b.table[LOADER_SAMPLE].count != 1)
		abort();
	check_rows(&b.table[LOADER_SAMPLE].rows, 1, 13);
	check_rows(&b.table[LOADER_INTERFACE_SAMPLE].rows,
	    b.table[LOADER_INTERFACE_SAMPLE].count, 19);
	check_rows(&b.table[LOADER_COMPONENT_SAMPLE].rows,
	    b.table[LOADER_COMPONENT_SAMPLE].count, 12);
	return 0;
}
