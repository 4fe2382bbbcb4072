/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_NOTIFICATION_H
#define COLLECTOR_VERIFY_NOTIFICATION_H

struct stored_trap;
struct verify;

/*
 * What a device told unasked, as an event of its own kind. A restart is told
 * here and counted where the poller sees it: one that is both stands once among
 * the boots. What flaps is one event in ten minutes; the trap table has all.
 */
int notification_take(struct verify *v, const struct stored_trap *t);

#endif
