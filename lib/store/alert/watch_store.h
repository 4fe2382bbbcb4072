/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ALERT_WATCH_STORE_H
#define LIB_STORE_ALERT_WATCH_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/model/deployment.h"

struct db;
struct db_rows;

/*
 * Rules that follow from how things stand, for all devices at once: of each
 * what holds now, as tenant, device, patch, subject and the alert's detail.
 */
enum { WATCH_TENANT, WATCH_DEVICE, WATCH_PATCH, WATCH_SUBJECT, WATCH_DETAIL };

extern const enum alert_rule watch_rules[];
extern const size_t watch_count;

/* sleepers: the classes of devices that need not answer, "{printer}". */
int watch_load(struct db *db, enum alert_rule rule, int64_t now,
    const char *sleepers, struct db_rows **out);

/* Keeps these for who does not read the configuration, such as reports. What is
 * no longer among them is forgotten, but for printers: these always sleep. */
int watch_keep_sleepers(struct db *db, const char *sleepers);

#endif
