/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/senders.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"

enum { SLOTS = 2 * SENDERS_MAX };

struct sender {
	int32_t tenant_id, realm_id, device_id;
	struct address from;
	enum belief why;
	uint64_t count, written; /* written: of them, on their way */
	int64_t first, last;
};

struct senders {
	struct sender list[SENDERS_MAX + BELIEFS]; /* the last: others */
	size_t count;
	uint16_t slot[SLOTS]; /* of the list, from 1; 0: empty */
	uint64_t total;
};

struct senders *
senders_new(void)
{
	return mem_new(1, sizeof(struct senders));
}

void
senders_free(struct senders *s)
{
	free(s);
}

/* FNV-1a. */
static size_t
slot_of(const struct sender *key)
{
	const uint32_t numbers[] = { (uint32_t)key->tenant_id,
		(uint32_t)key->realm_id, (uint32_t)key->why };
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		h = (h ^ numbers[i]) * 16777619U;
	for (size_t i = 0; i < sizeof(key->from.bytes); i++)
		h = (h ^ key->from.bytes[i]) * 16777619U;
	return h % SLOTS;
}

static bool
is_same(const struct sender *a, const struct sender *b)
{
	return a->tenant_id == b->tenant_id && a->realm_id == b->realm_id &&
	    a->why == b->why && address_same_host(&a->from, &b->from);
}

static struct sender *
find_other(struct senders *s, const struct sender *key)
{
	struct sender *other = &s->list[SENDERS_MAX + key->why];

	if (other->count == 0)
		*other = (struct sender){ .tenant_id = key->tenant_id,
			.realm_id = key->realm_id,
			.why = key->why };
	return other;
}

static struct sender *
find(struct senders *s, const struct sender *key)
{
	size_t at = slot_of(key);

	for (; s->slot[at] != 0; at = (at + 1) % SLOTS) {
		if (is_same(&s->list[s->slot[at] - 1], key))
			return &s->list[s->slot[at] - 1];
	}
	if (s->count == SENDERS_MAX)
		return find_other(s, key);
	s->list[s->count] = *key;
	s->slot[at] = (uint16_t)++s->count;
	return &s->list[s->count - 1];
}

void
senders_count(struct senders *s, int32_t tenant, int32_t realm,
    const struct address *from, enum belief why, int32_t device, int64_t at)
{
	struct sender key = { .tenant_id = tenant,
		.realm_id = realm,
		.from = *from,
		.why = why };
	struct sender *sender;

	key.from.port = 0;
	sender = find(s, &key);
	if (sender->count++ == 0)
		sender->first = at;
	sender->last = at;
	if (sender < s->list + SENDERS_MAX)
		sender->device_id = device;
	s->total++;
}

uint64_t
senders_total(const struct senders *s)
{
	return s->total;
}

static struct json *
row_of(const struct sender *sender)
{
	struct json *row = json_new_object();
	char address[ADDRESS_TEXT_MAX] = "0.0.0.0";

	if (sender->from.family != 0)
		address_format(&sender->from, address);
	json_put_int(row, "tenant", sender->tenant_id);
	json_put_int(row, "realm", sender->realm_id);
	json_put_text(row, "address", address);
	json_put_text(row, "reason", belief_name(sender->why));
	if (sender->device_id != 0)
		json_put_int(row, "device", sender->device_id);
	json_put_time(row, "first", sender->first);
	json_put_time(row, "last", sender->last);
	json_put_int(row, "count", (int64_t)sender->count);
	return row;
}

struct json *
senders_rows(struct senders *s)
{
	struct json *rows;

	if (s->total == 0)
		return NULL;
	rows = json_new_array();
	for (size_t i = 0; i < SENDERS_MAX + BELIEFS; i++) {
		struct sender *sender = &s->list[i];

		sender->written = sender->count;
		if (sender->count > 0)
			json_add(rows, row_of(sender));
	}
	return rows;
}

/* Those that came meanwhile stay, in a list made anew. */
void
senders_taken(struct senders *s)
{
	struct senders *before = mem_dup(s, sizeof(*s));

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < SENDERS_MAX + BELIEFS; i++) {
		const struct sender *old = &before->list[i];
		struct sender *again;

		if (old->count == old->written)
			continue;
		again = i < SENDERS_MAX ? find(s, old) : find_other(s, old);
		*again = *old;
		again->count -= old->written;
		again->first = old->last;
		again->written = 0;
		s->total += again->count;
	}
	free(before);
}

void
senders_not_taken(struct senders *s)
{
	for (size_t i = 0; i < SENDERS_MAX + BELIEFS; i++)
		s->list[i].written = 0;
}
