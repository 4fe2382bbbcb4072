/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/test.h"

/*
 * Files and folders of a test's own, below TMPDIR, else /tmp, with names that
 * nothing else has. out takes the name; to remove them is the test's.
 */
enum { SCRATCH_MAX = 128 };

/* For mkdtemp() or mkstemp(); returns out. */
static inline char *
scratch_name(char out[SCRATCH_MAX], const char *stem)
{
	const char *folder = getenv("TMPDIR");
	int n;

	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	n = snprintf(out, SCRATCH_MAX, "%s/patchwacht-%s.XXXXXX", folder, stem);
	assert_in_range(n, 1, SCRATCH_MAX - 1);
	return out;
}

static inline void
scratch_folder(char out[SCRATCH_MAX], const char *stem)
{
	assert_non_null(mkdtemp(scratch_name(out, stem)));
}

#endif
