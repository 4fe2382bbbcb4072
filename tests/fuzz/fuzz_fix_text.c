/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "register/patch/fix_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The fix set of a patch, as typed or imported. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = mem_dup_text((const char *)data, len);
	struct buf why = { 0 };
	struct fix_text f;

	if (fix_text_parse(text, &f, &why) == ERR_OK) {
		if (why.len > 0 || f.min[0] == '\0' || f.scheme[0] == '\0' ||
		    (f.all && f.max != NULL))
			abort();
		fix_text_free(&f);
	} else if (why.len == 0) {
		abort();
	}
	buf_free(&why);
	free(text);
	return 0;
}
