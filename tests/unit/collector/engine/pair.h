/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_COLLECTOR_ENGINE_PAIR_H
#define TESTS_UNIT_COLLECTOR_ENGINE_PAIR_H

#include <stddef.h>
#include <stdint.h>

#include "collector/engine/engine.h"
#include "collector/engine/security.h"
#include "lib/base/buf.h"
#include "tests/unit/collector/engine/authority.h"

/*
 * An engine of ours, one of theirs, the box, and what is on its way between
 * them. The clock is frozen from pair_begin to pair_end.
 */
enum { PAIR_WIRE = 64 };

struct pair {
	struct engine *engine;
	struct engine_peer peer;
	struct authority box;
	struct buf sent[PAIR_WIRE];
	size_t count, total;
	int64_t now;
	int answered, unanswered;
	struct engine_end end; /* of the last question; without its answer */
};

void pair_begin(struct pair *p, enum usm_auth auth, enum usm_priv priv);
void pair_end(struct pair *p);

/* Of that level, with keys made of one octet: other ones are another password.
 */
void pair_make_user(
    struct usm_user *u, enum usm_auth auth, enum usm_priv priv, char key);

/* Both clocks show now. */
void pair_use_time(struct pair *p, int64_t now);

/* Ours ticks meanwhile, and the box's stands still. */
void pair_pass_time(struct pair *p, int64_t microseconds);

void pair_ask(struct pair *p, int retries);

/* An engine_done: counts it and keeps how it ended. arg is the pair. */
void pair_on_done(void *arg, const struct engine_end *how);

/* The first of what waits on the wire; the caller's to free. */
struct buf pair_take(struct pair *p);

/* Ours hears that, and it is freed. */
void pair_hear(struct pair *p, struct buf *datagram);

/* The box answers what waits, one after the other. */
void pair_deliver(struct pair *p);

/* Somebody answers the first that waits, and it is lost on its way. */
void pair_forge(struct pair *p, enum usm_report r, const struct usm_keys *keys);
void pair_drop_all(struct pair *p);

/* A question to its end. */
void pair_talk(struct pair *p);

const struct engine_counts *pair_counts(const struct pair *p);

#endif
