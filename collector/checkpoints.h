/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_CHECKPOINTS_H
#define COLLECTOR_CHECKPOINTS_H

struct event_base;
struct journal;

/* A checkpoint each minute in the journal of a role, also when it is idle. */
struct checkpoints;

struct checkpoints *checkpoints_start(
    struct event_base *base, struct journal *j);
void checkpoints_stop(struct checkpoints *c); /* NULL is fine */

#endif
