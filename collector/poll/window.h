/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_WINDOW_H
#define COLLECTOR_POLL_WINDOW_H

#include <stdint.h>

/*
 * Snapshots around the windows of deployments, so that what a patch broke can
 * be seen: within two hours before it begins, a quarter of an hour after it
 * ended, and two hours after. A device that is not reached keeps being tried.
 */
struct dblink;
struct share;
struct window_watch;

/*
 * A snapshot of the device is to have been made since that time, and is still
 * of use until then; both of the clock on the wall.
 */
typedef void window_fn(
    void *arg, int tenant_id, int device_id, int64_t since, int64_t until);

enum { WINDOW_LOOK_S = 5 };

/* All are borrowed. */
struct window_watch *window_watch_new(
    struct dblink *db, const struct share *share, window_fn *fn, void *arg);
void window_watch_free(struct window_watch *w); /* after db; NULL is fine */

/* Looks, when it is WINDOW_LOOK_S ago that it did; fn is called later. */
void window_watch_look(struct window_watch *w);

#endif
