/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/probe.h"

#include <stdlib.h>

#include "collector/engine/engine.h"
#include "collector/engine/security.h"
#include "collector/poll/plan.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/snmp.h"
#include "lib/wire/varbind.h"

/* So that one that answers slowly, for ever, is heard of all the same. */
#define PROBE_MAX (5 * CLOCK_MINUTE)

/* snmpEngineID.0 (RFC 3411) */
#define ENGINE_ID OID_OF(0x2b, 6, 1, 6, 3, 10, 2, 1, 1, 0)

struct probe {
	struct walk_party party;
	struct probe_hooks hooks;
	struct probe_result result;
	int retries; /* after a knock */
	int64_t began;
	struct walk *walk;
};

static void on_list(void *arg, enum walk_end end);
static void on_contact(void *arg, enum walk_end end);

void
probe_free(struct probe *p)
{
	if (p == NULL)
		return;
	walk_free(p->walk);
	buf_free(&p->result.gathered.varbinds);
	free(p);
}

static void
start_walk(struct probe *p, const struct walk_list *list, walk_done *done)
{
	walk_free(p->walk);
	p->walk = walk_start(&p->party, list, done, p);
}

static void
finish(struct probe *p, enum reading_outcome outcome)
{
	p->result.outcome = outcome;
	p->party.manner->said = p->result.gathered.varbinds.len;
	p->result.ended = clock_now();
	p->result.took = clock_monotonic() - p->began;
	walk_free(p->walk);
	p->walk = NULL;
	p->hooks.done(p->hooks.arg, &p->result);
}

/* How complete is what was said, when no question is left? */
static enum reading_outcome
judge(const struct gathered *g)
{
	if (g->varbinds.len == 0 && g->error != SNMP_NO_ERROR)
		return READING_REFUSED;
	if (g->cut || g->loops > 0 || g->dropped > 0)
		return READING_PARTIAL;
	return READING_ANSWERED;
}

static void
ask_next(struct probe *p)
{
	const struct walk_list *list;

	p->party.habit = NULL;
	list =
	    p->hooks.next(p->hooks.arg, &p->result.gathered, &p->party.habit);
	if (list == NULL)
		finish(p, judge(&p->result.gathered));
	else
		start_walk(p, list, on_list);
}

static void
on_list(void *arg, enum walk_end end)
{
	struct probe *p = arg;

	if (end == WALK_SILENT)
		finish(p, READING_PARTIAL);
	else
		ask_next(p);
}

/* Nothing at all, or a Report that our user, or our key, is not right? */
static enum reading_outcome
unheard(const struct gathered *g)
{
	return security_is_final(g->report) ? READING_REFUSED : READING_SILENT;
}

static void
on_knock(void *arg, enum walk_end end)
{
	struct probe *p = arg;

	if (end == WALK_SILENT) {
		finish(p, unheard(&p->result.gathered));
		return;
	}
	/* Only a sign of life: it will be asked again, with the rest. */
	buf_clear(&p->result.gathered.varbinds);
	p->party.retries = p->retries;
	start_walk(p, plan_contact(), on_contact);
}

/*
 * A signed answer says which engine it is of, even where snmpEngineID.0 is not
 * to be read: as if it had been.
 */
static void
note_engine(struct probe *p)
{
	struct buf *said = &p->result.gathered.varbinds;
	struct ber list = { said->data, said->len };
	struct varbind vb = { .oid = ENGINE_ID };
	struct security_engine e;
	struct varbind one;

	if (p->party.peer->version != SNMP_V3 ||
	    !security_engine(p->party.peer->security, &e))
		return;
	while (varbind_take(&list, &one) == ERR_OK) {
		if (oid_eq(one.oid, vb.oid))
			return;
	}
	vb.value = value_of_data(VALUE_STRING, e.id, e.len);
	varbind_add(said, &vb);
}

static void
on_contact(void *arg, enum walk_end end)
{
	struct probe *p = arg;

	if (end == WALK_SILENT) {
		finish(p,
		    p->result.gathered.rtt == 0 ? unheard(&p->result.gathered)
						: READING_PARTIAL);
		return;
	}
	if (judge(&p->result.gathered) == READING_REFUSED) {
		finish(p, READING_REFUSED);
		return;
	}
	note_engine(p);
	ask_next(p);
}

struct probe *
probe_start(const struct walk_party *party, bool is_knock,
    const struct probe_hooks *hooks)
{
	struct probe *p = mem_new(1, sizeof(*p));

	p->party = *party;
	p->party.gathered = &p->result.gathered;
	p->party.habit = NULL;
	p->retries = party->retries;
	p->hooks = *hooks;
	/* What it said is most often what it will say. */
	buf_reserve(&p->result.gathered.varbinds, party->manner->said);
	p->result.started = clock_now();
	p->began = clock_monotonic();
	p->party.until = p->began + PROBE_MAX;
	if (is_knock) {
		p->party.retries = 0;
		start_walk(p, plan_knock(), on_knock);
	} else {
		start_walk(p, plan_contact(), on_contact);
	}
	return p;
}

bool
probe_is_heard_out(const struct probe_result *r)
{
	const struct gathered *g = &r->gathered;

	return r->outcome == READING_ANSWERED ||
	    (r->outcome == READING_PARTIAL &&
		(g->cut || g->loops > 0 || g->dropped > 0));
}
