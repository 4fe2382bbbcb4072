/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_READING_H
#define COLLECTOR_VERIFY_READING_H

struct stored_reading;
struct verify;

/*
 * Draws every conclusion from one reading: is the device there, did it boot,
 * what runs on it, and what that means for each of its deployments. Inside a
 * transaction; a device that the register no longer knows is passed over.
 */
int reading_take(struct verify *v, const struct stored_reading *r);

#endif
