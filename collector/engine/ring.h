/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_ENGINE_RING_H
#define COLLECTOR_ENGINE_RING_H

#include <stdbool.h>

/* A ring with its head in it: taking one out needs no head. */
struct ring {
	struct ring *prev, *next;
};

static inline void
ring_reset(struct ring *r)
{
	r->prev = r->next = r;
}

/* One that is in no ring, but was reset, is passed over. */
static inline void
ring_take(struct ring *r)
{
	r->prev->next = r->next;
	r->next->prev = r->prev;
	ring_reset(r);
}

/* Puts r, which is in no ring, last in that of head. */
static inline void
ring_append(struct ring *head, struct ring *r)
{
	r->prev = head->prev;
	r->next = head;
	head->prev->next = r;
	head->prev = r;
}

static inline void
ring_move(struct ring *head, struct ring *r)
{
	ring_take(r);
	ring_append(head, r);
}

static inline bool
ring_is_empty(const struct ring *head)
{
	return head->next == head;
}

#endif
