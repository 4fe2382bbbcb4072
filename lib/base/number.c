/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/number.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/err.h"

int
number_parse(const char *text, int64_t least, int64_t most, int64_t *out)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (end == text || *end != '\0')
		return ERR_PARSE;
	if (errno == ERANGE || n < least || n > most)
		return ERR_RANGE;
	*out = n;
	return ERR_OK;
}
