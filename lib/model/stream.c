/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const roles[] = { "listen", "poll", "trap" };

void
stream_name(const char *role, unsigned instance, char out[STREAM_NAME_MAX])
{
	if (instance <= 1)
		snprintf(out, STREAM_NAME_MAX, "%s", role);
	else
		snprintf(out, STREAM_NAME_MAX, "%s-%u", role, instance);
}

/* "" of the first, "-2" and up of the others. */
static bool
is_suffix(const char *s)
{
	char *end;
	long n;

	if (*s == '\0')
		return true;
	if (s[0] != '-' || s[1] < '1' || s[1] > '9')
		return false;
	n = strtol(s + 1, &end, 10);
	return *end == '\0' && n > 1 && n <= STREAM_INSTANCES_MAX;
}

bool
stream_is_of(const char *name, const char *role)
{
	if (role != NULL)
		return strncmp(name, role, strlen(role)) == 0 &&
		    is_suffix(name + strlen(role));
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (stream_is_of(name, roles[i]))
			return true;
	}
	return false;
}
