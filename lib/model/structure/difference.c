/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/difference.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"
#include "lib/model/structure/match.h"

enum {
	SMALLER_PERCENT = 90, /* of its capacity: less is another volume */
	FEWER_PERCENT = 75,   /* of the ports in use at this hour of the week */
	FEWER_PORTS = 5,      /* with less of them, one desk is a quarter */
};

static const char *const names[DIFFERENCE_KINDS] = {
	[DIFFERENCE_DOWN] = "down",
	[DIFFERENCE_OFF] = "off",
	[DIFFERENCE_SLOWER] = "slower",
	[DIFFERENCE_HALF] = "half",
	[DIFFERENCE_OTHER] = "other",
	[DIFFERENCE_MOVED] = "moved",
	[DIFFERENCE_GONE] = "gone",
	[DIFFERENCE_FAULT] = "fault",
	[DIFFERENCE_FEWER] = "fewer",
	[DIFFERENCE_SMALLER] = "smaller",
	[DIFFERENCE_UNTOLD] = "untold",
};

/* What one step leans on. */
struct comparison {
	const struct structure *after, *usual;
	struct match was, is, used_to_be;
	struct differences *out;
};

const char *
difference_name(enum difference_kind k)
{
	return names[k];
}

bool
difference_parse(const char *name, enum difference_kind *out)
{
	for (int i = 0; i < DIFFERENCE_KINDS; i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum difference_kind)i;
			return true;
		}
	}
	return false;
}

void
differences_free(struct differences *d)
{
	free(d->list);
	*d = (struct differences){ 0 };
}

static void
add(struct comparison *c, const struct difference *d)
{
	struct differences *out = c->out;

	if (out->n == DIFFERENCES_MAX) {
		out->is_cut = true;
		return;
	}
	if ((out->n & (out->n - 1)) == 0)
		out->list = mem_grow(out->list, out->n == 0 ? 1 : 2 * out->n,
		    sizeof(*out->list));
	out->list[out->n++] = *d;
}

static void
add_sure(struct comparison *c, enum difference_kind kind,
    const struct structure_part *before, const struct structure_part *after)
{
	add(c,
	    &(struct difference){ .kind = kind,
		.before = before,
		.after = after,
		.is_sure = true });
}

static const struct structure_part *
now_of(const struct comparison *c, const struct structure_part *p)
{
	return match_find(&c->is, p, match_is_named(&c->was, p));
}

/* How it was a week before after; NULL: that is not known. */
static const struct structure_part *
usual_of(const struct comparison *c, const struct structure_part *p)
{
	return c->usual == NULL
	    ? NULL
	    : match_find(&c->used_to_be, p, match_is_named(&c->was, p));
}

/*
 * Ports
 */

/*
 * Leads to a desk, a telephone, a television: people switch those off. Of what
 * gives power, that is a port; a supply for all of them has a capacity.
 */
static bool
is_edge(const struct structure_part *p)
{
	return (p->kind == STRUCTURE_POE && p->amount == 0) ||
	    (p->kind == STRUCTURE_PORT && p->peer[0] == '\0');
}

static void
compare_port(struct comparison *c, const struct structure_part *before,
    const struct structure_part *after)
{
	if (before->health != STRUCTURE_GOOD)
		return;
	if (after->health == STRUCTURE_ABSENT) {
		add_sure(c, DIFFERENCE_OFF, before, after);
		return;
	}
	if (after->health == STRUCTURE_BAD) {
		add_sure(c, DIFFERENCE_DOWN, before, after);
		return;
	}
	if (after->health != STRUCTURE_GOOD)
		return;
	if (before->speed > 0 && after->speed > 0 &&
	    after->speed < before->speed)
		add(c,
		    &(struct difference){ .kind = DIFFERENCE_SLOWER,
			.before = before,
			.after = after,
			.were = before->speed,
			.are = after->speed,
			.is_sure = true });
	if (after->half && !before->half)
		add_sure(c, DIFFERENCE_HALF, before, after);
	if (after->peer[0] != '\0' && strcmp(after->peer, before->peer) != 0)
		add_sure(c, DIFFERENCE_OTHER, before, after);
}

/* Of one table of ports: how many of those that are usually in use are. */
static void
count_edge(struct comparison *c, const struct structure_part **table, size_t n)
{
	int64_t were = 0, are = 0;

	for (size_t i = 0; i < n; i++) {
		const struct structure_part *usual = usual_of(c, table[i]);
		const struct structure_part *now = now_of(c, table[i]);

		if (!is_edge(table[i]) || usual == NULL ||
		    usual->health != STRUCTURE_GOOD)
			continue;
		were++;
		are += now != NULL && now->health == STRUCTURE_GOOD;
	}
	if (were >= FEWER_PORTS && are * 100 < were * FEWER_PERCENT)
		add(c,
		    &(struct difference){ .kind = DIFFERENCE_FEWER,
			.before = table[0],
			.were = were,
			.are = are });
}

/*
 * Other parts
 */

/* It went, and it was not gone at this hour of the week before. */
static void
compare_amount(struct comparison *c, const struct structure_part *before,
    const struct structure_part *after)
{
	const struct structure_part *usual = usual_of(c, before);
	int64_t were = before->amount;

	if (usual != NULL && usual->amount < were)
		were = usual->amount;
	if (after->amount * 2 >= were)
		return;
	add(c,
	    &(struct difference){ .kind = DIFFERENCE_FEWER,
		.before = before,
		.after = after,
		.were = before->amount,
		.are = after->amount,
		.is_sure = after->amount == 0 });
}

static void
compare_part(struct comparison *c, const struct structure_part *before,
    const struct structure_part *after)
{
	if (before->is_counted) {
		compare_amount(c, before, after);
		return;
	}
	if (before->health == STRUCTURE_GOOD &&
	    after->health == STRUCTURE_BAD) {
		add_sure(c, DIFFERENCE_FAULT, before, after);
		return;
	}
	if (before->health == STRUCTURE_GOOD &&
	    after->health == STRUCTURE_ABSENT) {
		add_sure(c, DIFFERENCE_GONE, before, after);
		return;
	}
	if (before->kind == STRUCTURE_NEIGHBOUR && before->peer[0] != '\0' &&
	    after->peer[0] != '\0' && strcmp(before->peer, after->peer) != 0)
		add_sure(c, DIFFERENCE_MOVED, before, after);
	if (before->amount > 0 && after->amount > 0 &&
	    after->amount < before->amount / 100 * SMALLER_PERCENT)
		add(c,
		    &(struct difference){ .kind = DIFFERENCE_SMALLER,
			.before = before,
			.after = after,
			.were = before->amount,
			.are = after->amount,
			.is_sure = true });
}

/* An empty slot was not there before, either. */
static bool
was_there(const struct structure_part *p)
{
	return p->health == STRUCTURE_GOOD || p->health == STRUCTURE_UNTOLD;
}

static void
compare_one(struct comparison *c, const struct structure_part *before)
{
	const struct structure_part *after = now_of(c, before);

	if (is_edge(before))
		return;
	if (after == NULL) {
		if (was_there(before) && !before->is_counted)
			add_sure(c, DIFFERENCE_GONE, before, NULL);
	} else if (before->kind == STRUCTURE_PORT) {
		compare_port(c, before, after);
	} else {
		compare_part(c, before, after);
	}
}

/*
 * Tables
 */

static int64_t
count_there(const struct structure_part **table, size_t n)
{
	int64_t there = 0;

	for (size_t i = 0; i < n; i++)
		there += was_there(table[i]);
	return there;
}

/* Each part of one source, or that it is told no longer. */
static void
compare_table(
    struct comparison *c, const struct structure_part **table, size_t n)
{
	if (!structure_tells(c->after, table[0]->source)) {
		int64_t were = count_there(table, n);

		if (c->after->is_whole && were > 0)
			add(c,
			    &(struct difference){ .kind = DIFFERENCE_UNTOLD,
				.before = table[0],
				.were = were,
				.is_sure = true });
		return;
	}
	for (size_t i = 0; i < n; i++)
		compare_one(c, table[i]);
	count_edge(c, table, n);
}

/* By their keys, parts of one source stand together. */
static void
compare_tables(struct comparison *c)
{
	const struct structure_part **part = c->was.by_key;
	size_t from = 0;

	for (size_t i = 1; i <= c->was.n; i++) {
		if (i < c->was.n &&
		    strcmp(part[i]->source, part[from]->source) == 0)
			continue;
		compare_table(c, &part[from], i - from);
		from = i;
	}
}

/*
 * What follows from what
 */

/* The lower, the more hangs on it. */
static int
rank(enum structure_kind k)
{
	switch (k) {
	case STRUCTURE_CHASSIS:
	case STRUCTURE_MEMBER:
		return 0;
	case STRUCTURE_MODULE:
		return 1;
	case STRUCTURE_PORT:
		return 2;
	default:
		return 3;
	}
}

static bool
is_loss(const struct difference *d)
{
	return d->kind == DIFFERENCE_GONE || d->kind == DIFFERENCE_UNTOLD;
}

/* The neighbour is told of with the port that led to it. */
static bool
is_behind(const struct difference *d, const struct difference *port)
{
	return d->before->kind == STRUCTURE_NEIGHBOUR &&
	    port->before->kind == STRUCTURE_PORT &&
	    strcmp(d->before->label, port->before->peer) == 0 &&
	    port->kind != DIFFERENCE_SLOWER && port->kind != DIFFERENCE_HALF;
}

/* A member that is lost takes all with it that is lost; a card its ports. */
static bool
is_within(const struct difference *d, const struct difference *larger)
{
	const struct structure_part *p = d->before, *of = larger->before;

	if (!is_loss(d) ||
	    (larger->kind != DIFFERENCE_GONE &&
		larger->kind != DIFFERENCE_FAULT))
		return false;
	if (strcmp(p->source, of->source) == 0)
		return p->within[0] != '\0' && strcmp(p->within, of->key) == 0;
	if (rank(of->kind) == 0)
		return rank(p->kind) > 0;
	return rank(of->kind) == 1 &&
	    (p->kind == STRUCTURE_PORT || p->kind == STRUCTURE_NEIGHBOUR);
}

/* One part that two tables tell of. */
static bool
is_told(const struct difference *d, const struct difference *first)
{
	const struct structure_part *p = d->before, *of = first->before;

	if (first >= d || strcmp(p->source, of->source) == 0 ||
	    (d->kind != first->kind && !(is_loss(d) && is_loss(first))))
		return false;
	if (rank(p->kind) == 0)
		return rank(of->kind) == 0;
	if (p->kind != of->kind)
		return false;
	return p->kind == STRUCTURE_PSU || p->kind == STRUCTURE_FAN ||
	    (p->label[0] != '\0' && strcmp(p->label, of->label) == 0);
}

static int
by_rank(const void *a, const void *b)
{
	const struct difference *x = a, *y = b;
	int rx = rank(x->before->kind), ry = rank(y->before->kind);

	if (rx != ry)
		return rx < ry ? -1 : 1;
	return x->before < y->before ? -1 : x->before > y->before;
}

static bool
follows(const struct differences *d, size_t i)
{
	for (size_t k = 0; k < d->n; k++) {
		if (k != i &&
		    (is_behind(&d->list[i], &d->list[k]) ||
			is_within(&d->list[i], &d->list[k]) ||
			is_told(&d->list[i], &d->list[k])))
			return true;
	}
	return false;
}

static void
leave_out(struct differences *d)
{
	bool *out = mem_new(d->n + 1, sizeof(*out));
	size_t kept = 0;

	if (d->n > 0)
		qsort(d->list, d->n, sizeof(*d->list), by_rank);
	for (size_t i = 0; i < d->n; i++)
		out[i] = follows(d, i);
	for (size_t i = 0; i < d->n; i++) {
		if (!out[i])
			d->list[kept++] = d->list[i];
	}
	d->n = kept;
	free(out);
}

void
structure_compare(const struct structure *before, const struct structure *after,
    const struct structure *usual, struct differences *out)
{
	static const struct structure nothing;
	struct comparison c = { .after = after, .usual = usual, .out = out };

	match_begin(&c.was, before);
	match_begin(&c.is, after);
	match_begin(&c.used_to_be, usual == NULL ? &nothing : usual);
	compare_tables(&c);
	match_free(&c.was);
	match_free(&c.is);
	match_free(&c.used_to_be);
	leave_out(out);
}
