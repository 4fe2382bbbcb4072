/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_STRANGER_H
#define COLLECTOR_DISCOVER_STRANGER_H

#include "collector/discover/findings.h"

struct gathered;
struct profile_set;
struct visit;

/* What a stranger told of itself, as a proposal; owns its texts. */
struct stranger;

/* NULL when what it said cannot be read at all. set NULL: without profiles. */
struct stranger *stranger_new(const struct visit *v,
    const struct gathered *said, const struct profile_set *set);
void stranger_free(struct stranger *f); /* NULL is fine */
const struct proposal *stranger_proposal(const struct stranger *f);

#endif
