/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PLANNER_H
#define COLLECTOR_POLL_PLANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/digest.h"

struct device;
struct gathered;
struct metrics;
struct plan;
struct profile_set;

/*
 * Chooses what a device is asked, to tell who it is and what it runs. While
 * nobody knows it, that is all that any profile looks at; once a profile does,
 * what that one reads. It is looked at anew when it says that it is something
 * else.
 */
struct planner;

/* data: where profiles are. Without any, devices are asked what all are. */
struct planner *planner_new(const char *data);
void planner_free(struct planner *p); /* NULL is fine */

/* NULL: none could be read. Borrowed until planner_free. */
const struct profile_set *planner_profiles(const struct planner *p);

/*
 * Is it still what it was when its profile was chosen? If not, it is known no
 * more. identity: as contact.h has it.
 */
bool planner_knows(struct device *d, const uint8_t identity[DIGEST_LEN]);

/* What it is asked to tell who it is. Borrowed until planner_free. */
const struct plan *planner_plan(struct planner *p, const struct device *d);

/* Both at once, of what its contact said. */
const struct plan *planner_choose(
    struct planner *p, struct device *d, const struct gathered *said);

/* What is measured; borrowed until planner_free. */
const struct metrics *planner_metrics(const struct planner *p);

/* After the whole poll: learns which profile knows the device. */
void planner_learn(
    struct planner *p, struct device *d, const struct gathered *said);

#endif
