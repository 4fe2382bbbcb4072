/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_EVR_H
#define LIB_MODEL_EVR_H

#include <stdbool.h>

#include "lib/model/version.h"

/*
 * The published orders of package versions. Debian Policy 5.6.12 ("Version");
 * rpm-version(7); Semantic Versioning 2.0.0, 11. All take any text and say
 * VERSION_APART when one of the two is not a version.
 */
enum version_order evr_compare_dpkg(const char *a, const char *b);
enum version_order evr_compare_rpm(const char *a, const char *b);
enum version_order evr_compare_semver(const char *a, const char *b);

bool evr_is_dpkg(const char *v);
bool evr_is_rpm(const char *v);
bool evr_is_semver(const char *v);

/* Digit runs of any length as numbers: -1, 0 or 1; an empty one is 0. */
int evr_compare_digits(const char *a, size_t alen, const char *b, size_t blen);

#endif
