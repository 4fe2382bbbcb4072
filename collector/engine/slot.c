/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/slot.h"

#include <stdlib.h>

#include "lib/base/mem.h"

enum {
	ATTEMPT_BITS = 3,
	SLOT_BITS = 16,
	GENERATION_BITS = 11,
	SHORT_BITS = 15,
	SHORT_SLOTS = 1 << (SHORT_BITS - ATTEMPT_BITS), /* told apart */
};

void
slots_start(struct slots *s)
{
	/* Zeroed pages that are never touched take no memory. */
	s->list = mem_new(ENGINE_SLOTS, sizeof(*s->list));
	s->touched = s->open = 0;
	ring_reset(&s->free);
}

void
slots_free(struct slots *s)
{
	for (uint32_t i = 0; i < s->touched; i++)
		buf_free(&s->list[i].message);
	free(s->list);
}

bool
slots_have_room(const struct slots *s)
{
	return s->open < ENGINE_SLOTS;
}

struct slot *
slots_take(struct slots *s, uint64_t seed)
{
	struct slot *slot;

	if (!ring_is_empty(&s->free)) {
		slot = (struct slot *)s->free.next;
		ring_take(&slot->link);
	} else if (s->touched < ENGINE_SLOTS) {
		slot = &s->list[s->touched++];
		ring_reset(&slot->link);
		slot->generation = (uint16_t)seed;
	} else {
		return NULL;
	}
	slot->generation =
	    (slot->generation + 1) & ((1 << GENERATION_BITS) - 1);
	s->open++;
	return slot;
}

void
slots_give(struct slots *s, struct slot *slot)
{
	s->open--;
	slot->flying = false;
	slot->peer = NULL;
	/* Behind all others: an id comes back as late as can be. */
	ring_move(&s->free, &slot->link);
}

uint32_t
slots_id(const struct slots *s, const struct slot *slot, unsigned attempt)
{
	return (uint32_t)SLOT_ID_MARK |
	    (uint32_t)slot->generation << (SLOT_BITS + ATTEMPT_BITS) |
	    (uint32_t)(slot - s->list) << ATTEMPT_BITS | attempt;
}

struct slot *
slots_find(const struct slots *s, uint32_t id, unsigned *attempt)
{
	uint32_t i = id >> ATTEMPT_BITS & (ENGINE_SLOTS - 1);
	struct slot *slot = &s->list[i];

	*attempt = id & (ENGINE_ATTEMPTS_MAX - 1);
	if (i >= s->touched || slot->peer == NULL ||
	    slots_id(s, slot, *attempt) != id)
		return NULL;
	return slot;
}

bool
slots_is_short(int32_t id)
{
	return id >= INT16_MIN && id <= UINT16_MAX;
}

struct slot *
slots_find_short(
    const struct slots *s, int32_t id, uint32_t *at, unsigned *attempt)
{
	uint32_t ends = (uint32_t)id & ((1 << SHORT_BITS) - 1), i;

	*attempt = ends & (ENGINE_ATTEMPTS_MAX - 1);
	for (; *at < ENGINE_SLOTS / SHORT_SLOTS; ++*at) {
		i = (ends >> ATTEMPT_BITS) + *at * SHORT_SLOTS;
		if (i >= s->touched)
			break;
		if (s->list[i].peer != NULL) {
			++*at;
			return &s->list[i];
		}
	}
	return NULL;
}
