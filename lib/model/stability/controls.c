/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/controls.h"

#include <stdlib.h>

#include "lib/base/mem.h"
#include "lib/model/stability/subject.h"

struct controls_index {
	const struct subject **by[RUNG_OWN]; /* in the order of each rung */
	size_t n;
};

static int
cmp(int a, int b)
{
	return (a > b) - (a < b);
}

/* 0 stands for what is not known, and is like nothing. */
static int
compare(enum rung r, const struct subject *a, const struct subject *b)
{
	int d = 0;

	switch (r) {
	case RUNG_ALIKE:
		d = cmp(a->profile, b->profile);
		d = d != 0 ? d : cmp(a->role, b->role);
		return d != 0 ? d : cmp(a->place, b->place);
	case RUNG_MODEL:
		return cmp(a->model, b->model);
	case RUNG_FAMILY:
		return cmp(a->family, b->family);
	default:
		return cmp(a->role, b->role);
	}
}

static bool
has_rung(enum rung r, const struct subject *s)
{
	switch (r) {
	case RUNG_ALIKE:
		return s->profile != 0 && s->role != 0;
	case RUNG_MODEL:
		return s->model != 0;
	case RUNG_FAMILY:
		return s->family != 0;
	default:
		return s->role != 0;
	}
}

#define BY(rung_name, rung)                                              \
	static int by_##rung_name(const void *a, const void *b)          \
	{                                                                \
		const struct subject *const *x = a, *const *y = b;       \
                                                                         \
		int d = compare(rung, *x, *y);                           \
                                                                         \
		/* Those alike as they came, so that it is the same each \
		 * time. */                                              \
		return d != 0 ? d : (*x > *y) - (*x < *y);               \
	}
BY(alike, RUNG_ALIKE)
BY(model, RUNG_MODEL)
BY(family, RUNG_FAMILY)
BY(role, RUNG_ROLE)

static int (*const order[RUNG_OWN])(
    const void *, const void *) = { by_alike, by_model, by_family, by_role };

struct controls_index *
controls_index_new(const struct subject *s, size_t n)
{
	struct controls_index *c = mem_new(1, sizeof(*c));

	for (int r = 0; r < RUNG_OWN; r++) {
		c->by[r] = mem_new(n + 1, sizeof(struct subject *));
		c->n = 0;
		for (size_t i = 0; i < n; i++)
			if (s[i].control)
				c->by[r][c->n++] = &s[i];
		qsort(c->by[r], c->n, sizeof(struct subject *), order[r]);
	}
	return c;
}

void
controls_index_free(struct controls_index *c)
{
	if (c == NULL)
		return;
	for (int r = 0; r < RUNG_OWN; r++)
		free(c->by[r]);
	free(c);
}

/* The first that is not below it. */
static size_t
lower_bound(
    const struct controls_index *c, enum rung r, const struct subject *of)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (compare(r, c->by[r][middle], of) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
take(const struct controls_index *c, enum rung r, const struct subject *of,
    struct controls *out)
{
	size_t from = lower_bound(c, r, of), until = from, n, some;

	while (until < c->n && compare(r, c->by[r][until], of) == 0)
		until++;
	n = until - from;
	some = n < CONTROLS_MAX ? n : CONTROLS_MAX;
	out->n = 0;
	/* Of many, some from all over: the same ones each time. */
	for (size_t i = 0; i < some; i++) {
		const struct subject *one = c->by[r][from + i * n / some];

		if (one != of)
			out->of[out->n++] = one;
	}
}

void
controls_find(const struct controls_index *c, const struct subject *of,
    struct controls *out)
{
	for (int r = 0; r < RUNG_OWN; r++) {
		out->rung = (enum rung)r;
		if (!has_rung(out->rung, of))
			continue;
		take(c, out->rung, of, out);
		if (out->n >= CONTROLS_MIN)
			return;
	}
	*out = (struct controls){ .rung = RUNG_OWN };
}

const char *
rung_name(enum rung r)
{
	static const char *const names[RUNGS] = {
		[RUNG_ALIKE] = "alike",
		[RUNG_MODEL] = "model",
		[RUNG_FAMILY] = "family",
		[RUNG_ROLE] = "role",
		[RUNG_OWN] = "own",
	};

	return names[r];
}
