/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/walk.h"

#include <stdlib.h>

#include "collector/poll/engine.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"

enum {
	GOOD_BEFORE_MORE = 100,
};

/* One name to be got, or one column. */
struct item {
	struct oid name;
	struct buf last; /* column: the name that it is at */
	unsigned rows;
	bool done;
};

struct walk {
	struct walk_party party;
	bool columns;
	struct item *items;
	size_t count;
	walk_done *done;
	void *arg;
	uint32_t ticket;
	unsigned questions;
	bool single;  /* genErr without an index: one item at a time */
	bool no_bulk; /* genErr on GETBULK: GETNEXT from here on */

	/* The question that is out. */
	size_t asked[WALK_VARBINDS]; /* items */
	size_t n_asked;
	int repetitions; /* 0: GET or GETNEXT */
};

static void ask_more(struct walk *w);

void
walk_free(struct walk *w)
{
	if (w == NULL)
		return;
	engine_cancel(w->party.engine, w->ticket);
	for (size_t i = 0; i < w->count; i++)
		buf_free(&w->items[i].last);
	free(w->items);
	free(w);
}

static void
finish(struct walk *w, enum walk_end end)
{
	w->done(w->arg, end);
}

static void
drop(struct walk *w, size_t item)
{
	w->items[item].done = true;
	w->party.gathered->dropped++;
}

static struct oid
at(const struct item *item)
{
	if (item->last.len > 0)
		return (struct oid){ item->last.data, item->last.len };
	return item->name;
}

/* As many open items as one question may hold. */
static void
choose(struct walk *w)
{
	size_t max = (size_t)w->party.manner->varbinds;

	if (!w->columns && max > WALK_NAMES)
		max = WALK_NAMES;
	if (w->single)
		max = 1;
	w->n_asked = 0;
	for (size_t i = 0; i < w->count && w->n_asked < max; i++) {
		if (!w->items[i].done)
			w->asked[w->n_asked++] = i;
	}
}

/*
 * The name just before: its parent for X.0, else its neighbour X.(n - 1). By
 * GETNEXT from there SNMPv1 can be asked for many objects of which some are
 * missing; a GET would be refused once for each of those.
 */
static void
add_before(struct buf *list, struct oid name)
{
	uint32_t parts[OID_PARTS_MAX];
	size_t n = oid_parts(name, parts, OID_PARTS_MAX);
	struct buf before = { 0 };

	oid_add_part(&before, parts[0] * 40 + parts[1]);
	for (size_t i = 2; i + 1 < n; i++)
		oid_add_part(&before, parts[i]);
	if (n > 2 && parts[n - 1] > 0)
		oid_add_part(&before, parts[n - 1] - 1);
	varbind_add_name(list, (struct oid){ before.data, before.len });
	buf_free(&before);
}

/* SNMPv1 has no GETBULK, and no way to say that one object is missing. */
static bool
asks_for_next(const struct walk *w)
{
	return w->party.peer->version == SNMP_V1 || (w->columns && w->no_bulk);
}

static void
add_names(const struct walk *w, struct buf *list)
{
	const struct item *item;

	for (size_t i = 0; i < w->n_asked; i++) {
		item = &w->items[w->asked[i]];
		if (!w->columns && asks_for_next(w))
			add_before(list, item->name);
		else
			varbind_add_name(list, at(item));
	}
}

static int
rows_of(const struct walk *w)
{
	int rows = w->party.manner->varbinds / (int)w->n_asked;

	return rows < w->party.manner->rows ? rows : w->party.manner->rows;
}

static void on_answer(void *arg, const struct engine_end *end);

static void
ask(struct walk *w)
{
	struct engine_question q = { .retries = w->party.retries };
	struct buf list = { 0 };

	w->repetitions = 0;
	q.pdu = SNMP_GET;
	if (asks_for_next(w)) {
		q.pdu = SNMP_GETNEXT;
	} else if (w->columns) {
		q.pdu = SNMP_GETBULK;
		w->repetitions = q.max_repetitions = rows_of(w);
	}
	add_names(w, &list);
	q.varbinds = (struct ber){ list.data, list.len };
	if (engine_ask(w->party.engine, w->party.peer, &q, on_answer, w,
		&w->ticket) < 0)
		fatalx("poll: more questions than slots");
	buf_free(&list);
}

static void
ask_more(struct walk *w)
{
	choose(w);
	if (w->n_asked == 0) {
		finish(w, WALK_DONE);
		return;
	}
	if (w->questions++ >= WALK_QUESTIONS_MAX ||
	    w->party.gathered->varbinds.len >= WALK_BYTES_MAX ||
	    clock_monotonic() >= w->party.until) {
		w->party.gathered->cut = true;
		finish(w, WALK_DONE);
		return;
	}
	ask(w);
}

/* Keeps the octets of one binding as they came. */
static void
gather(struct walk *w, const uint8_t *from, const uint8_t *to)
{
	buf_add(&w->party.gathered->varbinds, from, (size_t)(to - from));
}

static void
take_got(struct walk *w, struct ber list)
{
	const uint8_t *from = list.data;
	struct varbind vb;
	struct item *item;

	for (size_t i = 0; i < w->n_asked; i++, from = list.data) {
		item = &w->items[w->asked[i]];
		if (varbind_take(&list, &vb) < 0) {
			/* Fewer than asked for: those left are asked again,
			 * unless there is nothing at all. */
			if (i == 0)
				drop(w, w->asked[0]);
			return;
		}
		item->done = true;
		if (oid_eq(vb.oid, item->name) && value_is_real(&vb.value))
			gather(w, from, list.data);
		else if (!oid_eq(vb.oid, item->name) && !asks_for_next(w))
			w->party.gathered->dropped++;
	}
}

/* Is this the next row of a column? If not, the column has ended. */
static bool
is_next_row(struct walk *w, struct item *item, const struct varbind *vb)
{
	if (vb->value.type == VALUE_END || !oid_is_within(vb->oid, item->name))
		return false;
	if (oid_cmp(vb->oid, at(item)) <= 0) {
		w->party.gathered->loops++;
		return false;
	}
	if (item->rows++ >= WALK_ROWS_MAX) {
		w->party.gathered->cut = true;
		return false;
	}
	return true;
}

static void
take_rows(struct walk *w, struct ber list)
{
	const uint8_t *from = list.data;
	struct varbind vb;
	struct item *item;
	size_t i = 0;

	if (list.len == 0)
		drop(w, w->asked[0]); /* no error and no answer: no end */
	for (; varbind_take(&list, &vb) == ERR_OK; from = list.data, i++) {
		item = &w->items[w->asked[i % w->n_asked]];
		if (item->done)
			continue;
		if (!is_next_row(w, item, &vb)) {
			item->done = true;
			continue;
		}
		buf_clear(&item->last);
		buf_add(&item->last, vb.oid.data, vb.oid.len);
		if (value_is_real(&vb.value))
			gather(w, from, list.data);
	}
}

/* Half of what was asked; one binding that is too big is given up. */
static void
on_too_big(struct walk *w)
{
	int rows = w->repetitions > 0 ? w->repetitions : 1;
	int asked = (int)w->n_asked * rows;

	w->party.manner->good = 0;
	if (asked == 1)
		drop(w, w->asked[0]);
	else
		w->party.manner->varbinds = asked / 2;
}

static void
on_error(struct walk *w, int32_t error, int32_t index)
{
	bool named = index > 0 && (size_t)index <= w->n_asked;

	if (error == SNMP_NO_SUCH_NAME && named) {
		/* RFC 1157, 4.1.2: the way of SNMPv1 to say there is none. */
		w->items[w->asked[index - 1]].done = true;
		return;
	}
	w->party.gathered->error = error;
	if (w->repetitions > 0)
		w->no_bulk = true;
	else if (named || w->n_asked == 1)
		drop(w, w->asked[named ? index - 1 : 0]);
	else
		w->single = true;
}

static void
on_good(struct manner *m)
{
	if (++m->good < GOOD_BEFORE_MORE)
		return;
	m->good = 0;
	if (m->varbinds < WALK_VARBINDS)
		m->varbinds++;
}

static void
on_answer(void *arg, const struct engine_end *end)
{
	const struct snmp_message *m = end->answer;
	struct walk *w = arg;

	if (m == NULL) {
		finish(w, WALK_SILENT);
		return;
	}
	if (w->party.gathered->rtt == 0)
		w->party.gathered->rtt = end->rtt;
	if (m->error_status == SNMP_TOO_BIG) {
		on_too_big(w);
	} else if (m->error_status != SNMP_NO_ERROR) {
		on_error(w, m->error_status, m->error_index);
	} else {
		on_good(w->party.manner);
		if (w->columns)
			take_rows(w, m->varbinds);
		else
			take_got(w, m->varbinds);
	}
	ask_more(w);
}

struct walk *
walk_start(const struct walk_party *party, const struct walk_list *list,
    walk_done *done, void *arg)
{
	struct walk *w = mem_new(1, sizeof(*w));

	w->party = *party;
	w->columns = list->columns;
	w->count = list->count;
	w->items = mem_new(list->count, sizeof(*w->items));
	for (size_t i = 0; i < w->count; i++)
		w->items[i].name = list->names[i];
	w->done = done;
	w->arg = arg;
	ask_more(w);
	return w;
}
