/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_CHECKING_H
#define COLLECTOR_VERIFY_CHECKING_H

struct snapshot;
struct stored_reading;
struct verify;

/*
 * Holds a reading, and what else is known of the device, against the baseline
 * checks. What comes out as another result than before is kept with a copy of
 * what it rests on.
 */
int checking_take(struct verify *v, const struct stored_reading *r,
    const struct snapshot *snapshot);

#endif
