/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rings.h"

#include <stdlib.h>

#include "lib/base/mem.h"

enum { FEW_MIN = 5, FEW_PART = 20, SOME_PART = 4 };

struct turn {
	struct ring_device *device;
	size_t nth; /* of its model at its site */
};

static int
cmp(long a, long b)
{
	return (a > b) - (a < b);
}

static int
by_site(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	int d = cmp(x->device->model, y->device->model);

	d = d != 0 ? d : cmp(x->device->site, y->device->site);
	return d != 0 ? d : (x->device > y->device) - (x->device < y->device);
}

/* The first of each site, then the second of each, ... */
static int
by_turn(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	int d = cmp(x->device->model, y->device->model);

	d = d != 0 ? d : cmp((long)x->nth, (long)y->nth);
	return d != 0 ? d : by_site(a, b);
}

static void
count_turns(struct turn *t, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct ring_device *a = t[i - 1].device;
		const struct ring_device *b = t[i].device;

		t[i].nth = a->model == b->model && a->site == b->site
		    ? t[i - 1].nth + 1
		    : 0;
	}
}

static size_t
part_of(size_t n, size_t part)
{
	return (n + part - 1) / part;
}

static void
share(struct turn *t, size_t n)
{
	size_t few = part_of(n, FEW_PART), some = part_of(n, SOME_PART);

	if (few < FEW_MIN)
		few = FEW_MIN;
	for (size_t i = 0; i < n; i++) {
		if (i < 1)
			t[i].device->ring = RING_PILOT;
		else if (i < 1 + few)
			t[i].device->ring = RING_FEW;
		else if (i < 1 + few + some)
			t[i].device->ring = RING_SOME;
		else
			t[i].device->ring = RING_REST;
	}
}

void
rings_propose(struct ring_device *d, size_t n)
{
	struct turn *t = mem_new(n + 1, sizeof(*t));

	for (size_t i = 0; i < n; i++)
		t[i].device = &d[i];
	qsort(t, n, sizeof(*t), by_site);
	count_turns(t, n);
	qsort(t, n, sizeof(*t), by_turn);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1;
		     end < n && t[end].device->model == t[i].device->model;
		     end++)
			continue;
		share(&t[i], end - i);
	}
	free(t);
}

const char *
ring_name(enum ring r)
{
	static const char *const names[RINGS] = { "pilot", "few", "some",
		"rest" };

	return names[r];
}
