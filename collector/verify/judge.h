/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_JUDGE_H
#define COLLECTOR_VERIFY_JUDGE_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/model/deployment.h"

struct identity;
struct scheme_set;
struct verdict;
struct versions;

/*
 * What one reading says of one fix: each component that the fix names, or the
 * product with all members of a stack that its profile requires, against the
 * fix set. One member below it and the whole is below it.
 */
struct judged {
	struct judgement say; /* running and why point into the two below */
	struct buf running, why;
};

struct judge_reading {
	const struct identity *identity;
	const struct versions *versions; /* noted: with since and before */
	const struct scheme_set *schemes;
	int64_t at;
	bool whole; /* the answer was complete */
	bool same;  /* the device that was planned */
};

/* False when nothing can be said: a partial answer without the version. */
bool judge(
    const struct judge_reading *r, const struct verdict *v, struct judged *out);
void judged_free(struct judged *j); /* a zeroed one is fine */

#endif
