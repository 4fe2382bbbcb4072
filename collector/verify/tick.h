/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_TICK_H
#define COLLECTOR_VERIFY_TICK_H

struct verify;

/*
 * What time alone decides, and people: windows, deadlines, exceptions, claims,
 * patience and silence. Inside a transaction.
 */
int tick_take(struct verify *v);

#endif
