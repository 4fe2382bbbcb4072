/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_FOUND_H
#define COLLECTOR_DISCOVER_FOUND_H

#include "collector/discover/findings.h"

struct gathered;
struct profile_set;
struct visit;

/* What a stranger told of itself, as a proposal; owns its texts. */
struct found;

/* NULL when what it said cannot be read at all. set NULL: without profiles. */
struct found *found_new(const struct visit *v, const struct gathered *said,
    const struct profile_set *set);
void found_free(struct found *f); /* NULL is fine */
const struct proposal *found_proposal(const struct found *f);

#endif
