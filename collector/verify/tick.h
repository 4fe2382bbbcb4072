/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_TICK_H
#define COLLECTOR_VERIFY_TICK_H

struct verify;

/*
 * What time alone decides, and people: windows, deadlines, exceptions, claims,
 * patience and silence. In transactions of its own: what was kept of a look
 * that failed is done, and the next one has the rest.
 */
int tick_take(struct verify *v);

#endif
