/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/own_clock.h"

/* Between two looks so far apart it is not known when it was. */
#define WIDE (60 * (int64_t)1000000)

void
own_clock_add(struct own_clock *c, const struct clock_jump *j)
{
	c->jump[c->n++ % OWN_CLOCK_JUMPS] = *j;
}

bool
own_clock_was_set(const struct clock_pair *then, const struct clock_pair *now,
    bool is_same_boot, struct clock_jump *out)
{
	*out = (struct clock_jump){ then->shown, now->shown, 0 };
	if (is_same_boot)
		out->by =
		    (now->shown - then->shown) - (now->steady - then->steady);
	else if (now->shown < then->shown)
		out->by = now->shown - then->shown;
	return out->by > OWN_CLOCK_STEERED || out->by < -OWN_CLOCK_STEERED;
}

bool
own_clock_look(struct own_clock *c, int64_t shown, int64_t steady)
{
	const struct clock_pair then = { c->shown, c->steady };
	const struct clock_pair now = { shown, steady };
	struct clock_jump j;
	bool is_first = c->steady == 0,
	     is_set = !is_first && own_clock_was_set(&then, &now, true, &j);

	if (is_set)
		own_clock_add(c, &j);
	c->shown = shown;
	c->steady = steady;
	return is_set;
}

static size_t
kept(const struct own_clock *c)
{
	return c->n < OWN_CLOCK_JUMPS ? c->n : OWN_CLOCK_JUMPS;
}

static bool
is_wide(const struct clock_jump *j)
{
	return j->after - j->before - j->by > WIDE;
}

/* From when until when it may have shown some time twice, of one back. */
static int64_t
first_twice(const struct clock_jump *j)
{
	return is_wide(j) ? j->before + j->by : j->after;
}

static int64_t
last_twice(const struct clock_jump *j)
{
	return is_wide(j) && j->after - j->by > j->before ? j->after - j->by
							  : j->before;
}

/* Set back, it shows some time twice: which of the two it was is not known. */
static bool
is_shown_twice(const struct own_clock *c, int64_t at)
{
	for (size_t i = 0; i < kept(c); i++) {
		const struct clock_jump *j = &c->jump[i];

		if (j->by < 0 && at >= first_twice(j) && at <= last_twice(j))
			return true;
	}
	return false;
}

/* What it showed between the looks around a jump forward belongs to the side
 * that it is nearer to; of looks far apart, rather to the other one. */
static bool
is_between(const struct clock_jump *j, int64_t from, int64_t to)
{
	int64_t middle = j->before + (j->after - j->before) / 2;

	if (j->by < 0 && is_wide(j))
		return from < first_twice(j) && to > last_twice(j);
	if (j->by < 0 || is_wide(j))
		return from < j->after && to > j->before;
	return from <= middle && to > middle;
}

/*
 * Where it is not known, the shorter time is taken: that a device counted more
 * than has gone by makes no boot of it.
 */
int64_t
own_clock_elapsed(const struct own_clock *c, int64_t from, int64_t to)
{
	bool is_known = !is_shown_twice(c, from) && !is_shown_twice(c, to);
	int64_t elapsed = to - from;

	for (size_t i = 0; i < kept(c); i++) {
		const struct clock_jump *j = &c->jump[i];

		if ((is_known || j->by > 0) && is_between(j, from, to))
			elapsed -= j->by;
	}
	return elapsed;
}

/* Forward, some time between two looks far apart: it may have been outside of
 * what is asked. */
static int64_t
taken_in_doubt(const struct own_clock *c, int64_t from, int64_t to)
{
	int64_t more = 0;

	for (size_t i = 0; i < kept(c); i++) {
		const struct clock_jump *j = &c->jump[i];

		if (j->by > 0 && is_wide(j) && is_between(j, from, to) &&
		    (from > j->before || to < j->after))
			more += j->by;
	}
	return more;
}

int64_t
own_clock_doubt(const struct own_clock *c, int64_t from, int64_t to)
{
	int64_t more = taken_in_doubt(c, from, to);
	bool has_begun = false;

	if (!is_shown_twice(c, from) && !is_shown_twice(c, to))
		return more;
	/* In their order: what came after one that may count may count. */
	for (size_t i = c->n - kept(c); i < c->n; i++) {
		const struct clock_jump *j = &c->jump[i % OWN_CLOCK_JUMPS];

		has_begun |= j->by < 0
		    ? from <= last_twice(j) && to >= first_twice(j)
		    : from <= j->before && to >= j->after;
		if (has_begun && j->by < 0)
			more -= j->by;
	}
	return more;
}
