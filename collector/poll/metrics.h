/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_METRICS_H
#define COLLECTOR_POLL_METRICS_H

#include <stddef.h>

#include "collector/engine/walk.h"
#include "lib/profile/metric.h"

/*
 * The groups of what is measured, each as a list of questions that is ready to
 * be sent: shared by all devices.
 */
struct metrics;

/* data: where mibs/ is, or NULL. Without the file nothing is measured. */
struct metrics *metrics_new(const char *data);
void metrics_free(struct metrics *m); /* NULL is fine */

const struct metric_set *metrics_set(const struct metrics *m);
size_t metrics_count(const struct metrics *m);

/* Of the group with that number. */
const struct metric_group *metrics_group(const struct metrics *m, size_t i);
const struct walk_list *metrics_list(const struct metrics *m, size_t i);

#endif
