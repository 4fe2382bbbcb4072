/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_ORDERS_H
#define COLLECTOR_DISCOVER_ORDERS_H

#include "collector/discover/discover.h"

struct keyring;
struct request_desk;

/*
 * Discovery as a kind of request: {"discovery": ID} begins that sweep. It is
 * answered at once, for it may take hours: how far it is stands in the table
 * discovery.
 */
struct orders;

/* keys and desk are borrowed; target is copied. */
struct orders *orders_new(struct event_base *base,
    const struct db_target *target, const struct keyring *keys,
    struct request_desk *desk);
void orders_free(struct orders *o); /* before the desk; NULL is fine */

/* The keys were read: goes on with what was begun before, the first time. For
 * one of several workers. */
void orders_ready(struct orders *o);

/* As discover_use. */
void orders_use(struct orders *o, struct planner *planner,
    const struct discover_terms *terms);

#endif
