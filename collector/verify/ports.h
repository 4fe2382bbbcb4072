/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_PORTS_H
#define COLLECTOR_VERIFY_PORTS_H

struct snapshot;
struct stored_reading;
struct verify;

/*
 * Keeps by which names a device lists its ports, and whom they lead to: what is
 * measured of them goes by numbers. Of a reading in which it said all.
 */
int ports_take(struct verify *v, const struct stored_reading *r,
    const struct snapshot *snapshot);

#endif
