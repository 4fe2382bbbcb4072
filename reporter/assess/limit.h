/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_LIMIT_H
#define REPORTER_ASSESS_LIMIT_H

#include <stdint.h>

struct facts;
struct json;

/*
 * What the policy in force takes as in time, or as good enough, of single
 * measurements. Evidence of before there was such a term has the default.
 */
enum limit {
	LIMIT_FOLLOW_CRITICAL, /* M-MON-04; spans are microseconds */
	LIMIT_FOLLOW,
	LIMIT_DECIDE,      /* M-PAT-17 */
	LIMIT_ASSESS,      /* M-PAT-16 */
	LIMIT_MITIGATE,    /* M-PAT-01b */
	LIMIT_SKEW,        /* M-CLK-01 */
	LIMIT_LOG_SILENCE, /* M-LOG-02 */
	LIMIT_ANSWERED,    /* M-MON-01, in percent */
	LIMITS
};

int64_t limit_of(const struct facts *f, enum limit l);

/* The same of another version of it; NULL has the default. */
int64_t limit_under(const struct json *policy, enum limit l);

#endif
