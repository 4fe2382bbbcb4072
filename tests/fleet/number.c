/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/number.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/log.h"

long
number_argument(const char *text, long min, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || n < min || n > max)
		fatalx("%s: not a number from %ld to %ld", text, min, max);
	return n;
}
