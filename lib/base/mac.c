/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/mac.h"

#include <stddef.h>

/* A byte as its two digits are read by people; -1 when one is a letter. */
static int
decimal(uint8_t byte)
{
	return byte >> 4 > 9 || (byte & 15) > 9
	    ? -1
	    : (byte >> 4) * 10 + (byte & 15);
}

static bool
are_within(const uint8_t *bytes, const int (*limits)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (decimal(bytes[i]) < limits[i][0] ||
		    decimal(bytes[i]) > limits[i][1])
			return false;
	return true;
}

bool
mac_is_moment(const uint8_t mac[6], int groups)
{
	/* No firmware is of 2000, and half of all makers begin with 00. */
	static const int short_year[][2] = { { 1, 39 }, { 1, 12 }, { 1, 31 },
		{ 0, 23 }, { 0, 59 }, { 0, 59 } };
	static const int long_year[][2] = { { 19, 20 }, { 0, 99 }, { 1, 12 },
		{ 1, 31 }, { 0, 99 }, { 0, 99 } };

	return are_within(mac, groups == 3 ? long_year : short_year, 6);
}
