/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_OWN_H
#define COLLECTOR_VERIFY_OWN_H

/*
 * Alerts about the installation itself: a journal with damage that nobody has
 * looked at, records that no table takes, certificates that run out. Looked at
 * every ten seconds; over when they are.
 */
struct verify;

int own_take(struct verify *v);

#endif
