/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_WANTED_H
#define LIB_PROFILE_WANTED_H

#include <stddef.h>

#include "lib/profile/profile.h"

/*
 * Objects that a poller must ask for, so that profiles can be recognised and
 * read. Ready for use when zeroed; what stands in it is borrowed from the
 * profiles.
 */
struct wanted {
	struct profile_oid *oid;
	size_t n;
};

/* All that p looks at, and only that by which it is recognised. */
void wanted_add(struct wanted *w, const struct profile *p);
void wanted_add_conditions(struct wanted *w, const struct profile *p);

/* In order, each once; one below a column that is walked is left out. */
void wanted_sort(struct wanted *w);
void wanted_free(struct wanted *w); /* and empties it */

#endif
