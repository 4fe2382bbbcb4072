/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_STRUCTURE_COMPARE_H
#define COLLECTOR_VERIFY_STRUCTURE_COMPARE_H

struct verify;

/*
 * Compares what changed devices have now with what they had before, as often
 * as they are polled, from a quarter of an hour after the change until two
 * weeks after it. What two readings agree on is told, once. Inside the
 * transaction of a tick.
 */
int compare_tick(struct verify *v);

#endif
