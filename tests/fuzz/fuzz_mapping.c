/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A mapping that an operator wrote and, behind a line "---", a field that
 * another program exported: in its encoding, and through each column.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "register/mapping/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
ignore(const char *line)
{
	(void)line;
}

static void
apply(const struct mapping *m, const uint8_t *cell, size_t len)
{
	struct buf text = { 0 }, out = { 0 }, why = { 0 };
	size_t bad;
	int rc;

	if (encoding_read(mapping_encoding(m), cell, len, &text, &bad) < 0) {
		if (bad >= len)
			abort();
	}
	for (size_t i = 0; i < mapping_count(m); i++) {
		buf_clear(&why);
		rc =
		    mapping_value(mapping_at(m, i), buf_str(&text), &out, &why);
		/* Who is refused is told why. */
		if (rc < 0 && why.len == 0)
			abort();
	}
	for (size_t i = 0; i < mapping_conditions(m); i++)
		(void)mapping_condition_holds(m, i, buf_str(&text));
	buf_free(&text);
	buf_free(&out);
	buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char mark[] = "\n---\n";
	const uint8_t *cell = memmem(data, len, mark, strlen(mark));
	size_t map_len = cell == NULL ? len : (size_t)(cell - data);
	struct mapping *m = NULL;

	log_divert(ignore);
	if (mapping_parse("fuzz", (const char *)data, map_len, &m) < 0)
		return 0;
	if (cell != NULL)
		apply(m, cell + strlen(mark), len - map_len - strlen(mark));
	mapping_free(m);
	return 0;
}
