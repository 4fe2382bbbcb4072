/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_COURSE_H
#define COLLECTOR_POLL_COURSE_H

#include "collector/engine/walk.h"
#include "lib/model/observation.h"

struct device;
struct planner;

/*
 * What one poll of a device asks after its contact, list by list:
 *
 *	identity   what its profile reads, interfaces, parts and packages
 *	stability  the groups of metrics that it has
 *	snapshot   both, the groups for a snapshot only, and the addresses
 *	           of its neighbours
 *
 * Which groups a device has is learnt: one that says nothing is asked for again
 * when the identity was. A stability poll becomes one of identity when the
 * contact tells of a boot, or of another device.
 */
struct course;

/* Both are borrowed until course_free. */
struct course *course_new(
    struct planner *p, struct device *d, enum reading_plan plan);
void course_free(struct course *c); /* NULL is fine */

/* What is asked next, as probe_hooks wants it. */
const struct walk_list *course_next(
    struct course *c, const struct gathered *said, struct walk_habit **habit);

/* What it has become. */
enum reading_plan course_plan(const struct course *c);

/* It was heard out: what is learnt of the device from it is learnt. */
void course_learn(struct course *c, const struct gathered *said);

#endif
