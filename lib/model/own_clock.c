/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/own_clock.h"

void
own_clock_add(struct own_clock *c, const struct clock_jump *j)
{
	c->jump[c->n++ % OWN_CLOCK_JUMPS] = *j;
}

bool
own_clock_look(struct own_clock *c, int64_t shown, int64_t steady)
{
	struct clock_jump j = { c->shown, shown, 0 };
	bool is_first = c->steady == 0, is_set;

	j.by = (shown - c->shown) - (steady - c->steady);
	is_set = !is_first &&
	    (j.by > OWN_CLOCK_STEERED || j.by < -OWN_CLOCK_STEERED);
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

/* Set back, it shows some time twice: which of the two it was is not known. */
static bool
is_shown_twice(const struct own_clock *c, int64_t at)
{
	for (size_t i = 0; i < kept(c); i++) {
		const struct clock_jump *j = &c->jump[i];

		if (j->by < 0 && at >= j->after && at <= j->before)
			return true;
	}
	return false;
}

/* What it showed between the looks around a jump forward belongs to the side
 * that it is nearer to. */
static bool
is_between(const struct clock_jump *j, int64_t from, int64_t to)
{
	int64_t middle = j->before + (j->after - j->before) / 2;

	if (j->by < 0)
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

int64_t
own_clock_doubt(const struct own_clock *c, int64_t from, int64_t to)
{
	bool has_begun = false;
	int64_t more = 0;

	if (!is_shown_twice(c, from) && !is_shown_twice(c, to))
		return 0;
	/* In their order: what came after one that may count may count. */
	for (size_t i = c->n - kept(c); i < c->n; i++) {
		const struct clock_jump *j = &c->jump[i % OWN_CLOCK_JUMPS];

		has_begun |= from <= j->before && to >= j->after;
		if (has_begun && j->by < 0)
			more -= j->by;
	}
	return more;
}
