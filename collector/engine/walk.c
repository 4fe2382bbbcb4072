/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/walk.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/engine.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"

enum {
	GOOD_BEFORE_MORE = 100,
	VARBIND_LEN = 28, /* while nothing is known of a table */
	HABIT_COLUMNS = 16,
	LEARNT_MAX = 0x7fff, /* octets of a binding: 15 bits */
};

/* One name to be got, or one column. */
struct item {
	struct oid name;
	struct oid last; /* column: the name that it is at; at first its own */
	unsigned rows;
	bool done;
};

struct walk {
	struct walk_party party;
	struct walk_list list;
	bool columns;
	struct item *items;
	size_t count;
	struct buf places, spare; /* names that columns are at */
	unsigned rows_max;        /* that a column has; 0: not known */
	size_t varbind_len;       /* of the last answer */
	unsigned faults;          /* of this poll before this walk */
	bool asked_one;
	walk_done *done;
	void *arg;
	uint32_t ticket;
	struct engine_waiter waiter; /* while all slots are in use */
	unsigned questions;
	bool single;  /* genErr without an index: one item at a time */
	bool no_bulk; /* genErr on GETBULK: GETNEXT from here on */

	/* The question that is out. */
	size_t asked[WALK_VARBINDS]; /* items */
	size_t n_asked;
	int repetitions;  /* 0: GET or GETNEXT */
	struct buf names; /* as built; kept for the next */
};

static void ask_more(struct walk *w);

void
walk_free(struct walk *w)
{
	if (w == NULL)
		return;
	engine_cancel(w->party.engine, w->ticket);
	ring_take(&w->waiter.link);
	buf_free(&w->places);
	buf_free(&w->spare);
	buf_free(&w->names);
	free(w->items);
	free(w);
}

/* The longest column; none: those without any row, as bits. */
static unsigned
count_rows(const struct walk *w, unsigned *none)
{
	unsigned most = 0;

	*none = 0;
	for (size_t i = 0; i < w->count; i++) {
		most = w->items[i].rows > most ? w->items[i].rows : most;
		if (i < HABIT_COLUMNS && w->items[i].rows == 0)
			*none |= 1U << i;
	}
	return most;
}

static unsigned
faults_of(const struct gathered *g)
{
	return g->loops + g->dropped + g->cut;
}

/* Only a table that was walked to its end, and without faults, is known. */
static void
learn(struct walk *w)
{
	struct walk_habit *h = w->party.habit;
	bool clean = faults_of(w->party.gathered) == w->faults;
	unsigned rows, none;

	rows = count_rows(w, &none);
	h->varbind_len =
	    (w->varbind_len < LEARNT_MAX ? w->varbind_len : LEARNT_MAX) &
	    LEARNT_MAX;
	if (h->known) {
		h->known = clean && rows == h->rows;
		return;
	}
	h->none = (uint16_t)none;
	h->rows = (uint16_t)rows;
	h->known = clean && rows <= UINT16_MAX;
}

static void
finish(struct walk *w, enum walk_end end)
{
	if (w->party.habit != NULL && w->columns && end == WALK_DONE)
		learn(w);
	w->done(w->arg, end);
}

static void
drop(struct walk *w, size_t item)
{
	w->items[item].done = true;
	w->party.gathered->dropped++;
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
			varbind_add_name(list, item->last);
	}
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* As many as fit in an answer, but not beyond the last one that is known. */
static int
rows_of(const struct walk *w)
{
	int rows = w->party.manner->varbinds / (int)w->n_asked;
	unsigned done = UINT_MAX;

	rows = least(rows, w->party.manner->rows);
	rows = least(rows, WALK_OCTETS / (int)(w->varbind_len * w->n_asked));
	for (size_t i = 0; w->rows_max > 0 && i < w->n_asked; i++) {
		const struct item *item = &w->items[w->asked[i]];

		done = item->rows < done ? item->rows : done;
	}
	if (done < w->rows_max)
		rows = least(rows, (int)(w->rows_max - done));
	return rows > 1 ? rows : 1;
}

/* All of the list for the first time, in the way that its bytes are made. */
static bool
is_ready(const struct walk *w)
{
	return !w->asked_one && w->list.ready.len > 0 &&
	    w->n_asked == w->count && (w->columns || !asks_for_next(w));
}

static void on_answer(void *arg, const struct engine_end *end);

static void
ask(void *arg)
{
	struct walk *w = arg;
	struct engine_question q = { .retries = w->party.retries };

	w->repetitions = 0;
	q.pdu = SNMP_GET;
	if (asks_for_next(w)) {
		q.pdu = SNMP_GETNEXT;
	} else if (w->columns) {
		q.pdu = SNMP_GETBULK;
		w->repetitions = q.max_repetitions = rows_of(w);
	}
	if (is_ready(w)) {
		q.varbinds = w->list.ready;
	} else {
		buf_clear(&w->names);
		add_names(w, &w->names);
		q.varbinds = (struct ber){ w->names.data, w->names.len };
	}
	w->asked_one = true;
	if (engine_ask(w->party.engine, w->party.peer, &q, on_answer, w,
		&w->ticket) < 0)
		engine_wait(w->party.engine, &w->waiter);
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

/* Keeps the octets of bindings as they came. */
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
	int rc;

	for (size_t i = 0; i < w->n_asked; i++, from = list.data) {
		item = &w->items[w->asked[i]];
		rc = varbind_take(&list, &vb);
		if (rc == ERR_RANGE) {
			drop(w, w->asked[i]);
			continue;
		}
		if (rc < 0) {
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

/* The same but for a larger number at its end; valid, when last is. */
static bool
is_neighbour(struct oid name, struct oid last)
{
	size_t n = last.len - 1;

	return name.len == last.len && name.data[n] < 0x80 &&
	    name.data[n] > last.data[n] && memcmp(name.data, last.data, n) == 0;
}

/* Both stand below root: what that many names begin with is not compared. */
static bool
is_behind(struct oid name, struct oid last, struct oid root)
{
	const struct oid index = { name.data + root.len, name.len - root.len };
	const struct oid before = { last.data + root.len, last.len - root.len };

	return oid_cmp(index, before) > 0;
}

/* Is this the next row of a column? If not, the column has ended. */
static bool
is_next_row(struct walk *w, struct item *item, const struct varbind *vb)
{
	bool is_near = item->rows > 0 && is_neighbour(vb->oid, item->last);

	/* Nothing can be asked after a name that no message holds. */
	if (!is_near && !oid_is_valid(vb->oid)) {
		w->party.gathered->loops++;
		return false;
	}
	if (vb->value.type == VALUE_END ||
	    (!is_near && !oid_is_within(vb->oid, item->name)))
		return false;
	if (!is_near && !is_behind(vb->oid, item->last, item->name)) {
		w->party.gathered->loops++;
		return false;
	}
	if (item->rows++ >= WALK_ROWS_MAX) {
		w->party.gathered->cut = true;
		return false;
	}
	return true;
}

/* Is what came for a column to be kept? */
static bool
take_row(struct walk *w, struct item *item, const struct varbind *vb)
{
	if (item->done)
		return false;
	if (!is_next_row(w, item, vb)) {
		item->done = true;
		return false;
	}
	item->last = vb->oid;
	item->done = w->rows_max > 0 && item->rows >= w->rows_max;
	return value_is_real(&vb->value);
}

/*
 * The next questions begin there, and the answer at hand is gone by then: all
 * names together, next to each other.
 */
static void
keep_places(struct walk *w)
{
	struct buf before = w->places;
	size_t len = 0;

	for (size_t i = 0; i < w->count; i++)
		len += w->items[i].last.len;
	w->places = w->spare;
	w->spare = before;
	buf_clear(&w->places);
	buf_reserve(&w->places, len); /* so that it does not move */
	for (size_t i = 0; i < w->count; i++) {
		struct item *item = &w->items[i];
		uint8_t *place;

		if (item->done || item->last.data == item->name.data)
			continue;
		place = buf_extend(&w->places, item->last.len);
		memcpy(place, item->last.data, item->last.len);
		item->last.data = place;
	}
}

static void
take_rows(struct walk *w, struct ber list)
{
	const uint8_t *from = list.data; /* what is kept, in one piece */
	const uint8_t *at = from;
	size_t len = list.len, i = 0, column = 0;
	struct varbind vb;

	if (list.len == 0)
		drop(w, w->asked[0]); /* no error and no answer: no end */
	for (; varbind_take_any(&list, &vb) == ERR_OK; at = list.data, i++) {
		struct item *item = &w->items[w->asked[column]];

		column = column + 1 < w->n_asked ? column + 1 : 0;
		if (take_row(w, item, &vb))
			continue;
		gather(w, from, at);
		from = list.data;
	}
	gather(w, from, at);
	keep_places(w);
	if (i > 0)
		w->varbind_len = (len + i - 1) / i;
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
		w->party.gathered->report = end->report;
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

/* What is known not to be there is not asked for. */
static void
use_habit(struct walk *w)
{
	const struct walk_habit *h = w->party.habit;

	w->varbind_len = VARBIND_LEN;
	w->faults = faults_of(w->party.gathered);
	if (h == NULL)
		return;
	if (h->varbind_len > 0)
		w->varbind_len = h->varbind_len;
	if (!h->known)
		return;
	w->rows_max = h->rows;
	for (size_t i = 0; i < w->count && i < HABIT_COLUMNS; i++)
		w->items[i].done = (h->none & 1U << i) != 0;
}

struct walk *
walk_start(const struct walk_party *party, const struct walk_list *list,
    walk_done *done, void *arg)
{
	struct walk *w = mem_new(1, sizeof(*w));

	w->party = *party;
	w->list = *list;
	w->columns = list->columns;
	w->count = list->count;
	w->items = mem_new(list->count, sizeof(*w->items));
	for (size_t i = 0; i < w->count; i++)
		w->items[i].name = w->items[i].last = list->names[i];
	w->done = done;
	w->arg = arg;
	w->waiter = (struct engine_waiter){ .ready = ask, .arg = w };
	ring_reset(&w->waiter.link);
	use_habit(w);
	ask_more(w);
	return w;
}
