/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/schedule.h"

#include <stdlib.h>

#include "collector/poll/device.h"
#include "collector/poll/share.h"
#include "lib/base/clock.h"
#include "lib/base/mem.h"

enum { BACKOFF_MAX = 8, START_GAP = 2000 /* microseconds between devices */ };

void
schedule_free(struct schedule *s)
{
	free(s->heap);
	*s = (struct schedule){ 0 };
}

static void
set(struct schedule *s, size_t i, struct device *d)
{
	s->heap[i] = d;
	d->place = i;
}

/* Moves the device at i to where it belongs. */
static void
settle(struct schedule *s, size_t i)
{
	struct device *d = s->heap[i];
	size_t child;

	for (; i > 0 && s->heap[(i - 1) / 2]->due > d->due; i = (i - 1) / 2)
		set(s, i, s->heap[(i - 1) / 2]);
	for (;; i = child) {
		child = 2 * i + 1;
		if (child + 1 < s->count &&
		    s->heap[child + 1]->due < s->heap[child]->due)
			child++;
		if (child >= s->count || s->heap[child]->due >= d->due)
			break;
		set(s, i, s->heap[child]);
	}
	set(s, i, d);
}

void
schedule_put(struct schedule *s, struct device *d, int64_t due)
{
	d->due = due;
	if (d->place == SCHEDULE_NONE) {
		if (s->count == s->cap) {
			s->cap = s->cap == 0 ? 64 : s->cap * 2;
			s->heap =
			    mem_grow(s->heap, s->cap, sizeof(struct device *));
		}
		set(s, s->count++, d);
	}
	settle(s, d->place);
}

void
schedule_drop(struct schedule *s, struct device *d)
{
	size_t i = d->place;

	if (i == SCHEDULE_NONE)
		return;
	d->place = SCHEDULE_NONE;
	s->count--;
	if (i == s->count)
		return;
	set(s, i, s->heap[s->count]);
	settle(s, i);
}

struct device *
schedule_first(const struct schedule *s)
{
	return s->count == 0 ? NULL : s->heap[0];
}

static uint64_t
hash_of(const struct device *d)
{
	return share_hash(d->tenant_id, d->device_id);
}

int64_t
schedule_next(const struct device *d, int64_t interval, int64_t started)
{
	int64_t next, wait, most;
	int64_t phase = (int64_t)(hash_of(d) % (uint64_t)interval);
	unsigned times = 1;

	next = started - (started - phase) % interval + interval;
	if (next - started < interval / 2)
		next += interval;
	for (unsigned i = SCHEDULE_SILENT; i <= d->silent; i++)
		times = times < BACKOFF_MAX ? times * 2 : times;
	most = 5 * CLOCK_MINUTE > interval ? 5 * CLOCK_MINUTE : interval;
	wait = interval * times < most ? interval * times : most;
	return next + wait - interval;
}

int64_t
schedule_start(const struct device *d, int64_t now, size_t n)
{
	int64_t spread = (int64_t)n * START_GAP;

	if (spread > d->interval)
		spread = d->interval;
	return now + (int64_t)(hash_of(d) % (uint64_t)(spread + 1));
}

int64_t
schedule_spread(const struct device *d, int64_t time)
{
	int64_t spread = time / 4;

	if (spread > 10 * CLOCK_MINUTE)
		spread = 10 * CLOCK_MINUTE;
	return spread <= 0 ? 0 : (int64_t)(hash_of(d) % (uint64_t)spread);
}
