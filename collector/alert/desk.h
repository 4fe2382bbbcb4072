/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ALERT_DESK_H
#define COLLECTOR_ALERT_DESK_H

#include <stdbool.h>
#include <stdint.h>

struct alert_rules;
struct db;

/*
 * Decides what is said: takes alerts in as incidents, asks lib/model/incident.h
 * what is due of each, and writes that and whom it goes to. Each batch is one
 * transaction. more: there is more to do at once.
 */
int desk_work(
    struct db *db, const struct alert_rules *rules, int64_t now, bool *more);

#endif
