/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_STABILITY_LIVES_H
#define BENCH_STABILITY_LIVES_H

#include <stdint.h>

/*
 * Lives of devices that are polled: what their counters say is known to be a
 * boot or not. Counters wrap, agents start again, devices sleep with their
 * counters or without, their clocks drift, and ours is set: by seconds, by an
 * hour when somebody takes summer time for a change of it, by a day.
 */
struct lives {
	uint64_t polls, boots, wraps, restarts, sleeps, jumps;
	uint64_t unseen;  /* of the jumps: set while nobody looked */
	uint64_t accused; /* up all the time, and taken for booted */
	uint64_t missed;  /* booted beyond doubt, and not seen */
};

void lives_run(uint64_t seed, uint64_t polls, struct lives *out);

#endif
