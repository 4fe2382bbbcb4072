/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/crowd.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/base/mem.h"
#include "lib/model/address.h"

enum { BUCKETS = 1024 };

struct source {
	LIST_ENTRY(source) next;
	struct address host;
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

/* Who fills one bucket slows down its own connections' coming and going. */
static size_t
bucket_of(const struct address *a)
{
	uint32_t h = 2166136261;

	for (size_t i = 0; i < sizeof(a->bytes); i++)
		h = (h ^ (a->family == 4 && i >= 4 ? 0 : a->bytes[i])) *
		    16777619;
	return (h ^ h >> 16) % BUCKETS;
}

static struct source *
find(const struct room *r, const struct address *from)
{
	struct source *s;

	LIST_FOREACH (s, &r->buckets[bucket_of(from)], next) {
		if (address_same_host(&s->host, from))
			return s;
	}
	return NULL;
}

const char *
room_enter(
    struct room *r, const struct address *from, int most, int most_of_source)
{
	struct source *s = find(r, from);

	if (r->crowd->count >= r->crowd->most)
		return "too few descriptors for more connections";
	if (r->count >= most)
		return "too many connections";
	if (s != NULL && s->count >= most_of_source)
		return "too many connections of one source";
	if (s == NULL) {
		s = mem_new(1, sizeof(*s));
		s->host = *from;
		LIST_INSERT_HEAD(&r->buckets[bucket_of(from)], s, next);
	}
	s->count++;
	r->count++;
	r->crowd->count++;
	return NULL;
}

void
room_leave(struct room *r, const struct address *from)
{
	struct source *s = find(r, from);

	r->count--;
	r->crowd->count--;
	if (s == NULL || --s->count > 0)
		return;
	LIST_REMOVE(s, next);
	free(s);
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
