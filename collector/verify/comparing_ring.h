/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_COMPARING_RING_H
#define COLLECTOR_VERIFY_COMPARING_RING_H

struct verify;

/* Compares rings as a whole that have come to a look, and writes the outcome.
 */
int comparing_rings(struct verify *v);

#endif
