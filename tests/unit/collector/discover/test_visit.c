/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/visit.h"

#include <stdio.h>
#include <string.h>

#include "collector/engine/walk.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/range.h"
#include "lib/wire/snmp3.h"
#include "lib/wire/usm.h"
#include "tests/fleet/secure.h"
#include "tests/unit/collector/engine/fake.h"
#include "tests/unit/test.h"

static const char recording[] = "1.3.6.1.2.1.1.1.0|4|A box of ours\n"
				"1.3.6.1.2.1.1.3.0|67|4200\n"
				"1.3.6.1.2.1.1.5.0|4|box\n";

enum { WEAK = 1, STRONG = 2, GUEST = 3, LAN = 4, OLD = 5 };

struct look {
	struct fake fake;
	struct range range;
	struct usm_user weak, strong;
	struct buf heard; /* what was sent, each kind once in a row */
	char last[64];
	unsigned proofs; /* signed messages */
	unsigned asked;  /* whether one may be */
	bool may, right, done, told, answered;
	int credential;
	int lose, losing; /* datagrams after it was asked whether it may */
};

/*
 * The wire
 */

static void
hear(struct look *l, const struct buf *datagram)
{
	struct snmp3_message secured;
	struct snmp_message m;
	char line[64];

	if (snmp_message_parse(datagram->data, datagram->len, &m) == ERR_OK) {
		snprintf(line, sizeof(line), "%s %.*s",
		    m.version == SNMP_V1 ? "v1" : "v2c", (int)m.community_len,
		    (const char *)m.community);
	} else {
		assert_int_equal(ERR_OK,
		    snmp3_parse(datagram->data, datagram->len, &secured));
		snprintf(line, sizeof(line), "v3 %.*s", (int)secured.user.len,
		    (const char *)secured.user.data);
		l->proofs += !l->right && (secured.flags & SNMP3_AUTH) != 0;
	}
	if (strcmp(line, l->last) != 0)
		buf_printf(
		    &l->heard, "%s%s", l->heard.len > 0 ? ", " : "", line);
	snprintf(l->last, sizeof(l->last), "%s", line);
}

/* The oldest datagram gets there, or not. */
static bool
deliver(struct look *l)
{
	bool *silent = &l->fake.agent->faults.way.silent, was = *silent;
	bool delivered;

	if (l->fake.count == 0)
		return false;
	hear(l, &l->fake.sent[0]);
	*silent |= l->losing > 0;
	l->losing -= l->losing > 0;
	delivered = fake_deliver(&l->fake);
	*silent = was;
	return delivered;
}

static void
run(struct look *l)
{
	while (engine_busy(l->fake.engine)) {
		if (!deliver(l))
			fake_wait(&l->fake, ENGINE_TICK);
	}
}

/*
 * The one who asks
 */

static bool
on_key(void *arg, int credential_id, struct visit_key *out)
{
	struct look *l = arg;

	switch (credential_id) {
	case WEAK:
		*out = (struct visit_key){ OFFER_AUTH, NULL, &l->weak };
		return true;
	case STRONG:
		*out = (struct visit_key){ OFFER_PRIV, NULL, &l->strong };
		return true;
	case GUEST:
		*out = (struct visit_key){ OFFER_V2C, "guest", NULL };
		return true;
	case LAN:
		*out = (struct visit_key){ OFFER_V2C, "lan", NULL };
		return true;
	case OLD:
		*out = (struct visit_key){ OFFER_V1, "old", NULL };
		return true;
	default:
		return false;
	}
}

static void
on_ask_may(void *arg, struct visit *v, int credential_id)
{
	struct look *l = arg;

	(void)credential_id;
	l->asked++;
	l->losing = l->lose;
	visit_may(v, l->may);
}

static void
on_right(void *arg, struct visit *v, int credential_id)
{
	struct look *l = arg;

	(void)v;
	(void)credential_id;
	l->right = true;
}

static const struct plan *
on_choose(void *arg, struct device *d, const struct gathered *said)
{
	(void)arg;
	(void)d;
	(void)said;
	return NULL;
}

static void
on_done(void *arg, struct visit *v, const struct gathered *said)
{
	struct look *l = arg;

	l->done = true;
	l->told = said != NULL;
	l->answered = visit_answered(v);
	if (said != NULL)
		l->credential = visit_offer(v)->credential_id;
	visit_free(v);
}

static void
make_user(struct usm_user *u, const char *name, enum usm_priv priv)
{
	static const char password[] = "a long password";

	snprintf(u->name, sizeof(u->name), "%s", name);
	u->auth = USM_AUTH_SHA256;
	u->priv = priv;
	assert_int_equal(ERR_OK,
	    usm_password(u->auth, password, strlen(password), u->auth_ku));
	memcpy(u->priv_ku, u->auth_ku, sizeof(u->priv_ku));
}

static void
begin(struct look *l)
{
	memset(l, 0, sizeof(*l));
	fake_start(&l->fake, recording, 10);
	make_user(&l->weak, "weak", USM_PRIV_NONE);
	make_user(&l->strong, "strong", USM_PRIV_AES128);
	l->may = true;
}

/* Credentials end with 0. */
static void
look(struct look *l, const int *credentials)
{
	const struct visit_hooks hooks = { on_key, on_ask_may, on_right,
		on_choose, on_done, l };
	struct visit *v;

	for (; *credentials != 0; credentials++)
		l->range.credential[l->range.credentials++] = *credentials;
	v = visit_new(l->fake.engine, &hooks, &l->fake.peer.address, &l->range);
	visit_start(v, 10);
	run(l);
	assert_true(l->done);
}

static void
end(struct look *l)
{
	buf_free(&l->heard);
	fake_stop(&l->fake);
}

/* An agent of SNMPv3 with that user, and nothing else. */
static void
let_in(struct look *l, const struct usm_user *u)
{
	snprintf(l->fake.agent->community, sizeof(l->fake.agent->community),
	    "%s", "nobody knows");
	l->fake.agent->secure = secure_new(&l->fake.peer.address);
	secure_add_user(l->fake.agent->secure, u);
}

static void
where_nobody_is_everything_is_offered_in_order(void **state)
{
	struct look l;

	(void)state;
	begin(&l);
	l.fake.agent->faults.way.silent = true;
	look(&l, (const int[]){ OLD, GUEST, STRONG, LAN, 99, 0 });
	assert_string_equal(
	    buf_str(&l.heard), "v3 , v2c guest, v2c lan, v1 old");
	assert_int_equal(l.fake.datagrams, 8);
	assert_int_equal(l.proofs, 0);
	assert_int_equal(l.asked, 0);
	assert_false(l.answered);
	assert_false(l.told);
	end(&l);
}

static void
the_first_that_answers_is_the_last_that_is_offered(void **state)
{
	struct look l;

	(void)state;
	begin(&l);
	snprintf(
	    l.fake.agent->community, sizeof(l.fake.agent->community), "guest");
	look(&l, (const int[]){ LAN, GUEST, OLD, 0 });
	assert_string_equal(buf_str(&l.heard), "v2c lan, v2c guest");
	assert_true(l.told);
	assert_true(l.answered);
	assert_int_equal(l.credential, GUEST);
	end(&l);
}

static void
a_user_is_asked_before_any_community(void **state)
{
	struct look l;

	(void)state;
	begin(&l);
	let_in(&l, &l.strong);
	look(&l, (const int[]){ LAN, WEAK, STRONG, 0 });
	assert_string_equal(buf_str(&l.heard), "v3 , v3 strong");
	assert_true(l.told);
	assert_true(l.right);
	assert_int_equal(l.asked, 1);
	assert_int_equal(l.credential, STRONG);
	end(&l);
}

static void
a_wrong_key_is_shown_once(void **state)
{
	struct usm_user other;
	struct look l;

	(void)state;
	begin(&l);
	other = l.strong;
	other.auth_ku[0] ^= 1;
	let_in(&l, &other);
	look(&l, (const int[]){ STRONG, LAN, 0 });
	assert_string_equal(buf_str(&l.heard), "v3 , v3 strong, v2c lan");
	assert_int_equal(l.proofs, 1);
	assert_false(l.right);
	assert_true(l.answered);
	assert_false(l.told);
	end(&l);
}

static void
who_was_asked_a_moment_ago_is_not_asked_again(void **state)
{
	struct look l;

	(void)state;
	begin(&l);
	let_in(&l, &l.strong);
	l.may = false;
	look(&l, (const int[]){ STRONG, WEAK, 0 });
	assert_string_equal(buf_str(&l.heard), "v3 ");
	assert_int_equal(l.asked, 2);
	assert_int_equal(l.proofs, 0);
	assert_true(l.answered);
	end(&l);
}

static void
what_is_lost_is_sent_once_more(void **state)
{
	struct look l;

	(void)state;
	begin(&l);
	let_in(&l, &l.strong);
	l.lose = 1;
	look(&l, (const int[]){ STRONG, 0 });
	assert_int_equal(l.proofs, 2);
	assert_true(l.told);
	end(&l);
}

static void
a_closed_port_ends_it(void **state)
{
	const struct visit_hooks hooks = { on_key, on_ask_may, on_right,
		on_choose, on_done, NULL };
	struct visit_hooks own = hooks;
	struct look l;
	struct visit *v;

	(void)state;
	begin(&l);
	own.arg = &l;
	l.range.credential[0] = STRONG;
	l.range.credential[1] = LAN;
	l.range.credentials = 2;
	v = visit_new(l.fake.engine, &own, &l.fake.peer.address, &l.range);
	visit_start(v, 10);
	engine_icmp(l.fake.engine, &l.fake.peer.address, ENGINE_PORT_CLOSED);
	l.fake.agent->faults.way.silent = true;
	run(&l);
	assert_true(l.done);
	assert_string_equal(buf_str(&l.heard), "v3 ");
	assert_false(l.told);
	end(&l);
}

static void
a_visit_can_be_left(void **state)
{
	const struct visit_hooks hooks = { on_key, on_ask_may, on_right,
		on_choose, on_done, NULL };
	struct look l;
	struct visit *v;

	(void)state;
	begin(&l);
	l.range.credential[0] = LAN;
	l.range.credentials = 1;
	struct visit_hooks own = hooks;
	own.arg = &l;
	v = visit_new(l.fake.engine, &own, &l.fake.peer.address, &l.range);
	visit_start(v, 10);
	visit_free(v);
	run(&l);
	assert_false(l.done);
	visit_free(NULL);
	end(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    where_nobody_is_everything_is_offered_in_order),
		cmocka_unit_test(
		    the_first_that_answers_is_the_last_that_is_offered),
		cmocka_unit_test(a_user_is_asked_before_any_community),
		cmocka_unit_test(a_wrong_key_is_shown_once),
		cmocka_unit_test(who_was_asked_a_moment_ago_is_not_asked_again),
		cmocka_unit_test(what_is_lost_is_sent_once_more),
		cmocka_unit_test(a_closed_port_ends_it),
		cmocka_unit_test(a_visit_can_be_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
