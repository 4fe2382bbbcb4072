/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_COMPONENT_H
#define LIB_PROFILE_COMPONENT_H

#include <stddef.h>

#include "lib/profile/identity.h"

struct profile_set;
struct snapshot;

/* Adds the components of a profile; at most COMPONENTS_MAX of them in all. */
enum { COMPONENTS_MAX = 8192 };

void component_read(const struct profile_set *set, const struct profile *p,
    const struct snapshot *s, struct identity *out);
void component_free(struct identity_component *c);

#endif
