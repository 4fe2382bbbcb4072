/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

/* Where a binding stands in the bytes; replaced ones stay behind as waste. */
struct entry {
	uint32_t at, len;
	uint32_t name_at;
	uint16_t name_len;
};

struct snapshot {
	struct buf bytes;
	struct entry *entries;
	size_t count, cap;
};

struct snapshot *
snapshot_new(void)
{
	return mem_new(1, sizeof(struct snapshot));
}

void
snapshot_free(struct snapshot *s)
{
	if (s == NULL)
		return;
	buf_free(&s->bytes);
	free(s->entries);
	free(s);
}

static void
grow(struct snapshot *s)
{
	if (s->count < s->cap)
		return;
	s->cap = s->cap == 0 ? 64 : s->cap * 2;
	s->entries = mem_grow(s->entries, s->cap, sizeof(*s->entries));
}

static struct oid
name_of(const struct snapshot *s, const struct entry *e)
{
	return (struct oid){ s->bytes.data + e->name_at, e->name_len };
}

/* Keeps the bytes of vb and says where. */
static struct entry
keep(struct snapshot *s, const struct varbind *vb)
{
	struct entry e = { .at = (uint32_t)s->bytes.len };
	struct ber all, pair, name;
	uint8_t tag;

	varbind_add(&s->bytes, vb);
	if (s->bytes.len > UINT32_MAX)
		fatalx("snapshot: past 4 GiB");
	e.len = (uint32_t)s->bytes.len - e.at;
	all = (struct ber){ s->bytes.data + e.at, e.len };
	(void)ber_take(&all, &tag, &pair);
	(void)ber_take(&pair, &tag, &name);
	e.name_at = (uint32_t)(name.data - s->bytes.data);
	e.name_len = (uint16_t)name.len;
	return e;
}

void
snapshot_add(struct snapshot *s, const struct varbind *vb)
{
	grow(s);
	s->entries[s->count++] = keep(s, vb);
}

static int
entry_cmp(const void *a, const void *b, void *arg)
{
	const struct entry *x = a, *y = b;
	int order = oid_cmp(name_of(arg, x), name_of(arg, y));

	/* The later of two with one name comes first, and stays. */
	return order != 0 ? order : x->at < y->at ? 1 : -1;
}

static bool
is_sorted(const struct snapshot *s)
{
	for (size_t i = 1; i < s->count; i++) {
		if (oid_cmp(name_of(s, &s->entries[i - 1]),
			name_of(s, &s->entries[i])) >= 0)
			return false;
	}
	return true;
}

void
snapshot_sort(struct snapshot *s)
{
	size_t kept = 0;

	if (s->count == 0 || is_sorted(s))
		return;
	qsort_r(s->entries, s->count, sizeof(*s->entries), entry_cmp, s);
	for (size_t i = 1; i < s->count; i++) {
		if (!oid_eq(name_of(s, &s->entries[kept]),
			name_of(s, &s->entries[i])))
			s->entries[++kept] = s->entries[i];
	}
	s->count = kept + 1;
}

int
snapshot_from_list(const void *list, size_t len, struct snapshot **out)
{
	struct snapshot *s = snapshot_new();
	struct ber rest = { list, len };
	struct varbind vb;
	int rc;

	while ((rc = varbind_take(&rest, &vb)) == ERR_OK) {
		if (value_is_real(&vb.value))
			snapshot_add(s, &vb);
	}
	if (rc != ERR_NOTFOUND) {
		snapshot_free(s);
		return ERR_PARSE;
	}
	snapshot_sort(s);
	*out = s;
	return ERR_OK;
}

size_t
snapshot_count(const struct snapshot *s)
{
	return s->count;
}

void
snapshot_at(const struct snapshot *s, size_t i, struct varbind *out)
{
	const struct entry *e = &s->entries[i];
	struct ber list = { s->bytes.data + e->at, e->len };

	if (varbind_take(&list, out) < 0)
		fatalx("snapshot: binding %zu is damaged", i);
}

size_t
snapshot_find(const struct snapshot *s, struct oid oid)
{
	size_t low = 0, high = s->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (oid_cmp(name_of(s, &s->entries[middle]), oid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct snapshot *s, size_t i, struct oid oid)
{
	return i < s->count && oid_eq(name_of(s, &s->entries[i]), oid);
}

void
snapshot_set(struct snapshot *s, const struct varbind *vb)
{
	size_t i = snapshot_find(s, vb->oid);
	struct entry e;

	if (is_at(s, i, vb->oid)) {
		s->entries[i] = keep(s, vb);
		return;
	}
	grow(s);
	e = keep(s, vb);
	memmove(&s->entries[i + 1], &s->entries[i],
	    (s->count - i) * sizeof(*s->entries));
	s->entries[i] = e;
	s->count++;
}

bool
snapshot_get(const struct snapshot *s, struct oid oid, struct varbind *out)
{
	size_t i = snapshot_find(s, oid);

	if (!is_at(s, i, oid))
		return false;
	snapshot_at(s, i, out);
	return true;
}

bool
snapshot_next(const struct snapshot *s, struct oid oid, struct varbind *out)
{
	size_t i = snapshot_find(s, oid);

	i += is_at(s, i, oid);
	if (i >= s->count)
		return false;
	snapshot_at(s, i, out);
	return true;
}

void
snapshot_to_list(const struct snapshot *s, struct buf *out)
{
	for (size_t i = 0; i < s->count; i++)
		buf_add(
		    out, s->bytes.data + s->entries[i].at, s->entries[i].len);
}
