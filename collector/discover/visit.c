/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/security.h"
#include "collector/poll/plan.h"
#include "collector/poll/probe.h"
#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/wire/varbind.h"

struct visit {
	struct engine *engine;
	const struct visit_hooks *hooks;
	const struct range *range;
	struct offer offers[OFFERS_MAX];
	size_t count, next;        /* next: the one after that being tried */
	struct device device;      /* as the planner knows one */
	const struct plan *plan;   /* of the probe */
	size_t list;               /* of that, which is next */
	struct security *security; /* NULL until an engine is looked for */
	struct buf question;
	uint32_t ticket;
	bool asking, engine_there, answered, again;
	void *tag;
};

static void offer_next(struct visit *v);

struct visit *
visit_new(struct engine *engine, const struct visit_hooks *hooks,
    const struct address *to, const struct range *range)
{
	struct visit *v = mem_new(1, sizeof(*v));
	char name[ADDRESS_TEXT_MAX];

	v->engine = engine;
	v->hooks = hooks;
	v->range = range;
	v->device.peer.address = *to;
	v->device.name = mem_dup_str(address_format(to, name));
	return v;
}

static void
drop_secrets(struct visit *v)
{
	security_free(v->security);
	v->security = NULL;
	v->device.peer.security = NULL;
	box_wipe(v->device.community, sizeof(v->device.community));
}

void
visit_free(struct visit *v)
{
	if (v == NULL)
		return;
	if (v->asking)
		engine_cancel(v->engine, v->ticket);
	probe_free(v->device.probe);
	drop_secrets(v);
	buf_free(&v->question);
	free(v->device.name);
	free(v);
}

const struct address *
visit_address(const struct visit *v)
{
	return &v->device.peer.address;
}

const struct range *
visit_range(const struct visit *v)
{
	return v->range;
}

void
visit_set_range(struct visit *v, const struct range *range)
{
	v->range = range;
}

bool
visit_answered(const struct visit *v)
{
	return v->answered;
}

const struct offer *
visit_offer(const struct visit *v)
{
	return &v->offers[v->next - 1];
}

size_t
visit_engine_id(const struct visit *v, uint8_t id[32])
{
	struct security_engine e;

	if (v->security == NULL || !security_engine(v->security, &e))
		return 0;
	memcpy(id, e.id, e.len);
	return e.len;
}

void *
visit_tag(const struct visit *v)
{
	return v->tag;
}

void
visit_set_tag(struct visit *v, void *tag)
{
	v->tag = tag;
}

static void
finish(struct visit *v, const struct gathered *said)
{
	v->hooks->done(v->hooks->arg, v, said);
}

/*
 * Identity: it answered
 */

static const struct walk_list *
on_next(void *arg, const struct gathered *said, struct walk_habit **habit)
{
	struct visit *v = arg;

	(void)habit;
	if (v->plan == NULL)
		v->plan = v->hooks->choose(v->hooks->arg, &v->device, said);
	return v->plan == NULL ? NULL : plan_list(v->plan, v->list++);
}

static void
on_identity(void *arg, const struct probe_result *r)
{
	struct visit *v = arg;
	bool told = r->gathered.varbinds.len > 0;

	finish(v, told ? &r->gathered : NULL);
}

static void
ask_identity(struct visit *v)
{
	const struct walk_party party = { .engine = v->engine,
		.peer = &v->device.peer,
		.manner = &v->device.manner,
		.retries = 1 };
	const struct probe_hooks hooks = { on_next, on_identity, v };

	v->plan = NULL;
	v->list = 0;

	v->hooks->right(v->hooks->arg, v, v->offers[v->next - 1].credential_id);
	v->device.probe = probe_start(&party, false, &hooks);
}

/*
 * One question, to see whether somebody answers
 */

static void
knock(struct visit *v, int retries, engine_done *done)
{
	const struct walk_list *list = plan_knock();
	struct engine_question q = { .pdu = SNMP_GET, .retries = retries };

	buf_clear(&v->question);
	for (size_t i = 0; i < list->count; i++)
		varbind_add_name(&v->question, list->names[i]);
	q.varbinds = (struct ber){ v->question.data, v->question.len };
	v->asking = engine_ask(v->engine, &v->device.peer, &q, done, v,
			&v->ticket) == ERR_OK;
	/* More visits than slots: a limit of the one who starts them. */
	if (!v->asking)
		finish(v, NULL);
}

static bool
is_shut(const struct engine_end *end)
{
	return end->icmp == ENGINE_PORT_CLOSED ||
	    end->icmp == ENGINE_UNREACHABLE;
}

/* Something came that only an SNMP engine sends. */
static bool
is_sign(const struct engine_end *end)
{
	return end->answer != NULL || end->report != USM_REPORT_NONE ||
	    end->bad_mac || end->untimely;
}

/* The last question ended without an answer. */
static void
go_on(struct visit *v, const struct engine_end *end)
{
	v->answered |= is_sign(end) || end->icmp == ENGINE_PORT_CLOSED;
	if (is_shut(end))
		finish(v, NULL);
	else
		offer_next(v);
}

static void
on_community(void *arg, const struct engine_end *end)
{
	struct visit *v = arg;

	v->asking = false;
	if (end->answer == NULL) {
		go_on(v, end);
		return;
	}
	v->answered = true;
	ask_identity(v);
}

static void
on_user(void *arg, const struct engine_end *end)
{
	struct visit *v = arg;

	v->asking = false;
	if (end->answer != NULL) {
		v->answered = true;
		ask_identity(v);
	} else if (!is_sign(end) && !is_shut(end) && !v->again) {
		/* Lost on the way: it proved nothing to anybody. */
		v->again = true;
		security_retry(v->security);
		knock(v, 0, on_user);
	} else {
		go_on(v, end);
	}
}

static void
on_probe(void *arg, const struct engine_end *end)
{
	struct visit *v = arg;

	v->asking = false;
	v->engine_there = is_sign(end);
	go_on(v, end);
}

/*
 * What is offered
 */

static void
offer_community(struct visit *v, const struct visit_key *key)
{
	struct engine_peer *p = &v->device.peer;

	p->version = key->kind == OFFER_V1 ? SNMP_V1 : SNMP_V2C;
	p->security = NULL;
	snprintf(v->device.community, sizeof(v->device.community), "%s",
	    key->community);
	p->community = v->device.community;
	p->community_len = strlen(p->community);
	knock(v, 1, on_community);
}

static void
offer_user(struct visit *v, const struct usm_user *user)
{
	struct engine_peer *p = &v->device.peer;

	p->version = SNMP_V3;
	p->security = v->security;
	p->community_len = 0;
	security_use(v->security, user);
	security_retry(v->security);
	v->again = false;
	knock(v, 0, on_user);
}

static void
offer_next(struct visit *v)
{
	struct visit_key key;

	while (v->next < v->count) {
		const struct offer *o = &v->offers[v->next++];

		if (o->kind <= OFFER_USER && !v->engine_there)
			continue;
		if (o->kind <= OFFER_USER) {
			v->hooks->ask_may(v->hooks->arg, v, o->credential_id);
			return;
		}
		if (!v->hooks->key(v->hooks->arg, o->credential_id, &key))
			continue;
		offer_community(v, &key);
		return;
	}
	finish(v, NULL);
}

void
visit_may(struct visit *v, bool may)
{
	const struct offer *o = &v->offers[v->next - 1];
	struct visit_key key;

	if (may && v->hooks->key(v->hooks->arg, o->credential_id, &key) &&
	    key.user != NULL)
		offer_user(v, key.user);
	else
		offer_next(v);
}

/* Without a user: it finds out whether there is an engine, and which. */
static void
look_for_engine(struct visit *v)
{
	const struct usm_user nobody = { 0 };

	v->security = security_new(&nobody);
	v->device.peer.version = SNMP_V3;
	v->device.peer.security = v->security;
	knock(v, 1, on_probe);
}

static void
collect_offers(struct visit *v)
{
	struct visit_key key;

	for (size_t i = 0; i < v->range->credentials; i++) {
		int id = v->range->credential[i];

		if (v->hooks->key(v->hooks->arg, id, &key))
			v->offers[v->count++] = (struct offer){ key.kind, id };
	}
	offer_sort(v->offers, v->count);
}

void
visit_start(struct visit *v, int rows)
{
	v->device.manner =
	    (struct manner){ .varbinds = WALK_VARBINDS, .rows = rows };
	collect_offers(v);
	if (v->count > 0 && v->offers[0].kind <= OFFER_USER)
		look_for_engine(v);
	else
		offer_next(v);
}
