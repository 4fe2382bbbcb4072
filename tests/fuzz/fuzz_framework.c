/* SPDX-License-Identifier: Apache-2.0 */

/* Catalogues of controls, which a customer may edit. */

#include <stdint.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/framework/framework.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct framework *list = NULL;
	size_t n = 0;

	log_divert(ignore);
	if (framework_parse("fuzz", (const char *)data, len, &list, &n) ==
	    ERR_OK)
		framework_free(list, n);
	return 0;
}
