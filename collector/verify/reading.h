/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_READING_H
#define COLLECTOR_VERIFY_READING_H

#include <stdbool.h>

struct stored_reading;
struct verify;

/*
 * Draws every conclusion from one reading: is the device there, did it boot,
 * what runs on it, and what that means for each of its deployments. Inside a
 * transaction; a device that the register no longer knows is passed over.
 *
 * Without a wave (v->wave) only what most readings lead to is done: nothing but
 * the moment. *waits says that there is more to it, and that nothing was noted:
 * to be taken again, in a wave.
 */
int reading_take(struct verify *v, const struct stored_reading *r, bool *waits);

#endif
