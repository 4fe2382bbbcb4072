/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/bundle/drawn.h"
#include "lib/bundle/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
mute(const char *line)
{
	(void)line;
}

/* Whatever is taken leads to a file of the folder, and to each once. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct drawn_line *drawn = NULL;
	struct manifest m = { 0 };

	log_divert(mute);
	if (manifest_parse("fuzz", (const char *)data, len, &m) == ERR_OK) {
		for (size_t i = 0; i < m.nfiles; i++)
			if (strchr(m.files[i].name, '/') != NULL ||
			    m.files[i].name[0] == '.' || m.files[i].bytes < 0)
				abort();
	}
	manifest_free(&m);
	if (drawn_again("seed", (const char *)data, len, 5, &drawn) > 5)
		abort();
	free(drawn);
	return 0;
}
