/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/agent.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/name.h"
#include "tests/fleet/secure.h"

struct agent *
agent_new(const struct address *address, int64_t now)
{
	struct agent *a = mem_new(1, sizeof(*a));

	a->address = *address;
	a->clock = (struct agent_clock){
		.started = now, .booted = INT64_MIN, .restarted = INT64_MIN
	};
	return a;
}

void
agent_free(struct agent *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->growths; i++)
		buf_free(&a->growth[i].root);
	free(a->growth);
	faults_free(&a->faults);
	secure_free(a->secure);
	rows_free(a->own);
	free(a);
}

void
agent_reboot(struct agent *a, int64_t now)
{
	agent_restart(a, now);
	a->clock.booted = now;
}

void
agent_restart(struct agent *a, int64_t now)
{
	a->clock.restarted = now;
	a->clock.uptime = 0;
	a->clock.boots++;
}

void
agent_set_uptime(struct agent *a, int64_t uptime, int64_t now)
{
	a->clock.restarted = now;
	a->clock.uptime = uptime;
}

void
agent_grow(struct agent *a, struct buf *root, int64_t per_second)
{
	a->growth = mem_grow(a->growth, a->growths + 1, sizeof(*a->growth));
	a->growth[a->growths++] = (struct growth){ *root, per_second };
	*root = (struct buf){ 0 };
}

int
agent_set(struct agent *a, const void *binding, size_t len)
{
	if (a->own == NULL)
		a->own = rows_new();
	return rows_set(a->own, binding, len);
}

static struct oid
oid_in(const struct buf *b)
{
	return (struct oid){ b->data, b->len };
}

/* 1/100 s since the agent, or its host, started; wraps after 497 days. */
static uint32_t
ticks(const struct agent *a, struct oid oid, uint64_t recorded, int64_t now)
{
	const struct agent_clock *c = &a->clock;
	const int64_t tick = CLOCK_SECOND / 100;

	if (oid_eq(oid, NAME_HOST_UPTIME)) {
		if (c->booted != INT64_MIN)
			return (uint32_t)((now - c->booted) / tick);
	} else if (c->restarted != INT64_MIN) {
		return (uint32_t)((now - c->restarted + c->uptime) / tick);
	}
	return (uint32_t)(recorded + (uint64_t)((now - c->started) / tick));
}

static int64_t
engine_time(const struct agent *a, int64_t recorded, int64_t now)
{
	const struct agent_clock *c = &a->clock;

	if (c->restarted != INT64_MIN)
		return (now - c->restarted + c->uptime) / CLOCK_SECOND;
	return recorded + (now - c->started) / CLOCK_SECOND;
}

static void
grow(const struct agent *a, int64_t now, struct varbind *vb)
{
	uint64_t more;

	for (size_t i = 0; i < a->growths; i++) {
		if (!oid_is_within(vb->oid, oid_in(&a->growth[i].root)))
			continue;
		more = (uint64_t)(a->growth[i].per_second *
		    ((now - a->clock.started) / 1000) / 1000);
		vb->value.number += more;
		if (vb->value.type != VALUE_COUNTER64)
			vb->value.number = (uint32_t)vb->value.number;
	}
}

static bool
is_counter(uint8_t type)
{
	return type == VALUE_COUNTER32 || type == VALUE_COUNTER64;
}

/* What a recorded or set value is by now. */
static void
move(const struct agent *a, int64_t now, struct varbind *vb)
{
	struct value *v = &vb->value;

	if (v->type == VALUE_TICKS && !oid_eq(vb->oid, NAME_ENGINE_TIME))
		v->number = ticks(a, vb->oid, v->number, now);
	else if (v->type == VALUE_INTEGER && oid_eq(vb->oid, NAME_ENGINE_BOOTS))
		v->integer += a->clock.boots;
	else if (v->type == VALUE_INTEGER && oid_eq(vb->oid, NAME_ENGINE_TIME))
		v->integer = engine_time(a, v->integer, now);
	else if (is_counter(v->type))
		grow(a, now, vb);
}

static void
refresh(
    const struct agent *a, int64_t now, struct buf *scratch, struct row *row)
{
	struct ber list = { row->data, row->len };
	struct varbind vb;

	if (!row->moves && (a->growths == 0 || !is_counter(row->type)))
		return;
	if (varbind_take(&list, &vb) < 0)
		return;
	move(a, now, &vb);
	buf_clear(scratch);
	varbind_add(scratch, &vb);
	row->data = scratch->data;
	row->len = scratch->len;
}

static bool
find(const struct agent *a, struct oid oid, struct row *out)
{
	if (a->own != NULL && rows_get(a->own, oid, out))
		return out->type != VALUE_NULL;
	return a->recording != NULL && rows_get(a->recording, oid, out) &&
	    out->type != VALUE_NULL;
}

bool
agent_get(const struct agent *a, int64_t now, struct oid oid,
    struct buf *scratch, struct row *out)
{
	if (!find(a, oid, out))
		return false;
	refresh(a, now, scratch, out);
	return true;
}

static size_t
seek(const struct rows *r, struct oid oid, bool at)
{
	struct row row;
	size_t i;

	if (r == NULL)
		return 0;
	i = rows_find(r, oid);
	if (!at && i < rows_count(r)) {
		rows_at(r, i, &row);
		i += oid_eq(row.oid, oid);
	}
	return i;
}

void
agent_seek(const struct agent *a, struct oid oid, bool at, struct cursor *c)
{
	c->recorded = seek(a->recording, oid, at);
	c->own = seek(a->own, oid, at);
}

/* The nearer of two: what is set hides what is recorded. */
static bool
step(const struct agent *a, struct cursor *c, struct row *out)
{
	bool recorded =
	    a->recording != NULL && c->recorded < rows_count(a->recording);
	bool own = a->own != NULL && c->own < rows_count(a->own);
	struct row mine;
	int order = -1;

	if (recorded)
		rows_at(a->recording, c->recorded, out);
	if (own) {
		rows_at(a->own, c->own, &mine);
		order = recorded ? oid_cmp(out->oid, mine.oid) : 1;
	}
	if (order >= 0)
		*out = mine;
	c->own += order >= 0;
	c->recorded += recorded && order <= 0;
	return recorded || own;
}

bool
agent_next(const struct agent *a, int64_t now, bool counter64, struct cursor *c,
    struct buf *scratch, struct row *out)
{
	do {
		if (!step(a, c, out))
			return false;
		/* RFC 3584, 4.2.2.1: SNMPv1 has no Counter64. */
	} while (out->type == VALUE_NULL ||
	    (!counter64 && out->type == VALUE_COUNTER64));
	refresh(a, now, scratch, out);
	return true;
}

/* A number that stands in the recording, or was set; else 0. */
static int64_t
recorded_number(const struct agent *a, struct oid oid)
{
	struct varbind vb;
	struct ber list;
	struct row row;

	if (!find(a, oid, &row))
		return 0;
	list = (struct ber){ row.data, row.len };
	if (varbind_take(&list, &vb) < 0 || !value_is_number(&vb.value))
		return 0;
	return vb.value.integer;
}

int32_t
agent_engine_time(const struct agent *a, int64_t now)
{
	int64_t recorded = recorded_number(a, NAME_ENGINE_TIME);

	/* RFC 3411, 5: never below 0, whatever some agents say. */
	return (int32_t)engine_time(a, recorded > 0 ? recorded : 0, now);
}

int32_t
agent_engine_boots(const struct agent *a)
{
	int64_t recorded = recorded_number(a, NAME_ENGINE_BOOTS);

	/* RFC 3414, 2.2.2: an engine that runs was started once. */
	return (int32_t)((recorded > 0 ? recorded : 1) + a->clock.boots);
}

void
agent_set_boots(struct agent *a, int32_t boots)
{
	a->clock.boots += boots - agent_engine_boots(a);
}

uint32_t
agent_uptime(const struct agent *a, int64_t now)
{
	return ticks(a, NAME_SYS_UPTIME,
	    (uint64_t)recorded_number(a, NAME_SYS_UPTIME), now);
}
