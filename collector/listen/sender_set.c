/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/sender_set.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/mem.h"

/* A sender that comes once a day is seen in between. */
#define KEPT (2 * CLOCK_DAY)

enum { BUCKETS = 1024, NONE = -1 };

struct entry {
	uint8_t fingerprint[SENDER_PRINT_LEN];
	uint8_t who[SENDER_PRINT_LEN];
	int64_t told;
	uint32_t look; /* in which it was told last */
	bool is_renewed;
	int next; /* of the same bucket, or NONE */
};

struct sender_set {
	size_t most, count, room;
	struct entry *entries;
	int buckets[BUCKETS];
	uint32_t look, surplus;
};

/* Of a digest, any bits are as good as others. */
static size_t
bucket_of(const uint8_t *fingerprint)
{
	return (size_t)(fingerprint[0] << 8 | fingerprint[1]) % BUCKETS;
}

static void
enter(struct sender_set *s, size_t i)
{
	int *bucket = &s->buckets[bucket_of(s->entries[i].fingerprint)];

	s->entries[i].next = *bucket;
	*bucket = (int)i;
}

static void
empty_buckets(struct sender_set *s)
{
	for (size_t i = 0; i < BUCKETS; i++)
		s->buckets[i] = NONE;
}

struct sender_set *
sender_set_new(size_t most)
{
	struct sender_set *s = mem_new(1, sizeof(*s));

	s->most = most;
	empty_buckets(s);
	return s;
}

void
sender_set_free(struct sender_set *s)
{
	if (s == NULL)
		return;
	free(s->entries);
	free(s);
}

void
sender_set_look(struct sender_set *s, int64_t now)
{
	size_t kept = 0;

	s->look++;
	s->surplus = 0;
	empty_buckets(s);
	for (size_t i = 0; i < s->count; i++) {
		if (s->entries[i].told < now - KEPT)
			continue;
		s->entries[kept] = s->entries[i];
		enter(s, kept++);
	}
	s->count = kept;
}

static struct entry *
find(const struct sender_set *s, const uint8_t *fingerprint)
{
	int i = s->buckets[bucket_of(fingerprint)];

	while (i != NONE &&
	    memcmp(s->entries[i].fingerprint, fingerprint, SENDER_PRINT_LEN) !=
		0)
		i = s->entries[i].next;
	return i == NONE ? NULL : &s->entries[i];
}

static struct entry *
make(struct sender_set *s, const uint8_t *fingerprint)
{
	struct entry *e;

	if (s->count == s->room) {
		s->room = s->room == 0 ? 16 : 2 * s->room;
		s->entries = mem_grow(s->entries, s->room, sizeof(*s->entries));
	}
	e = &s->entries[s->count];
	memcpy(e->fingerprint, fingerprint, SENDER_PRINT_LEN);
	enter(s, s->count++);
	return e;
}

enum sender_news
sender_set_add(struct sender_set *s,
    const uint8_t fingerprint[SENDER_PRINT_LEN],
    const uint8_t who[SENDER_PRINT_LEN], int64_t now)
{
	struct entry *e = find(s, fingerprint);

	if (e != NULL && e->look == s->look)
		return SENDER_KNOWN;
	if (e == NULL && s->count == s->most) {
		if (s->surplus < UINT32_MAX)
			s->surplus++;
		return SENDER_SURPLUS;
	}
	if (e == NULL)
		e = make(s, fingerprint);
	memcpy(e->who, who, SENDER_PRINT_LEN);
	e->told = now;
	e->look = s->look;
	e->is_renewed = false;
	return SENDER_NEWS;
}

bool
sender_set_renew(struct sender_set *s, const uint8_t who[SENDER_PRINT_LEN],
    uint8_t fingerprint[SENDER_PRINT_LEN])
{
	for (size_t i = 0; i < s->count; i++) {
		struct entry *e = &s->entries[i];

		if (e->is_renewed || memcmp(e->who, who, SENDER_PRINT_LEN) != 0)
			continue;
		e->is_renewed = true;
		memcpy(fingerprint, e->fingerprint, SENDER_PRINT_LEN);
		return true;
	}
	return false;
}

bool
sender_set_has(
    const struct sender_set *s, const uint8_t fingerprint[SENDER_PRINT_LEN])
{
	const struct entry *e = find(s, fingerprint);

	return e != NULL && !e->is_renewed;
}

size_t
sender_set_count(const struct sender_set *s)
{
	return s->count;
}

uint32_t
sender_set_surplus(const struct sender_set *s)
{
	return s->surplus;
}
