/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/template_tally.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/model/shape.h"
#include "lib/store/log/line_store.h"

enum { ROOM_MIN = 32 };

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static int64_t
hour_of(int64_t at)
{
	return at - at % CLOCK_HOUR;
}

static bool
is_of(const struct line_template *t, const struct template_seen *s)
{
	return t->tenant_id == s->tenant_id && t->device_id == s->device_id &&
	    t->hour == hour_of(s->at) && strcmp(t->shape, s->shape) == 0 &&
	    is_same_text(t->app, s->app) && is_same_text(t->code, s->code);
}

static uint32_t
add_hash(uint32_t hash, const char *text)
{
	return text == NULL ? hash : digest_crc32c(hash, text, strlen(text));
}

/* Not by the id, which is a digest: most lines are of a shape that was seen a
 * moment ago. */
static size_t
hash_of(int tenant, int device, int64_t hour, const char *app, const char *code,
    const char *shape)
{
	const int64_t whose[] = { tenant, device, hour };
	uint32_t hash = digest_crc32c(0, whose, sizeof(whose));

	return add_hash(add_hash(add_hash(hash, app), code), shape);
}

static uint32_t *
find_empty(const struct template_tally *t, size_t hash)
{
	while (t->slots[hash & (t->slot_count - 1)] != 0)
		hash++;
	return &t->slots[hash & (t->slot_count - 1)];
}

/* At most half of the slots are taken, so that a search ends soon. */
static void
make_room(struct template_tally *t)
{
	if (t->count < t->room)
		return;
	t->room = t->room == 0 ? ROOM_MIN : 2 * t->room;
	t->list = mem_grow(t->list, t->room, sizeof(*t->list));
	free(t->slots);
	t->slot_count = 2 * t->room;
	t->slots = mem_new(t->slot_count, sizeof(*t->slots));
	for (size_t i = 0; i < t->count; i++) {
		const struct line_template *l = &t->list[i];

		*find_empty(t,
		    hash_of(l->tenant_id, l->device_id, l->hour, l->app,
			l->code, l->shape)) = (uint32_t)i + 1;
	}
}

static char *
copy(const char *text)
{
	return text == NULL ? NULL : mem_dup_str(text);
}

static struct line_template *
add_new(struct template_tally *t, const struct template_seen *s)
{
	struct line_template *l = &t->list[t->count++];

	*l = (struct line_template){ .tenant_id = s->tenant_id,
		.device_id = s->device_id,
		.hour = hour_of(s->at),
		.id = shape_id(s->app, s->code, s->shape),
		.app = copy(s->app),
		.code = copy(s->code),
		.shape = copy(s->shape),
		.severity = s->severity,
		.first = s->at,
		.last = s->at };
	return l;
}

static struct line_template *
find(struct template_tally *t, const struct template_seen *s)
{
	size_t i = hash_of(s->tenant_id, s->device_id, hour_of(s->at), s->app,
	    s->code, s->shape);
	uint32_t *slot;

	make_room(t);
	for (;; i++) {
		slot = &t->slots[i & (t->slot_count - 1)];
		if (*slot == 0)
			break;
		if (is_of(&t->list[*slot - 1], s))
			return &t->list[*slot - 1];
	}
	*slot = (uint32_t)t->count + 1;
	return add_new(t, s);
}

void
template_tally_add(struct template_tally *t, const struct template_seen *seen)
{
	struct line_template *l = find(t, seen);

	l->count += seen->count;
	if (seen->severity < l->severity)
		l->severity = seen->severity;
	if (seen->at < l->first)
		l->first = seen->at;
	if (seen->at > l->last)
		l->last = seen->at;
}

void
template_tally_clear(struct template_tally *t)
{
	if (t->count == 0)
		return;
	for (size_t i = 0; i < t->count; i++) {
		free((char *)t->list[i].app);
		free((char *)t->list[i].code);
		free((char *)t->list[i].shape);
	}
	t->count = 0;
	memset(t->slots, 0, t->slot_count * sizeof(*t->slots));
}

void
template_tally_free(struct template_tally *t)
{
	template_tally_clear(t);
	free(t->list);
	free(t->slots);
	*t = (struct template_tally){ 0 };
}
