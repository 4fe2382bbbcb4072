/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_SOURCE_H
#define TESTS_UNIT_SOURCE_H

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/test.h"

/* A file of the source tree, which `make check` names; else of this folder. */
enum { SOURCE_MAX = 4096 };

/* Returns out. */
static inline const char *
source_path(char out[SOURCE_MAX], const char *below)
{
	const char *top = getenv("srcdir");
	int n =
	    snprintf(out, SOURCE_MAX, "%s/%s", top != NULL ? top : ".", below);

	assert_in_range(n, 1, SOURCE_MAX - 1);
	return out;
}

#endif
