/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/rows.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/ber.h"
#include "lib/wire/snapshot.h"
#include "tests/fleet/name.h"

struct place {
	uint32_t at, len;
	uint16_t name_at, name_len; /* name_at from at */
	uint8_t type;
	bool moves;
};

struct rows {
	struct buf bytes;
	struct place *places;
	size_t count, cap;
};

struct rows *
rows_new(void)
{
	return mem_new(1, sizeof(struct rows));
}

void
rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	buf_free(&r->bytes);
	free(r->places);
	free(r);
}

static struct oid
name_at(const struct rows *r, size_t i)
{
	const struct place *p = &r->places[i];

	return (struct oid){ r->bytes.data + p->at + p->name_at, p->name_len };
}

/* Keeps a binding and says where. */
static int
keep(struct rows *r, const void *binding, size_t len, struct place *out)
{
	struct ber all = { binding, len }, pair, name;

	if (ber_take_tag(&all, BER_SEQUENCE, &pair) < 0 ||
	    ber_take_tag(&pair, BER_OID, &name) < 0 || pair.len == 0)
		return ERR_PARSE;
	if (r->bytes.len + len > UINT32_MAX)
		fatalx("rows: past 4 GiB");
	*out = (struct place){ .at = (uint32_t)r->bytes.len,
		.len = (uint32_t)len,
		.name_at = (uint16_t)(name.data - (const uint8_t *)binding),
		.name_len = (uint16_t)name.len,
		.type = pair.data[0] };
	out->moves = name_is_clock((struct oid){ name.data, name.len });
	buf_add(&r->bytes, binding, len);
	return ERR_OK;
}

static void
insert(struct rows *r, size_t i, const struct place *p)
{
	if (r->count == r->cap) {
		r->cap = r->cap == 0 ? 8 : r->cap * 2;
		r->places = mem_grow(r->places, r->cap, sizeof(*r->places));
	}
	memmove(&r->places[i + 1], &r->places[i],
	    (r->count - i) * sizeof(*r->places));
	r->places[i] = *p;
	r->count++;
}

struct rows *
rows_from(const struct snapshot *s)
{
	struct rows *r = rows_new();
	struct buf one = { 0 };
	struct varbind vb;
	struct place p;

	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &vb);
		buf_clear(&one);
		varbind_add(&one, &vb);
		if (keep(r, one.data, one.len, &p) == ERR_OK)
			insert(r, r->count, &p);
	}
	buf_free(&one);
	return r;
}

size_t
rows_count(const struct rows *r)
{
	return r->count;
}

size_t
rows_find(const struct rows *r, struct oid oid)
{
	size_t low = 0, high = r->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (oid_cmp(name_at(r, middle), oid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
rows_at(const struct rows *r, size_t i, struct row *out)
{
	const struct place *p = &r->places[i];

	*out = (struct row){ .oid = name_at(r, i),
		.data = r->bytes.data + p->at,
		.len = p->len,
		.type = p->type,
		.moves = p->moves };
}

bool
rows_get(const struct rows *r, struct oid oid, struct row *out)
{
	size_t i = rows_find(r, oid);

	if (i == r->count || !oid_eq(name_at(r, i), oid))
		return false;
	rows_at(r, i, out);
	return true;
}

int
rows_set(struct rows *r, const void *binding, size_t len)
{
	struct place p;
	struct oid oid;
	size_t i;

	if (keep(r, binding, len, &p) < 0)
		return ERR_PARSE;
	oid = (struct oid){ r->bytes.data + p.at + p.name_at, p.name_len };
	i = rows_find(r, oid);
	if (i < r->count && oid_eq(name_at(r, i), oid))
		r->places[i] = p;
	else
		insert(r, i, &p);
	return ERR_OK;
}
