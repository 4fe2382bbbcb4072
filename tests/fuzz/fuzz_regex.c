/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
match(const struct regex *re, const char *subject, size_t len)
{
	struct regex_match m;
	char text[64];

	if (!regex_match(re, subject, len, &m))
		return;
	for (size_t i = 0; i < m.count; i++) {
		if (m.group[i].start >= 0 &&
		    (size_t)m.group[i].start + m.group[i].len > len)
			abort();
		regex_copy(subject, &m, (int)i, text, sizeof(text));
	}
}

/* The first line is the pattern, the rest the subject. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *line = len == 0 ? NULL : memchr(data, '\n', len);
	struct regex_fault fault;
	struct regex *re;
	char pattern[512];
	size_t n;

	if (line == NULL || (size_t)(line - data) >= sizeof(pattern))
		return 0;
	n = (size_t)(line - data);
	memcpy(pattern, data, n);
	pattern[n] = '\0';
	if (regex_compile(pattern, REGEX_CASELESS, &re, &fault) != ERR_OK)
		return 0;
	match(re, (const char *)line + 1, len - n - 1);
	regex_free(re);
	return 0;
}
