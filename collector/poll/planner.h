/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PLANNER_H
#define COLLECTOR_POLL_PLANNER_H

struct buf;
struct device;
struct gathered;
struct plan;
struct profile_set;

/*
 * Chooses what a device is asked. While nobody knows it, that is all that any
 * profile looks at; once a profile does, what that one reads. It is looked at
 * anew when it says that it is something else.
 */
struct planner;

/* data: where profiles are. Without any, devices are asked what all are. */
struct planner *planner_new(const char *data);
void planner_free(struct planner *p); /* NULL is fine */

/* NULL: none could be read. Borrowed until planner_free. */
const struct profile_set *planner_profiles(const struct planner *p);

/* After the contact. Borrowed until planner_free. */
const struct plan *planner_choose(
    struct planner *p, struct device *d, const struct gathered *said);

/* After the whole poll: learns which profile knows the device. */
void planner_learn(
    struct planner *p, struct device *d, const struct gathered *said);

#endif
