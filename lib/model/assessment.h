/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_ASSESSMENT_H
#define LIB_MODEL_ASSESSMENT_H

#include <stdbool.h>

#include "lib/model/policy.h"

struct buf;

/*
 * Step 1 of the process: from what is known of a hole to the class that the
 * organisation's policy gives it. It proposes; a person decides, and says why
 * where the decision is another.
 */

/* CVSS base scores in tenths: 9.8 is 98. */
enum { SCORE_UNKNOWN = -1, SCORE_MAX = 100 };

struct assessment_facts {
	int score; /* or SCORE_UNKNOWN */
	bool known_exploited;
	bool internet_facing; /* a device that has it is */
	bool patient_safety;  /* care may be harmed */
};

/*
 * Starts at the class of the score; each of the others only makes it more
 * urgent. Each step adds a clause to why: "score 7.5: high; faces the
 * internet: 1 class higher".
 */
enum priority assessment_propose(
    const struct policy *p, const struct assessment_facts *f, struct buf *why);

/*
 * Whether going from one to the other asks less of anybody: a second person
 * must agree, before the deadline, for any deadline to move.
 */
bool assessment_lowers(enum priority from, bool from_exploited,
    enum priority to, bool to_exploited);

/* "9.8" or "10"; ERR_PARSE. */
int score_parse(const char *text, int *out);

#endif
