/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_BASELINE_JUDGE_H
#define LIB_PROFILE_BASELINE_JUDGE_H

#include "lib/profile/baseline.h"

/*
 * What a check says of a device: pure, of what is known of the device. And the
 * tests that checks carry.
 */
struct buf;
struct snapshot;

/* A text, a span, or neither: it does not show. */
struct baseline_said {
	const char *text;
	int64_t span;
	bool has_span;
};

/* What is known of one device. */
struct baseline_facts {
	const struct snapshot *snapshot; /* its last reading */
	const char *category;
	const char *snmp; /* "v3 priv" */
	struct baseline_said log, clock;
	const char *legacy; /* NULL: nobody tried */
};

/* Is the check for this device at all? */
bool baseline_is_for(
    const struct baseline_check *c, const struct baseline_facts *f);

/* said becomes what was seen, for people; *object the name of the object that
 * told it, or NULL. */
enum baseline_result baseline_judge(const struct baseline_check *c,
    const struct baseline_facts *f, struct buf *said, const char **object);

/* why: NULL when it held, else what came out. */
typedef void baseline_told(void *arg, const struct baseline_check *c,
    const struct baseline_test *t, const char *why);

/* How many of its tests failed. */
size_t baseline_run_tests(
    const struct baseline_check *c, baseline_told *told, void *arg);

#endif
