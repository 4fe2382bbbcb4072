/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_MATCH_H
#define LIB_PROFILE_MATCH_H

#include <stddef.h>

#include "lib/profile/profile.h"

struct snapshot;

/*
 * How well p knows the device: 0 when it does not, else 1 plus the length of
 * the longest prefix of sysObjectID among the conditions that hold.
 */
size_t match_strength(const struct profile *p, const struct snapshot *s);

#endif
