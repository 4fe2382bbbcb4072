/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_GIST_H
#define LIB_PROFILE_GIST_H

#include <stdint.h>

#include "lib/base/digest.h"

struct profile_set;
struct snapshot;

/*
 * What a device says of itself, in one digest: all of a snapshot but the clocks
 * in it and whether a port is up. Where it is the same, read by the same
 * profiles, so are identity, versions and neighbours.
 */
void gist_of(const struct profile_set *set, const struct snapshot *s,
    uint8_t out[DIGEST_LEN]);

#endif
