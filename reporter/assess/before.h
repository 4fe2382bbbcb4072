/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_BEFORE_H
#define REPORTER_ASSESS_BEFORE_H

#include "lib/model/deadline.h"

struct edits;
struct json;

/*
 * What of a patch decides its terms, as it stood before it was first edited
 * since the period began; CLOCK_NONE is no time. in_service is a device's, and
 * not here.
 */
struct before {
	int64_t patch_id;
	struct deadline_facts terms;
};

/* false: no edit moved what its terms follow from. */
bool before_edits(
    const struct edits *edits, const struct json *patch, struct before *out);

#endif
