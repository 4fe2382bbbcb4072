/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/peers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/base/box.h"
#include "lib/base/mem.h"

enum { SLOTS = 1 << 14 };

struct entry {
	struct peer peer;
	LIST_ENTRY(entry) link;   /* of its slot */
	TAILQ_ENTRY(entry) heard; /* the one heard last is the last */
};

struct peers {
	size_t count, max;
	LIST_HEAD(, entry) slot[SLOTS];
	TAILQ_HEAD(heard, entry) heard;
};

struct peers *
peers_new(size_t max)
{
	struct peers *p = mem_new(1, sizeof(*p));

	p->max = max;
	TAILQ_INIT(&p->heard);
	return p;
}

static void
drop(struct peers *p, struct entry *e)
{
	LIST_REMOVE(e, link);
	TAILQ_REMOVE(&p->heard, e, heard);
	box_wipe(&e->peer, sizeof(e->peer));
	free(e);
	p->count--;
}

void
peers_free(struct peers *p)
{
	struct entry *e;

	if (p == NULL)
		return;
	while ((e = TAILQ_FIRST(&p->heard)) != NULL)
		drop(p, e);
	free(p);
}

size_t
peers_count(const struct peers *p)
{
	return p->count;
}

static size_t
slot_of(int32_t device, struct ber engine)
{
	uint32_t h = 2166136261U ^ (uint32_t)device;

	for (size_t i = 0; i < engine.len; i++)
		h = (h ^ engine.data[i]) * 16777619U;
	return h % SLOTS;
}

static struct entry *
find(struct peers *p, int32_t device, struct ber engine, const char *name)
{
	struct entry *e;

	LIST_FOREACH (e, &p->slot[slot_of(device, engine)], link) {
		const struct peer *peer = &e->peer;

		if (peer->device_id == device &&
		    peer->engine_len == engine.len &&
		    memcmp(peer->engine, engine.data, engine.len) == 0 &&
		    strcmp(peer->user.name, name) == 0)
			return e;
	}
	return NULL;
}

/* By the same passwords, too. */
static bool
is_same_user(const struct usm_user *a, const struct usm_user *b)
{
	return strcmp(a->name, b->name) == 0 && a->auth == b->auth &&
	    a->priv == b->priv &&
	    memcmp(a->auth_ku, b->auth_ku, sizeof(a->auth_ku)) == 0 &&
	    memcmp(a->priv_ku, b->priv_ku, sizeof(a->priv_ku)) == 0;
}

struct peer *
peers_find(struct peers *p, int32_t device, struct ber engine,
    const struct usm_user *u)
{
	struct entry *e = find(p, device, engine, u->name);

	if (e == NULL || !is_same_user(&e->peer.user, u))
		return NULL;
	TAILQ_REMOVE(&p->heard, e, heard);
	TAILQ_INSERT_TAIL(&p->heard, e, heard);
	return &e->peer;
}

struct peer *
peers_keep(struct peers *p, const struct peer *peer)
{
	const struct ber engine = { peer->engine, peer->engine_len };
	struct entry *e = find(p, peer->device_id, engine, peer->user.name);

	if (e != NULL)
		drop(p, e);
	if (p->count == p->max)
		drop(p, TAILQ_FIRST(&p->heard));
	e = mem_new(1, sizeof(*e));
	e->peer = *peer;
	LIST_INSERT_HEAD(&p->slot[slot_of(peer->device_id, engine)], e, link);
	TAILQ_INSERT_TAIL(&p->heard, e, heard);
	p->count++;
	return &e->peer;
}

void
peers_each(
    struct peers *p, void (*fn)(void *arg, const struct peer *peer), void *arg)
{
	const struct entry *e;

	TAILQ_FOREACH (e, &p->heard, heard)
		fn(arg, &e->peer);
}
