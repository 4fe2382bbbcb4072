/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex_words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/literal.h"
#include "lib/base/regex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A text without any of the words is not even tried: it must not match. */
static void
look(const char *pattern, const struct regex *re, const char *text, size_t len)
{
	struct literals *words = literals_new();
	struct literal_set found = { 0 };

	if (regex_words(pattern, words, 0) &&
	    !literals_find(words, text, len, &found) &&
	    regex_match(re, text, len, NULL))
		abort();
	literals_free(words);
}

/* The first line is the pattern, the rest the text. */
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
	if (regex_compile(pattern, 0, &re, &fault) != ERR_OK)
		return 0;
	look(pattern, re, (const char *)line + 1, len - n - 1);
	regex_free(re);
	return 0;
}
