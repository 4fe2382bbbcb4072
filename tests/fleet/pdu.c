/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/pdu.h"

#include "lib/base/err.h"
#include "lib/wire/snmp.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/agent.h"

enum { COLUMNS_MAX = 256, USUAL_LIST = 1500 };

/* An answer in the making. */
struct reply {
	const struct agent *agent;
	int64_t now;
	const struct snmp_message *question;
	struct buf list, scratch;
	size_t max; /* octets of list */
	int32_t error, index;
};

/* Where one column of a question is. */
struct column {
	struct oid name; /* the last one that was given */
	struct cursor at;
	bool again; /* this row was given once, and is given once more */
};

static struct oid
oid_in(const struct buf *b)
{
	return (struct oid){ b->data, b->len };
}

static void
fail(struct reply *r, int32_t error, size_t index)
{
	if (r->error != SNMP_NO_ERROR)
		return;
	r->error = error;
	r->index = (int32_t)index;
}

static bool
fails_at(const struct reply *r, struct oid oid)
{
	const struct faults_error *e = &r->agent->faults.error;

	return e->root.len > 0 && oid_is_within(oid, oid_in(&e->root)) &&
	    (!e->bulk_only || r->question->pdu == SNMP_GETBULK);
}

/* False when no more fits. */
static bool
put(struct reply *r, const struct row *row, size_t index)
{
	const struct faults_error *e = &r->agent->faults.error;

	if (fails_at(r, row->oid))
		fail(r, e->status != 0 ? e->status : SNMP_GEN_ERR,
		    e->no_index ? 0 : index);
	if (r->list.len + row->len > r->max)
		return false;
	buf_add(&r->list, row->data, row->len);
	return true;
}

static bool
put_missing(struct reply *r, struct oid oid, enum value_type why, size_t index)
{
	const struct varbind vb = { oid, { .type = why } };
	size_t before = r->list.len;

	if (r->question->version == SNMP_V1)
		fail(r, SNMP_NO_SUCH_NAME, index);
	varbind_add(&r->list, &vb);
	if (r->list.len <= r->max)
		return true;
	r->list.len = before;
	return false;
}

static const struct jump *
jump_from(const struct reply *r, struct oid oid)
{
	const struct faults_walk *f = &r->agent->faults.walk;

	for (size_t i = 0; i < f->n_jumps; i++) {
		if (oid_eq(oid, oid_in(&f->jumps[i].from)))
			return &f->jumps[i];
	}
	return NULL;
}

static void
jump(struct reply *r, const struct jump *j, struct column *c, struct row *out)
{
	struct oid to = oid_in(&j->to);

	if (!agent_get(r->agent, r->now, to, &r->scratch, out))
		*out = (struct row){
			.oid = to, .data = j->row.data, .len = j->row.len
		};
	agent_seek(r->agent, to, false, &c->at);
}

/* In GETBULK, an agent with this fault gives each row twice. */
static bool
is_again(struct reply *r, struct column *c, struct row *out)
{
	const struct buf *twice = &r->agent->faults.walk.twice;

	if (twice->len == 0 || !oid_is_within(c->name, oid_in(twice)))
		return false;
	c->again = !c->again;
	return c->again &&
	    agent_get(r->agent, r->now, c->name, &r->scratch, out);
}

static bool
next(struct reply *r, struct column *c, struct row *out)
{
	const struct jump *j = jump_from(r, c->name);

	if (r->question->pdu == SNMP_GETBULK && is_again(r, c, out))
		return true;
	if (j != NULL)
		jump(r, j, c, out);
	else if (!agent_next(r->agent, r->now, r->question->version != SNMP_V1,
		     &c->at, &r->scratch, out))
		return false;
	c->name = out->oid;
	return true;
}

static bool
put_next(struct reply *r, struct column *c, size_t index, bool *ended)
{
	struct row row;

	*ended = !next(r, c, &row);
	if (*ended)
		return put_missing(r, c->name, VALUE_END, index);
	return put(r, &row, index);
}

static void
begin_column(const struct reply *r, struct oid oid, struct column *c)
{
	/* It may be in the middle of a row that comes twice. */
	*c = (struct column){ .name = oid, .again = true };
	agent_seek(r->agent, oid, false, &c->at);
}

static bool
put_one(struct reply *r, struct oid oid, size_t index)
{
	struct column c;
	struct row row;
	bool ended;

	if (r->question->pdu == SNMP_GETNEXT) {
		begin_column(r, oid, &c);
		return put_next(r, &c, index, &ended);
	}
	if (!agent_get(r->agent, r->now, oid, &r->scratch, &row) ||
	    (r->question->version == SNMP_V1 && row.type == VALUE_COUNTER64))
		return put_missing(r, oid, VALUE_NO_INSTANCE, index);
	return put(r, &row, index);
}

static void
answer_get(struct reply *r)
{
	struct ber names = r->question->varbinds;
	struct varbind vb;
	bool fits = true;

	for (size_t i = 1; fits && varbind_take(&names, &vb) == ERR_OK; i++)
		fits = put_one(r, vb.oid, i);
	if (!fits)
		fail(r, SNMP_TOO_BIG, 0);
}

/* One row of all columns; false at the end of the answer. */
static bool
put_row(struct reply *r, struct column *c, size_t n)
{
	bool ended, all = true;

	for (size_t i = 0; i < n; i++) {
		if (!put_next(r, &c[i], i + 1, &ended))
			return false;
		all = all && ended;
	}
	/* RFC 3416, 4.2.3: nothing but ends; the answer may be shorter. */
	return !all || r->agent->faults.walk.end_fills;
}

static void
skip_row(struct reply *r, struct column *c, size_t n)
{
	struct row row;

	for (size_t i = 0; i < n; i++)
		(void)next(r, &c[i], &row);
}

/* RFC 3416, 4.2.3; an answer that is full ends early, and is still good. */
static void
answer_bulk(struct reply *r)
{
	const struct faults_walk *f = &r->agent->faults.walk;
	int32_t single = r->question->error_status,
		rows = r->question->error_index;
	struct ber list = r->question->varbinds;
	struct column c[COLUMNS_MAX];
	struct varbind vb;
	size_t n = 0, from = single > 0 ? (size_t)single : 0;
	bool fits = true, ended;

	if (f->bulk_max > 0 && rows > f->bulk_max) {
		fail(r, SNMP_TOO_BIG, 0);
		return;
	}
	while (n < COLUMNS_MAX && varbind_take(&list, &vb) == ERR_OK)
		begin_column(r, vb.oid, &c[n++]);
	from = from < n ? from : n;
	for (size_t i = 0; i < from && fits; i++)
		fits = put_next(r, &c[i], i + 1, &ended);
	for (int32_t row = 0; row < rows && from < n && fits; row++) {
		if (f->bulk_skips > 0 && rows > f->bulk_skips &&
		    row == f->bulk_skips)
			skip_row(r, c + from, n - from);
		else
			fits = put_row(r, c + from, n - from);
	}
	if (r->list.len == 0 && n > 0 && rows > 0)
		fail(r, SNMP_TOO_BIG, 0);
}

static void
add_pdu(const struct snmp_message *question, int32_t id, int32_t error,
    int32_t index, struct ber list, struct buf *out)
{
	const struct snmp_message m = { .version = question->version,
		.pdu = SNMP_RESPONSE,
		.id = id,
		.error_status = error,
		.error_index = index,
		.varbinds = list };

	snmp_message_add_pdu(&m, out, NULL);
}

void
pdu_refuse(const struct snmp_message *question, int32_t error, int32_t index,
    struct buf *out)
{
	add_pdu(question, question->id, error, index, question->varbinds, out);
}

/* RFC 3416, 4.2.1 and RFC 1157, 4.1.2: what an error carries. */
static struct ber
list_of(const struct reply *r)
{
	if (r->agent->faults.walk.empty ||
	    (r->error == SNMP_TOO_BIG && r->question->version != SNMP_V1))
		return (struct ber){ NULL, 0 };
	if (r->error != SNMP_NO_ERROR)
		return r->question->varbinds;
	return (struct ber){ r->list.data, r->list.len };
}

static int32_t
id_of(const struct reply *r)
{
	const struct faults_message *f = &r->agent->faults.message;
	int32_t id = r->question->id;

	if (f->id_bits > 0)
		id &= (1 << f->id_bits) - 1;
	return f->wrong == WRONG_ID ? id + 1 : id;
}

int
pdu_answer(const struct agent *a, int64_t now,
    const struct snmp_message *question, size_t max, struct buf *out)
{
	struct reply r = {
		.agent = a, .now = now, .question = question, .max = max
	};
	size_t from = out->len;

	(void)buf_extend(&r.list, max < USUAL_LIST ? max : USUAL_LIST);
	buf_clear(&r.list);
	if (question->pdu == SNMP_GETBULK && question->version != SNMP_V1)
		answer_bulk(&r);
	else if (question->pdu == SNMP_GET || question->pdu == SNMP_GETNEXT)
		answer_get(&r);
	else
		from = SIZE_MAX;
	if (from != SIZE_MAX) {
		add_pdu(
		    question, id_of(&r), r.error, r.index, list_of(&r), out);
		pdu_bend(a, out, from);
	}
	buf_free(&r.list);
	buf_free(&r.scratch);
	return from == SIZE_MAX ? ERR_NOTFOUND : ERR_OK;
}
