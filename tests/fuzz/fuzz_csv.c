/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
	struct csv_row row;
	struct csv *c;

	log_divert(mute);
	c = csv_open("fuzz", (const char *)data, len);
	while (csv_next(c, &row) == ERR_OK) {
		for (size_t i = 0; i < row.count; i++) {
			if (strlen(row.fields[i].text) != row.fields[i].len)
				abort();
		}
	}
	csv_close(c);
	return 0;
}
