/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_READING_H
#define COLLECTOR_POLL_READING_H

#include <stdint.h>

#include "lib/model/observation.h"

struct device;
struct journal;
struct probe_result;

/*
 * Appends one poll to the journal, in parts when it is too long for one
 * observation; each part is a list of whole bindings. ERR_AGAIN: the journal
 * is full, and nothing or only a part was kept.
 */
int reading_append(struct journal *j, const struct device *d,
    enum reading_plan plan, const struct probe_result *r, uint64_t poll_id);

#endif
