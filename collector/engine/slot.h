/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_SLOT_H
#define COLLECTOR_ENGINE_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/engine/engine.h"
#include "collector/engine/ring.h"
#include "lib/base/buf.h"

/*
 * The engine's open questions. A slot's number, its generation and the attempt
 * make an id, so that an answer finds its question without a search:
 *
 *	bit 30   1, so that an id is always four octets
 *	29..19   generation of the slot
 *	18..3    slot
 *	2..0     attempt
 */
enum { SLOT_ID_MARK = 1 << 30 };

struct slot {
	struct ring link; /* first: in free, or in a ring of the engine */
	struct engine_peer *peer; /* NULL: free */
	engine_done *done;
	void *arg;
	struct buf message; /* SNMP_V3: the PDU */
	size_t id_at;
	int64_t deadline;
	int64_t sent[ENGINE_ATTEMPTS_MAX];
	uint16_t generation;
	uint8_t attempt;          /* of the datagram last sent */
	uint8_t tries, tries_max; /* that may run, or ran, into a timeout */
	uint8_t learnt, synced;   /* Reports that it was sent again for */
	bool flying;
	struct engine_end end; /* what was seen so far */
};

struct slots {
	struct slot *list;
	uint32_t touched; /* slots that were ever used */
	struct ring free;
	uint32_t open;
};

void slots_start(struct slots *s);
void slots_free(struct slots *s);

bool slots_have_room(const struct slots *s);

/* NULL when all are open. seed starts the generations of a slot. */
struct slot *slots_take(struct slots *s, uint64_t seed);

/* Takes it out of the ring that it is in. */
void slots_give(struct slots *s, struct slot *slot);

uint32_t slots_id(
    const struct slots *s, const struct slot *slot, unsigned attempt);

/* The slot that an id names, when it is open and of this generation. */
struct slot *slots_find(const struct slots *s, uint32_t id, unsigned *attempt);

/* Could this be what is left of an id, 15 or 16 bits of it? */
bool slots_is_short(int32_t id);

/*
 * The next open slot whose id ends like this one; *at starts at 0. NULL: there
 * is none left.
 */
struct slot *slots_find_short(
    const struct slots *s, int32_t id, uint32_t *at, unsigned *attempt);

#endif
