/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_PROFILE_EVENT_CHECK_H
#define LIB_PROFILE_EVENT_CHECK_H

#include <stddef.h>

/*
 * The tests that event rules carry: each is a whole line, taken apart as one
 * that came in, and all rules look at it; so a rule that takes another's line
 * fails too. A rule that is not enabled is held against its own tests alone.
 */
struct event_rule;
struct event_rules;
struct event_test;

/* why: NULL when it held, else what came out. */
typedef void event_told(void *arg, const struct event_rule *r,
    const struct event_test *t, const char *why);

/* How many tests failed. */
size_t event_check(const struct event_rules *set, const struct event_rule *r,
    event_told *told, void *arg);

#endif
