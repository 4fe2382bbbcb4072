/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_TRANSPORT_H
#define COLLECTOR_ENGINE_TRANSPORT_H

#include <stdint.h>

#include "collector/engine/engine.h"

struct event_base;

/*
 * The engine's sockets and its clock: one UDP socket for IPv4, one for IPv6,
 * read and written in batches.
 */
struct transport;

/*
 * limits->window is what is wished for: less when the kernel grants a receive
 * buffer in which that many answers do not fit. ERR_IO when there is no socket
 * at all, logged.
 */
int transport_new(struct event_base *base, const struct engine_limits *limits,
    struct transport **out);
void transport_free(struct transport *t); /* NULL is fine */
void transport_limit(struct transport *t, const struct engine_limits *limits);

struct engine *transport_engine(struct transport *t);

/* To be called after asking outside of the engine's callbacks. */
void transport_flush(struct transport *t);

/*
 * ticked is called at the end of each tick, and may ask. There are ticks for
 * as long as the engine is busy (engine_busy), and one after that.
 */
void transport_each_tick(
    struct transport *t, void (*ticked)(void *arg), void *arg);

/* Answers that the kernel had no room for, since the start. */
uint64_t transport_dropped(const struct transport *t);

#endif
