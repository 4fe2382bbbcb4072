/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/samples.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"

enum { SLOTS_MIN = 256, ROWS_MIN = 64 };

/* Rows of all interface groups are one table; else each group is its own. */
static size_t
table_of(const struct metric_group *g)
{
	return g->kind == METRIC_INTERFACE ? 0 : g->number + 1;
}

static bool
is_row(const struct sample_row *r, size_t table, struct oid index)
{
	return table_of(r->said.group) == table && oid_eq(r->index, index);
}

/* FNV-1a, from where the kernel put the slots: no device knows which of its
 * names collide. */
static uint32_t
hash_of(const struct samples *s, size_t table, struct oid index)
{
	uint32_t h = (uint32_t)((uintptr_t)s->slots >> 4) ^ (uint32_t)table;

	for (size_t i = 0; i < index.len; i++)
		h = (h ^ index.data[i]) * 16777619u;
	return h ^ h >> 15;
}

static void
place(struct samples *s, size_t i)
{
	const struct sample_row *r = &s->row[i];
	uint32_t at = hash_of(s, table_of(r->said.group), r->index);

	while (s->slots[at & (s->n_slots - 1)] != 0)
		at++;
	s->slots[at & (s->n_slots - 1)] = (uint32_t)i + 1;
}

static void
grow_slots(struct samples *s)
{
	s->n_slots = s->n_slots == 0 ? SLOTS_MIN : 2 * s->n_slots;
	free(s->slots);
	s->slots = mem_new(s->n_slots, sizeof(*s->slots));
	for (size_t i = 0; i < s->n; i++)
		place(s, i);
}

static bool
find(const struct samples *s, size_t table, struct oid index, size_t *out)
{
	uint32_t at = hash_of(s, table, index), slot;

	while ((slot = s->slots[at & (s->n_slots - 1)]) != 0) {
		if (is_row(&s->row[slot - 1], table, index)) {
			*out = slot - 1;
			return true;
		}
		at++;
	}
	return false;
}

static size_t
add(struct samples *s, const struct metric_group *g, struct oid index)
{
	if (s->n == s->room) {
		s->room = s->room == 0 ? ROWS_MIN : 2 * s->room;
		s->row = mem_grow(s->row, s->room, sizeof(*s->row));
	}
	if (2 * (s->n + 1) > s->n_slots)
		grow_slots(s);
	s->row[s->n] =
	    (struct sample_row){ .said = { .group = g }, .index = index };
	place(s, s->n);
	return s->n++;
}

/* The row of the binding before, or the one after it: else it is looked for. */
static struct sample_row *
row_of(struct samples *s, const struct metric_group *g, struct oid index)
{
	size_t table = table_of(g), at = s->last;

	if (at < s->n && is_row(&s->row[at], table, index))
		return &s->row[at];
	at++;
	if (at >= s->n || !is_row(&s->row[at], table, index)) {
		if (s->n == 0 || !find(s, table, index, &at)) {
			if (s->n >= SAMPLES_ROWS_MAX)
				return NULL;
			at = add(s, g, index);
		}
	}
	s->last = at;
	return &s->row[at];
}

static void
take(struct samples *s, const struct metric_column *c, struct oid index,
    const struct value *v)
{
	struct sample_row *row;

	/* What is not there is no fault: a walk ends so. */
	if (v->type >= VALUE_NO_OBJECT && v->type <= VALUE_END)
		return;
	if (c->group->columns != (index.len > 0))
		return;
	row = row_of(s, c->group, index);
	if (row == NULL || !metric_row_add(&row->said, c, v))
		s->skipped++;
}

static void
begin(struct samples *s)
{
	s->n = s->last = s->skipped = s->before = 0;
	if (s->n_slots > 0)
		memset(s->slots, 0, s->n_slots * sizeof(*s->slots));
}

void
samples_read(struct samples *s, const struct metric_set *set, const void *list,
    size_t len)
{
	const struct metric_column *c, *after = NULL;
	struct ber left = { list, len };
	struct varbind vb;
	struct oid index;
	int rc;

	begin(s);
	while ((rc = varbind_take(&left, &vb)) == ERR_OK || rc == ERR_RANGE) {
		c = rc < 0 ? NULL : metric_find(set, after, vb.oid, &index);
		if (c != NULL) {
			take(s, c, index, &vb.value);
			after = c;
		} else if (after == NULL) {
			s->before = len - left.len;
		}
		s->skipped += rc < 0;
	}
	s->skipped += rc != ERR_NOTFOUND;
}

size_t
samples_before(const struct metric_set *set, const void *list, size_t len)
{
	struct ber left = { list, len };
	size_t before = 0;
	struct varbind vb;
	struct oid index;

	while (varbind_take(&left, &vb) == ERR_OK &&
	    metric_find(set, NULL, vb.oid, &index) == NULL)
		before = len - left.len;
	return before;
}

void
samples_free(struct samples *s)
{
	free(s->row);
	free(s->slots);
	*s = (struct samples){ 0 };
}
