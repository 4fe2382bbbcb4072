/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_CHECK_H
#define LIB_PROFILE_CHECK_H

#include <stddef.h>

/*
 * The tests that a profile carries: the whole set looks at each recording, so a
 * profile that takes another's device fails too.
 */

struct profile;
struct profile_set;

/* claim: what was tested; why: NULL when it held, else what came out. */
typedef void profile_told(void *arg, const struct profile *p, unsigned line,
    const char *claim, const char *why);

/*
 * Recordings are looked for in dir; NULL: beside the profile's file, then in
 * the folder recordings beside its folder, then where the sources keep them.
 * Returns how many tests failed.
 */
size_t profile_check(const struct profile_set *set, const struct profile *p,
    const char *dir, profile_told *told, void *arg);

#endif
