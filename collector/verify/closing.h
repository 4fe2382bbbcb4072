/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_CLOSING_H
#define COLLECTOR_VERIFY_CLOSING_H

struct verify;

/*
 * Closes patches of which nothing is left to do, and opens those of which
 * something is again. Inside the tick's transaction, every few seconds.
 */
int closing_tick(struct verify *v);

#endif
