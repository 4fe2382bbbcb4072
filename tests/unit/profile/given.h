/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_PROFILE_GIVEN_H
#define TESTS_UNIT_PROFILE_GIVEN_H

#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/scheme.h"
#include "lib/profile/identity.h"
#include "lib/profile/set.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/test.h"

/* Profiles and recordings, given as text; the schemes are always these. */
static const char given_schemes[] =
    "scheme \"dotted\" {\n"
    "  shape = '(?<a>\\d+)\\.(?<b>\\d+)(?:\\.(?<c>\\d+))?'\n"
    "  keys = {'a int', 'b int', 'c int'}\n"
    "  branch = {a}\n"
    "}\n"
    "scheme \"dpkg\" { algorithm = dpkg }\n"
    "scheme \"rpm\" { algorithm = rpm }\n";

static char given_said[2048]; /* what was logged */

static inline void
given_keep(const char *line)
{
	size_t len = strlen(given_said);

	snprintf(given_said + len, sizeof(given_said) - len, "%s\n", line);
}

static inline int
given_parse(const char *profiles, struct profile_set **out)
{
	int rc;

	given_said[0] = '\0';
	log_divert(given_keep);
	rc = profile_set_parse(given_schemes, profiles, out);
	log_divert(NULL);
	return rc;
}

static inline struct profile_set *
given_set(const char *profiles)
{
	struct profile_set *set = NULL;

	if (given_parse(profiles, &set) < 0)
		fail_msg("%s", given_said);
	return set;
}

static inline struct snapshot *
given_snapshot(const char *lines)
{
	struct snapshot *s = NULL;

	assert_int_equal(
	    ERR_OK, recording_parse(lines, strlen(lines), NULL, NULL, &s));
	return s;
}

static inline void
given_identity(
    const struct profile_set *set, const char *lines, struct identity *out)
{
	struct snapshot *s = given_snapshot(lines);

	profile_identify(set, s, out);
	snapshot_free(s);
}

#endif
