/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_ENDING_H
#define COLLECTOR_VERIFY_ENDING_H

struct verify;

/*
 * Whoever answers for an exception hears 14 days before it ends, once: an
 * alert that is over when it was extended, has ended or is no longer needed.
 */
int ending_take(struct verify *v);

#endif
