/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_COLLECTOR_ENGINE_FAKE_H
#define TESTS_UNIT_COLLECTOR_ENGINE_FAKE_H

#include "collector/engine/engine.h"
#include "lib/base/buf.h"
#include "tests/fleet/agent.h"

/*
 * A wire between an engine and one simulated agent, with time standing still
 * unless a test moves it. What the engine sends waits until fake_deliver.
 */
enum { FAKE_WIRE = 64 };

struct fake {
	struct engine *engine;
	struct engine_peer peer;
	struct agent *agent;
	struct snapshot *recording;
	struct rows *rows;
	struct buf sent[FAKE_WIRE]; /* datagrams that wait, oldest first */
	size_t count;
	uint64_t datagrams;
	int64_t now;
};

/* recording: lines of a recording. Freezes the clock. */
void fake_start(struct fake *f, const char *recording, int window);
void fake_stop(struct fake *f);

/* The agent answers the oldest datagram; false when none waits. */
bool fake_deliver(struct fake *f);

/* Time goes by, in ticks. */
void fake_wait(struct fake *f, int64_t microseconds);

/* Delivers, and waits when there is nothing to deliver, until idle. */
void fake_run(struct fake *f);

#endif
