/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_JUMPS_H
#define COLLECTOR_VERIFY_JUMPS_H

struct verify;

/* Looks at both clocks; also while the database is away. */
void jumps_watch(struct verify *v);

/*
 * Jumps of our own clock outlive us, in the table clock_jump: a device that is
 * read once a day is compared over one a day later. Read once, before the first
 * reading, with what was set while no verifier ran; saved inside the
 * transaction of a tick.
 */
int jumps_read(struct verify *v);
int jumps_save(struct verify *v);

#endif
