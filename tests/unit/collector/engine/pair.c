/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector/engine/pair.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/test.h"

static void
keep(void *arg, const struct address *to, const void *data, size_t len)
{
	struct pair *p = arg;

	(void)to;
	assert_true(p->count < PAIR_WIRE);
	buf_add(&p->sent[p->count++], data, len);
	p->total++;
}

void
pair_make_user(
    struct usm_user *u, enum usm_auth auth, enum usm_priv priv, char key)
{
	memset(u, 0, sizeof(*u));
	strcpy(u->name, "reader");
	u->auth = auth;
	u->priv = priv;
	memset(u->auth_ku, key, usm_key_len(auth));
	memset(u->priv_ku, key, priv == USM_PRIV_NONE ? 0 : usm_key_len(auth));
}

void
pair_use_time(struct pair *p, int64_t now)
{
	p->box.time += (int32_t)((now - p->now) / CLOCK_SECOND);
	p->now = now;
	clock_freeze(now);
}

void
pair_begin(struct pair *p, enum usm_auth auth, enum usm_priv priv)
{
	const struct engine_limits limits = { .window = 10,
		.timeout = CLOCK_SECOND };

	memset(p, 0, sizeof(*p));
	p->box =
	    (struct authority){ .id = { 0x80, 0, 0x1f, 0x88, 1, 10, 0, 0, 1 },
		    .id_len = 9,
		    .boots = 7,
		    .time = 4000 };
	p->now = 1000 * CLOCK_SECOND;
	clock_freeze(p->now);
	pair_make_user(&p->box.user, auth, priv, 'k');
	address_parse("127.1.0.1:161", &p->peer.address);
	p->peer.version = SNMP_V3;
	p->peer.security = security_new(&p->box.user);
	p->engine = engine_new(&limits, 42, keep, p);
}

void
pair_end(struct pair *p)
{
	for (size_t i = 0; i < p->count; i++)
		buf_free(&p->sent[i]);
	security_free(p->peer.security);
	engine_free(p->engine);
	clock_thaw();
}

void
pair_on_done(void *arg, const struct engine_end *how)
{
	struct pair *p = arg;

	p->answered += how->answer != NULL;
	p->unanswered += how->answer == NULL;
	p->end = *how;
	p->end.answer = NULL;
}

void
pair_ask(struct pair *p, int retries)
{
	struct engine_question q = { .pdu = SNMP_GET, .retries = retries };
	struct buf list = { 0 };

	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0));
	q.varbinds = (struct ber){ list.data, list.len };
	assert_int_equal(
	    engine_ask(p->engine, &p->peer, &q, pair_on_done, p, NULL), ERR_OK);
	buf_free(&list);
}

struct buf
pair_take(struct pair *p)
{
	struct buf first = p->sent[0];

	assert_true(p->count > 0);
	memmove(&p->sent[0], &p->sent[1], --p->count * sizeof(first));
	p->sent[p->count] = (struct buf){ 0 };
	return first;
}

void
pair_hear(struct pair *p, struct buf *datagram)
{
	engine_receive(p->engine, &p->peer.address, datagram->data,
	    datagram->len, clock_monotonic());
	buf_free(datagram);
}

/* The box answers what waits, one after the other. */
void
pair_deliver(struct pair *p)
{
	struct buf question, answer = { 0 };

	while (p->count > 0) {
		question = pair_take(p);
		authority_answer(&p->box, &question, &answer);
		pair_hear(p, &answer);
		buf_free(&question);
	}
}

/* Somebody answers the first that waits, and it is lost on its way. */
void
pair_forge(struct pair *p, enum usm_report r, const struct usm_keys *keys)
{
	struct buf question = pair_take(p), answer = { 0 };

	authority_report(&p->box, &question, r, keys, &answer);
	pair_hear(p, &answer);
	buf_free(&question);
}

void
pair_drop_all(struct pair *p)
{
	struct buf b;

	while (p->count > 0) {
		b = pair_take(p);
		buf_free(&b);
	}
}

void
pair_pass_time(struct pair *p, int64_t microseconds)
{
	int64_t until = p->now + microseconds;

	while (p->now < until) {
		p->now += ENGINE_TICK;
		clock_freeze(p->now);
		engine_tick(p->engine);
	}
}

void
pair_talk(struct pair *p)
{
	pair_ask(p, 2);
	while (engine_busy(p->engine)) {
		pair_deliver(p);
		pair_pass_time(p, ENGINE_TICK);
	}
}

const struct engine_counts *
pair_counts(const struct pair *p)
{
	return engine_counts(p->engine);
}
