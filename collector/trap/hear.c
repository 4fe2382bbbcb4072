/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/hear.h"

#include <stdlib.h>
#include <string.h>

#include "collector/config.h"
#include "collector/datagrams.h"
#include "collector/due.h"
#include "collector/keys/keyring.h"
#include "collector/trap/inbox.h"
#include "collector/trap/link.h"
#include "collector/trap/roll.h"
#include "collector/trap/said.h"
#include "collector/trap/secure.h"
#include "collector/trap/seen.h"
#include "collector/trap/senders.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/trap_rules.h"
#include "lib/store/network/credential.h"

/* Two devices may share an address: ports tell them apart, but not here. */
enum { CANDIDATES_MAX = 8 };

struct hear {
	struct hear_with with;
	struct secure *secure;
	struct seen *seen;
	struct buf answer;
};

struct hear *
hear_new(const struct hear_with *with)
{
	struct hear *h = mem_new(1, sizeof(*h));

	h->with = *with;
	h->seen = seen_new();
	h->secure = secure_new(with->self, h->seen, with->clocks);
	return h;
}

void
hear_free(struct hear *h)
{
	if (h == NULL)
		return;
	secure_free(h->secure);
	seen_free(h->seen);
	buf_free(&h->answer);
	free(h);
}

void
hear_save(struct hear *h)
{
	struct buf text = { 0 };

	if (secure_print(h->secure, &text))
		inbox_note(h->with.inbox, h->with.clocks, text.data, text.len);
	buf_free(&text);
}

void
hear_use(struct hear *h, const struct trap_rules *rules)
{
	h->with.rules = rules;
}

/*
 * Whose it may be
 */

/* Once, and again after it was there. */
static void
tell_missing(const struct hear_socket *s, const int32_t *found, size_t i)
{
	const struct config_trap *c = s->section;

	if (!s->tells || found[i] != 0 ||
	    (s->credentials != NULL && s->credentials[i] == 0))
		return;
	log_warnx("%s:%u: credentials: there is no credential \"%s\", and "
		  "nobody is believed by it",
	    conf_file(c->where), conf_line_of(c->where, "credentials"),
	    c->credentials[i]);
}

void
hear_look(struct hear *h, struct hear_socket *s)
{
	const struct config_trap *c = s->section;
	int32_t *found;

	if (s->credentials != NULL &&
	    s->version == trap_link_version(h->with.link))
		return;
	s->version = trap_link_version(h->with.link);
	found = mem_new(c->credential_count + 1, sizeof(*found));
	for (size_t i = 0; i < c->credential_count; i++) {
		found[i] = trap_link_label(
		    h->with.link, c->tenant_id, c->credentials[i]);
		tell_missing(s, found, i);
	}
	free(s->credentials);
	s->credentials = found;
}

static void
add_credential(struct hear *h, struct said_by *by, int32_t credential_id)
{
	const struct keyring *keys = trap_link_keys(h->with.link);
	int32_t tenant = by->target->tenant_id;

	if (credential_id == 0 || by->count == SAID_CREDENTIALS_MAX)
		return;
	by->credentials[by->count] = keyring_find(keys, tenant, credential_id);
	by->users[by->count] = keyring_user(keys, tenant, credential_id);
	by->count++;
}

/* Those at that address, with all that they may prove themselves by. */
static size_t
find_candidates(struct hear *h, struct hear_socket *s, const struct address *a,
    struct said_by by[CANDIDATES_MAX])
{
	const struct config_trap *c = s->section;
	const struct target *t;
	size_t n;

	t = roll_find(
	    trap_link_roll(h->with.link), c->tenant_id, c->realm_id, a, &n);
	if (t == NULL)
		return 0;
	if (n > CANDIDATES_MAX)
		n = CANDIDATES_MAX;
	hear_look(h, s);
	for (size_t i = 0; i < n; i++) {
		by[i].target = &t[i];
		by[i].count = 0;
		add_credential(h, &by[i], t[i].credential_id);
		for (size_t k = 0; k < c->credential_count; k++)
			add_credential(h, &by[i], s->credentials[k]);
	}
	return n;
}

/* A relay's word for whose trap of SNMPv1 it is. */
static bool
is_relayed(const struct config_trap *c, const struct address *from,
    struct trap_pdu *pdu)
{
	struct address proxy;

	if (!pdu->is_v1 || memcmp(pdu->agent, "\0\0\0\0", 4) == 0)
		return false;
	for (size_t i = 0; i < c->proxy_count; i++) {
		if (address_parse(c->proxies[i], &proxy) == ERR_OK &&
		    address_same_host(&proxy, from))
			return true;
	}
	return false;
}

static struct address
agent_of(const struct trap_pdu *pdu)
{
	struct address agent = { .family = 4 };

	memcpy(agent.bytes, pdu->agent, sizeof(pdu->agent));
	return agent;
}

/*
 * SNMPv1 and SNMPv2c
 */

static enum belief
judge_community(struct hear *h, struct hear_socket *s, const struct datagram *d,
    const struct trap_message *m, struct said *out)
{
	struct said_by by[CANDIDATES_MAX];
	enum belief best = BELIEF_SOURCE;
	struct address whose = d->from;
	size_t n;

	if (is_relayed(s->section, &d->from, &out->pdu))
		whose = agent_of(&out->pdu);
	n = find_candidates(h, s, &whose, by);
	if (n > 0)
		out->target = by[0].target;
	for (size_t i = 0; i < n; i++) {
		enum belief b = belief_of_community(by[i].credentials,
		    by[i].count, m->community, m->community_len);

		if (b == BELIEVED && best == BELIEVED)
			return BELIEF_SOURCE; /* of two devices: of neither */
		if (b == BELIEVED)
			out->target = by[i].target;
		best = belief_better(best, b);
	}
	return best;
}

static enum belief
take_community(struct hear *h, struct hear_socket *s, const struct datagram *d,
    struct said *out)
{
	struct trap_message m;
	enum belief b;
	int rc;

	rc = trap_message_parse(d->data, d->len, &m);
	if (rc < 0)
		return rc == ERR_RANGE ? BELIEF_OTHER : BELIEF_MALFORMED;
	out->pdu = m.pdu;
	out->protocol = m.version == SNMP_V1 ? 1 : 2;
	b = judge_community(h, s, d, &m, out);
	if (b == BELIEVED && m.pdu.is_inform)
		out->again = seen_before(h->seen, out->target->device_id,
		    d->data, d->len, clock_monotonic());
	return b;
}

/* RFC 3416, 4.2.7: a Response with the same bindings. */
static void
build_answer(const struct datagram *d, const struct said *said, struct buf *out)
{
	struct trap_message m;

	if (trap_message_parse(d->data, d->len, &m) < 0)
		return;
	snmp_message_build(
	    &(struct snmp_message){
		.version = m.version,
		.community = m.community,
		.community_len = m.community_len,
		.pdu = SNMP_RESPONSE,
		.id = said->pdu.id,
		.varbinds = said->pdu.varbinds,
	    },
	    out, NULL);
}

/*
 * What is done with it
 */

static void
describe(const struct said *said, const struct hear_socket *s,
    const struct datagram *d, struct observation *obs)
{
	const struct trap_pdu *pdu = &said->pdu;

	*obs = (struct observation){ .kind = OBSERVATION_TRAP,
		.tenant_id = said->target->tenant_id,
		.realm_id = said->target->realm_id,
		.at = d->at,
		.trap = {
		    .device_id = said->target->device_id,
		    .from = d->from,
		    .protocol = said->protocol,
		    .level = said->level,
		    .listener = s->listener,
		    .uptime_cs = pdu->uptime_cs,
		    .oid = pdu->name,
		    .oid_len = pdu->name_len,
		    .engine_id = said->engine_id.data,
		    .engine_id_len = said->engine_id.len,
		    .varbinds = pdu->varbinds.data,
		    .varbinds_len = pdu->varbinds.len,
		} };
	if (pdu->is_inform)
		obs->trap.flags |= TRAP_INFORM;
	if (pdu->has_uptime)
		obs->trap.flags |= TRAP_UPTIME;
	if (!pdu->is_v1)
		return;
	obs->trap.agent = agent_of(pdu);
	obs->trap.enterprise = pdu->enterprise.data;
	obs->trap.enterprise_len = pdu->enterprise.len;
}

static void
make_due(struct hear *h, const struct said *said)
{
	const struct trap_rule *rule =
	    trap_rules_find(h->with.rules, trap_name(&said->pdu));

	if (rule == NULL || !trap_class_makes_due(rule->class))
		return;
	due_note(h->with.due, said->target->tenant_id, said->target->device_id,
	    trap_class_name(rule->class), clock_monotonic());
	trap_link_hurry(h->with.link);
}

/* False when there was no room for it: an inform will come again. */
static bool
keep(struct hear *h, const struct said *said, const struct hear_socket *s,
    const struct datagram *d)
{
	struct observation obs;

	if (said->again)
		return true;
	describe(said, s, d, &obs);
	if (!inbox_take(h->with.inbox, &obs))
		return false;
	trap_link_count(h->with.link, said->target->tenant_id);
	make_due(h, said);
	return true;
}

/* Of what could not even be read, the address is all that there is. */
static int32_t
device_of(const struct hear *h, const struct config_trap *c,
    const struct datagram *d, const struct said *said)
{
	const struct target *t = said->target;
	size_t n;

	if (t == NULL)
		t = roll_find(trap_link_roll(h->with.link), c->tenant_id,
		    c->realm_id, &d->from, &n);
	return t == NULL ? 0 : t->device_id;
}

static void
refuse(struct hear *h, const struct hear_socket *s, const struct datagram *d,
    const struct said *said, enum belief why)
{
	const struct config_trap *c = s->section;

	senders_count(h->with.senders, c->tenant_id, c->realm_id, &d->from, why,
	    device_of(h, c, d, said), d->at);
}

static bool
is_v3(const struct datagram *d)
{
	struct ber all = { d->data, d->len }, message;
	int64_t version;

	return ber_take_tag(&all, BER_SEQUENCE, &message) == ERR_OK &&
	    ber_take_int(&message, &version) == ERR_OK && version == SNMP_V3;
}

static void
take_secure(struct hear *h, struct hear_socket *s, const struct datagram *d)
{
	struct said_by by[CANDIDATES_MAX];
	struct said said = { .protocol = 3 };
	enum belief belief;
	size_t n;

	buf_clear(&h->answer);
	n = find_candidates(h, s, &d->from, by);
	belief = secure_take(h->secure, d, by, n, &said, &h->answer);
	if (belief != BELIEVED) {
		if (belief != BELIEFS)
			refuse(h, s, d, &said, belief);
		if (h->answer.len > 0)
			datagrams_answer(s->datagrams, d->way, h->answer.data,
			    h->answer.len);
	} else if (keep(h, &said, s, d) && said.pdu.is_inform) {
		inbox_answer(h->with.inbox, s->datagrams, d->way,
		    h->answer.data, h->answer.len);
	}
}

void
hear_datagram(
    struct hear *h, struct hear_socket *socket, const struct datagram *d)
{
	struct said said = { 0 };
	enum belief belief = BELIEF_MALFORMED;

	if (is_v3(d)) {
		take_secure(h, socket, d);
		return;
	}
	if (!d->cut)
		belief = take_community(h, socket, d, &said);
	if (belief != BELIEVED) {
		refuse(h, socket, d, &said, belief);
		return;
	}
	if (!keep(h, &said, socket, d) || !said.pdu.is_inform)
		return;
	buf_clear(&h->answer);
	build_answer(d, &said, &h->answer);
	inbox_answer(h->with.inbox, socket->datagrams, d->way, h->answer.data,
	    h->answer.len);
}
