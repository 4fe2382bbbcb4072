/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_VERIFY_RANGES_H
#define COLLECTOR_VERIFY_RANGES_H

struct verify;

/*
 * Patches that name devices by the versions they run: every version that runs
 * somewhere is compared once, and who is named by it joins. At each tick, and
 * at most every ten seconds.
 */
int ranges_take(struct verify *v);

#endif
