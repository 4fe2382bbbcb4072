/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/secure.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/agent.h"
#include "tests/fleet/pdu.h"

enum {
	ROOM_FOR_HEAD = 160, /* around a list, with all parameters of USM */
	LONG_AGO = 3600,
};

struct account {
	const struct usm_user *user;
	struct usm_keys *keys; /* made when they are first needed */
};

struct context {
	char name[SNMP3_NAME_MAX + 1];
	const struct rows *rows;
};

struct secure {
	uint8_t own_id[SNMP3_ENGINE_MAX], id[SNMP3_ENGINE_MAX];
	size_t own_len, id_len;
	struct account *accounts;
	size_t n_accounts;
	struct context *contexts;
	size_t n_contexts;
	uint64_t salt;
	uint32_t counters[USM_REPORTS];
};

struct secure *
secure_new(const struct address *address)
{
	static const uint8_t net_snmp[] = { 0x80, 0, 0x1f, 0x88 };
	struct secure *s = mem_new(1, sizeof(*s));
	size_t len = address->family == 6 ? 16 : 4, n = sizeof(net_snmp);

	memcpy(s->own_id, net_snmp, n);
	s->own_id[n++] = address->family == 6 ? 2 : 1;
	memcpy(s->own_id + n, address->bytes, len);
	n += len;
	if (address->port != 0) { /* several at one address */
		s->own_id[4] = 5; /* octets, as its maker likes */
		s->own_id[n++] = (uint8_t)(address->port >> 8);
		s->own_id[n++] = (uint8_t)address->port;
	}
	s->own_len = n;
	secure_set_engine(s, NULL, 0);
	return s;
}

static void
forget_keys(struct account *a)
{
	free(a->keys);
	a->keys = NULL;
}

void
secure_free(struct secure *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_accounts; i++)
		forget_keys(&s->accounts[i]);
	free(s->accounts);
	free(s->contexts);
	free(s);
}

void
secure_set_engine(struct secure *s, const void *id, size_t len)
{
	if (len == 0) {
		id = s->own_id;
		len = s->own_len;
	}
	memcpy(s->id, id, len);
	s->id_len = len;
	for (size_t i = 0; i < s->n_accounts; i++)
		forget_keys(&s->accounts[i]);
}

struct ber
secure_engine(const struct secure *s)
{
	return (struct ber){ s->id, s->id_len };
}

uint64_t
secure_salt(struct secure *s)
{
	return ++s->salt;
}

static struct account *
account_of(const struct secure *s, const void *name, size_t len)
{
	const char *own;

	for (size_t i = 0; i < s->n_accounts; i++) {
		own = s->accounts[i].user->name;
		if (strlen(own) == len && memcmp(own, name, len) == 0)
			return &s->accounts[i];
	}
	return NULL;
}

void
secure_drop_user(struct secure *s, const char *name)
{
	struct account *a = account_of(s, name, strlen(name));

	if (a == NULL)
		return;
	forget_keys(a);
	*a = s->accounts[--s->n_accounts];
}

void
secure_add_user(struct secure *s, const struct usm_user *u)
{
	secure_drop_user(s, u->name);
	s->accounts =
	    mem_grow(s->accounts, s->n_accounts + 1, sizeof(*s->accounts));
	s->accounts[s->n_accounts++] = (struct account){ .user = u };
}

const struct usm_user *
secure_find_user(const struct secure *s, const char *name)
{
	struct account *a = account_of(s, name, strlen(name));

	return a == NULL ? NULL : a->user;
}

void
secure_add_context(struct secure *s, const char *name, const struct rows *rows)
{
	struct context c = { .rows = rows };

	memcpy(c.name, name, strnlen(name, SNMP3_NAME_MAX));
	s->contexts =
	    mem_grow(s->contexts, s->n_contexts + 1, sizeof(*s->contexts));
	s->contexts[s->n_contexts++] = c;
}

static const struct usm_keys *
keys_of(const struct secure *s, struct account *a)
{
	if (a->keys != NULL)
		return a->keys;
	a->keys = mem_new(1, sizeof(*a->keys));
	if (usm_localise(a->user, secure_engine(s), a->keys) < 0)
		forget_keys(a);
	return a->keys;
}

const struct usm_keys *
secure_keys(struct secure *s, const struct usm_user *u)
{
	struct account *a = account_of(s, u->name, strlen(u->name));

	return a == NULL ? NULL : keys_of(s, a);
}

/* One request on its way through RFC 3414, 3.2. */
struct visit {
	struct agent *agent;
	struct secure *secure;
	int64_t now;
	struct snmp3_message m;
	struct account *account;
	struct snmp3_scoped scoped;
	struct buf plain;
	struct agent view; /* the agent as its context shows it */
};

static struct snmp3_message
head_of(const struct visit *v, uint8_t flags)
{
	int bits = v->agent->faults.message.msg_id_bits;

	return (struct snmp3_message){
		.id = bits > 0 ? v->m.id & ((1 << bits) - 1) : v->m.id,
		.max_size = SNMP_MESSAGE_MAX,
		.flags = flags,
		.engine_id = secure_engine(v->secure),
		.boots = agent_engine_boots(v->agent),
		.time = agent_engine_time(v->agent, v->now),
		.user = v->m.user
	};
}

static int
send_message(const struct visit *v, const struct snmp3_message *head,
    struct ber engine, struct ber context, struct ber pdu, struct buf *out)
{
	static const struct usm_user nobody;
	struct buf scoped = { 0 };
	int rc;

	snmp3_build_scoped(engine, context, pdu, &scoped);
	rc = usm_build(head, v->account == NULL ? &nobody : v->account->user,
	    v->account == NULL ? NULL : v->account->keys,
	    secure_salt(v->secure), (struct ber){ scoped.data, scoped.len },
	    out);
	buf_free(&scoped);
	return rc;
}

/* RFC 3412, 7.1.3: the request-id, where it can be read. */
static int32_t
request_id(const struct visit *v)
{
	struct snmp3_scoped scoped;

	if ((v->m.flags & SNMP3_PRIV) != 0 ||
	    snmp3_parse_scoped(v->m.data, &scoped) < 0)
		return 0;
	return scoped.pdu.id;
}

static int
report(struct visit *v, enum usm_report why, struct buf *out)
{
	/* RFC 3414, 3.2.7 a: only the wrong time is signed. */
	uint8_t flags = why == USM_REPORT_WINDOW &&
		v->agent->faults.message.always == USM_REPORT_NONE
	    ? SNMP3_AUTH
	    : 0;
	struct snmp3_message head = head_of(v, flags);
	struct buf list = { 0 }, pdu = { 0 };
	struct snmp_message m = {
		.version = SNMP_V3, .pdu = SNMP_REPORT, .id = request_id(v)
	};
	int rc = ERR_NOTFOUND;

	if (v->agent->faults.message.no_reports ||
	    (v->m.flags & SNMP3_REPORTABLE) == 0)
		return rc;
	usm_report_add(why, ++v->secure->counters[why], &list);
	m.varbinds = (struct ber){ list.data, list.len };
	snmp_message_add_pdu(&m, &pdu, NULL);
	rc = send_message(v, &head, secure_engine(v->secure),
	    (struct ber){ NULL, 0 }, (struct ber){ pdu.data, pdu.len }, out);
	buf_free(&list);
	buf_free(&pdu);
	return rc;
}

/* RFC 3414, 3.2, 3 to 8: what is wrong with the message? */
static enum usm_report
judge(struct visit *v)
{
	const struct usm_user *u;

	if (v->m.engine_id.len != v->secure->id_len ||
	    memcmp(v->m.engine_id.data, v->secure->id, v->secure->id_len) != 0)
		return USM_REPORT_ENGINE;
	v->account = account_of(v->secure, v->m.user.data, v->m.user.len);
	if (v->account == NULL)
		return USM_REPORT_USER;
	u = v->account->user;
	if ((v->m.flags & SNMP3_LEVEL & ~usm_level(u)) != 0)
		return USM_REPORT_LEVEL;
	if (usm_level(u) != 0 && keys_of(v->secure, v->account) == NULL)
		return USM_REPORT_LEVEL;
	if ((v->m.flags & SNMP3_AUTH) == 0)
		return USM_REPORT_NONE;
	if (usm_check(&v->m, u->auth, v->account->keys) < 0)
		return USM_REPORT_DIGEST;
	if (!usm_is_timely(agent_engine_boots(v->agent),
		agent_engine_time(v->agent, v->now), v->m.boots, v->m.time))
		return USM_REPORT_WINDOW;
	return USM_REPORT_NONE;
}

/* RFC 3413, 3.2: is it for us, and for a context that we have? */
static enum usm_report
enter(struct visit *v)
{
	struct ber name = v->scoped.context;
	struct secure *s = v->secure;

	v->view = *v->agent;
	if (v->scoped.engine_id.len != s->id_len ||
	    memcmp(v->scoped.engine_id.data, s->id, s->id_len) != 0)
		return USM_REPORT_HANDLER;
	if (name.len == 0)
		return USM_REPORT_NONE;
	for (size_t i = 0; i < s->n_contexts; i++) {
		if (strlen(s->contexts[i].name) != name.len ||
		    memcmp(s->contexts[i].name, name.data, name.len) != 0)
			continue;
		if (s->contexts[i].rows != NULL) {
			v->view.recording = s->contexts[i].rows;
			v->view.own = NULL;
		}
		return USM_REPORT_NONE;
	}
	return USM_REPORT_CONTEXT;
}

static struct ber
text(const char *s)
{
	return (struct ber){ (const uint8_t *)s, strlen(s) };
}

/* What does not belong in the answer. */
static void
twist(const struct visit *v, struct snmp3_message *head, struct ber *engine,
    struct ber *context)
{
	static const uint8_t other[] = { 0x80, 0, 0x1f, 0x88, 4, 'o' };

	switch (v->agent->faults.message.wrong) {
	case WRONG_MSG_ID:
		head->id++;
		break;
	case WRONG_LEVEL:
		head->flags = 0;
		break;
	case WRONG_USER:
		head->user = text("somebody");
		break;
	case WRONG_ENGINE:
		head->engine_id = (struct ber){ other, sizeof(other) };
		break;
	case WRONG_CONTEXT:
		*context = text("elsewhere");
		break;
	case WRONG_CONTEXT_ENGINE:
		*engine = (struct ber){ other, sizeof(other) };
		break;
	case WRONG_TIME:
		head->time -= head->time > LONG_AGO ? LONG_AGO : head->time;
		break;
	case WRONG_BOOTS:
		head->boots--;
		break;
	default:
		break;
	}
}

/* The octets of the MAC are changed where they stand. */
static void
break_digest(const struct visit *v, struct buf *out, size_t from)
{
	struct snmp3_message m;

	if (v->agent->faults.message.wrong != WRONG_DIGEST ||
	    snmp3_parse(out->data + from, out->len - from, &m) < 0 ||
	    m.mac.len == 0)
		return;
	out->data[m.mac.data - out->data] ^= 1;
}

static size_t
room(const struct visit *v)
{
	size_t max = v->agent->faults.message_max;

	if (max == 0 || max > (size_t)v->m.max_size)
		max = (size_t)v->m.max_size;
	return max > ROOM_FOR_HEAD ? max - ROOM_FOR_HEAD : 0;
}

static int
respond(struct visit *v, struct buf *out)
{
	struct snmp3_message head = head_of(v, v->m.flags & SNMP3_LEVEL);
	struct ber engine = secure_engine(v->secure),
		   context = v->scoped.context;
	struct buf pdu = { 0 };
	size_t from = out->len;
	int rc = ERR_OK;

	/* RFC 3415: who may more than this level asks, is shown nothing. */
	if ((v->m.flags & SNMP3_LEVEL) != usm_level(v->account->user))
		pdu_refuse(&v->scoped.pdu, SNMP_AUTHORIZATION, 0, &pdu);
	else
		rc =
		    pdu_answer(&v->view, v->now, &v->scoped.pdu, room(v), &pdu);
	if (rc == ERR_OK) {
		twist(v, &head, &engine, &context);
		rc = send_message(v, &head, engine, context,
		    (struct ber){ pdu.data, pdu.len }, out);
	}
	if (rc == ERR_OK) {
		break_digest(v, out, from);
		pdu_spoil(v->agent, out, from);
	}
	buf_free(&pdu);
	return rc;
}

static int
visit(struct visit *v, struct buf *out)
{
	enum usm_report why = v->agent->faults.message.always;
	int rc;

	if (why == USM_REPORT_NONE || v->m.engine_id.len == 0)
		why = judge(v);
	if (why != USM_REPORT_NONE)
		return report(v, why, out);
	rc = usm_read(&v->m, v->account->user->priv, v->account->keys,
	    &v->plain, &v->scoped);
	if (rc == ERR_DENIED || (rc < 0 && (v->m.flags & SNMP3_PRIV) != 0))
		return report(v, USM_REPORT_DECRYPT, out);
	if (rc < 0)
		return ERR_NOTFOUND;
	why = enter(v);
	return why != USM_REPORT_NONE ? report(v, why, out) : respond(v, out);
}

int
secure_answer(struct agent *a, int64_t now, const void *request, size_t len,
    struct buf *out)
{
	struct visit v = { .agent = a, .secure = a->secure, .now = now };
	int rc;

	if (a->secure == NULL || snmp3_parse(request, len, &v.m) < 0)
		return ERR_NOTFOUND;
	rc = visit(&v, out);
	buf_free(&v.plain);
	return rc;
}

int
secure_forge(struct agent *a, int64_t now, const void *request, size_t len,
    enum usm_report why, struct buf *out)
{
	struct visit v = { .agent = a, .secure = a->secure, .now = now };
	enum usm_report always = a->faults.message.always;
	int rc;

	if (a->secure == NULL || snmp3_parse(request, len, &v.m) < 0)
		return ERR_NOTFOUND;
	a->faults.message.always = why; /* so that it is not signed */
	rc = report(&v, why, out);
	a->faults.message.always = always;
	return rc;
}
