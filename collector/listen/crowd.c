/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/crowd.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/base/mem.h"
#include "lib/model/address.h"

enum { BUCKETS = 1024, NETWORK_LEN = 8 };

/* A host, or the first 64 bits of the IPv6 hosts that share them. */
struct source {
	LIST_ENTRY(source) next;
	struct address address;
	bool is_network;
	int count;
};

struct room {
	SLIST_ENTRY(room) next;
	struct crowd *crowd;
	char *name;
	int count;
	LIST_HEAD(, source) buckets[BUCKETS];
};

struct crowd {
	SLIST_HEAD(, room) rooms;
	size_t count, most;
};

static struct source
host_of(const struct address *from)
{
	struct source s = { .address = { .family = from->family } };

	memcpy(s.address.bytes, from->bytes, from->family == 4 ? 4 : 16);
	return s;
}

static struct source
network_of(const struct address *from)
{
	struct source s = { .address = { .family = from->family },
		.is_network = true };

	memcpy(s.address.bytes, from->bytes, NETWORK_LEN);
	return s;
}

/* Who fills one bucket slows down its own connections' coming and going. */
static size_t
bucket_of(const struct address *a)
{
	uint32_t h = 2166136261;

	for (size_t i = 0; i < sizeof(a->bytes); i++)
		h = (h ^ a->bytes[i]) * 16777619;
	return (h ^ h >> 16) % BUCKETS;
}

static struct source *
find(const struct room *r, const struct source *key)
{
	struct source *s;

	LIST_FOREACH (s, &r->buckets[bucket_of(&key->address)], next) {
		if (s->is_network == key->is_network &&
		    address_same_host(&s->address, &key->address))
			return s;
	}
	return NULL;
}

static bool
is_full(const struct room *r, const struct source *key, int most)
{
	const struct source *s = find(r, key);

	return s != NULL && s->count >= most;
}

static void
add_one(struct room *r, const struct source *key)
{
	struct source *s = find(r, key);

	if (s == NULL) {
		s = mem_new(1, sizeof(*s));
		s->address = key->address;
		s->is_network = key->is_network;
		LIST_INSERT_HEAD(
		    &r->buckets[bucket_of(&key->address)], s, next);
	}
	s->count++;
}

static void
take_one(struct room *r, const struct source *key)
{
	struct source *s = find(r, key);

	if (s == NULL || --s->count > 0)
		return;
	LIST_REMOVE(s, next);
	free(s);
}

const char *
room_enter(
    struct room *r, const struct address *from, const struct room_limits *most)
{
	const struct source host = host_of(from), network = network_of(from);

	if (r->crowd->count >= r->crowd->most)
		return "too few descriptors for more connections";
	if (r->count >= most->all)
		return "too many connections";
	if (is_full(r, &host, most->of_source))
		return "too many connections of one source";
	if (from->family == 6 && is_full(r, &network, most->of_network))
		return "too many connections of one network";
	add_one(r, &host);
	if (from->family == 6)
		add_one(r, &network);
	r->count++;
	r->crowd->count++;
	return NULL;
}

void
room_leave(struct room *r, const struct address *from)
{
	const struct source host = host_of(from), network = network_of(from);

	r->count--;
	r->crowd->count--;
	take_one(r, &host);
	if (from->family == 6)
		take_one(r, &network);
}

struct room *
crowd_room(struct crowd *c, const char *name)
{
	struct room *r;

	SLIST_FOREACH(r, &c->rooms, next)
	{
		if (strcmp(r->name, name) == 0)
			return r;
	}
	r = mem_new(1, sizeof(*r));
	r->crowd = c;
	r->name = mem_dup_str(name);
	SLIST_INSERT_HEAD(&c->rooms, r, next);
	return r;
}

struct crowd *
crowd_new(size_t most)
{
	struct crowd *c = mem_new(1, sizeof(*c));

	c->most = most;
	return c;
}

static void
free_room(struct room *r)
{
	struct source *s;

	for (size_t i = 0; i < BUCKETS; i++) {
		while ((s = LIST_FIRST(&r->buckets[i])) != NULL) {
			LIST_REMOVE(s, next);
			free(s);
		}
	}
	free(r->name);
	free(r);
}

void
crowd_free(struct crowd *c)
{
	struct room *r;

	if (c == NULL)
		return;
	while ((r = SLIST_FIRST(&c->rooms)) != NULL) {
		SLIST_REMOVE_HEAD(&c->rooms, next);
		free_room(r);
	}
	free(c);
}
