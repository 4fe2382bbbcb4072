/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/number.h"

#include "lib/base/log.h"
#include "lib/base/number.h"

long
number_argument(const char *text, long min, long max)
{
	int64_t n;

	if (number_parse(text, min, max, &n) < 0)
		fatalx("%s: not a number from %ld to %ld", text, min, max);
	return (long)n;
}
