/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/security.h"

#include <string.h>

#include "collector/engine/engine.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/collector/engine/authority.h"
#include "tests/unit/test.h"

enum { WIRE = 64 };

/* An engine of ours, one of theirs, and what is on its way between them. */
struct pair {
	struct engine *engine;
	struct engine_peer peer;
	struct authority box;
	struct buf sent[WIRE];
	size_t count, total;
	int64_t now;
	int answered, unanswered;
	struct engine_end end; /* of the last question; without its answer */
};

static void
keep(void *arg, const struct address *to, const void *data, size_t len)
{
	struct pair *p = arg;

	(void)to;
	assert_true(p->count < WIRE);
	buf_add(&p->sent[p->count++], data, len);
	p->total++;
}

static void
make_user(struct usm_user *u, enum usm_auth auth, enum usm_priv priv, char key)
{
	memset(u, 0, sizeof(*u));
	strcpy(u->name, "reader");
	u->auth = auth;
	u->priv = priv;
	memset(u->auth_ku, key, usm_key_len(auth));
	memset(u->priv_ku, key, priv == USM_PRIV_NONE ? 0 : usm_key_len(auth));
}

static void
use_time(struct pair *p, int64_t now)
{
	p->box.time += (int32_t)((now - p->now) / CLOCK_SECOND);
	p->now = now;
	clock_freeze(now);
}

static void
begin(struct pair *p, enum usm_auth auth, enum usm_priv priv)
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
	make_user(&p->box.user, auth, priv, 'k');
	address_parse("127.1.0.1:161", &p->peer.address);
	p->peer.version = SNMP_V3;
	p->peer.security = security_new(&p->box.user);
	p->engine = engine_new(&limits, 42, keep, p);
}

static void
end(struct pair *p)
{
	for (size_t i = 0; i < p->count; i++)
		buf_free(&p->sent[i]);
	security_free(p->peer.security);
	engine_free(p->engine);
	clock_thaw();
}

static void
on_done(void *arg, const struct engine_end *how)
{
	struct pair *p = arg;

	p->answered += how->answer != NULL;
	p->unanswered += how->answer == NULL;
	p->end = *how;
	p->end.answer = NULL;
}

static void
ask(struct pair *p, int retries)
{
	struct engine_question q = { .pdu = SNMP_GET, .retries = retries };
	struct buf list = { 0 };

	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0));
	q.varbinds = (struct ber){ list.data, list.len };
	assert_int_equal(
	    engine_ask(p->engine, &p->peer, &q, on_done, p, NULL), ERR_OK);
	buf_free(&list);
}

static struct buf
take(struct pair *p)
{
	struct buf first = p->sent[0];

	assert_true(p->count > 0);
	memmove(&p->sent[0], &p->sent[1], --p->count * sizeof(first));
	p->sent[p->count] = (struct buf){ 0 };
	return first;
}

static void
hear(struct pair *p, struct buf *datagram)
{
	engine_receive(p->engine, &p->peer.address, datagram->data,
	    datagram->len, clock_monotonic());
	buf_free(datagram);
}

/* The box answers what waits, one after the other. */
static void
deliver(struct pair *p)
{
	struct buf question, answer = { 0 };

	while (p->count > 0) {
		question = take(p);
		authority_answer(&p->box, &question, &answer);
		hear(p, &answer);
		buf_free(&question);
	}
}

/* Somebody answers the first that waits, and it is lost on its way. */
static void
forge(struct pair *p, enum usm_report r, const struct usm_keys *keys)
{
	struct buf question = take(p), answer = { 0 };

	authority_report(&p->box, &question, r, keys, &answer);
	hear(p, &answer);
	buf_free(&question);
}

static void
drop_all(struct pair *p)
{
	struct buf b;

	while (p->count > 0) {
		b = take(p);
		buf_free(&b);
	}
}

static void
pass_time(struct pair *p, int64_t microseconds)
{
	int64_t until = p->now + microseconds;

	while (p->now < until) {
		p->now += ENGINE_TICK;
		clock_freeze(p->now);
		engine_tick(p->engine);
	}
}

static void
talk(struct pair *p)
{
	ask(p, 2);
	while (engine_busy(p->engine)) {
		deliver(p);
		pass_time(p, ENGINE_TICK);
	}
}

static const struct engine_counts *
counts(const struct pair *p)
{
	return engine_counts(p->engine);
}

static void
an_engine_is_discovered_once_and_its_clock_seeded(void **state)
{
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA256, USM_PRIV_AES128);
	talk(&p);
	assert_int_equal(p.answered, 1);
	/* No notInTimeWindows between: what the Report said was used. */
	assert_int_equal(p.total, 2);
	assert_int_equal(counts(&p)->probes, 1);
	talk(&p);
	use_time(&p, p.now + 1000 * CLOCK_SECOND);
	talk(&p);
	assert_int_equal(p.answered, 3);
	assert_int_equal(p.total, 4);
	assert_int_equal(counts(&p)->retried, 0);
	end(&p);
}

static void
every_level_is_asked_and_answered(void **state)
{
	static const struct {
		enum usm_auth auth;
		enum usm_priv priv;
	} users[] = {
		{ USM_AUTH_NONE, USM_PRIV_NONE },
		{ USM_AUTH_MD5, USM_PRIV_NONE },
		{ USM_AUTH_SHA1, USM_PRIV_DES },
		{ USM_AUTH_SHA512, USM_PRIV_AES256 },
		{ USM_AUTH_MD5, USM_PRIV_AES192_C },
	};
	struct pair p;

	(void)state;
	for (size_t i = 0; i < ROWS(users); i++) {
		begin(&p, users[i].auth, users[i].priv);
		talk(&p);
		assert_int_equal(p.answered, 1);
		end(&p);
	}
}

static void
a_clock_that_moved_costs_one_resend(void **state)
{
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	p.box.boots++;
	p.box.time = 3;
	talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 4);
	/* Back in time, too: its flash was emptied. */
	p.box.boots = 1;
	talk(&p);
	assert_int_equal(p.answered, 3);
	assert_int_equal(p.total, 6);
	end(&p);
}

static void
a_time_window_is_corrected_once_in_a_question(void **state)
{
	struct usm_keys keys;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	usm_localise(
	    &p.box.user, (struct ber){ p.box.id, p.box.id_len }, &keys);
	ask(&p, 0);
	forge(&p, USM_REPORT_WINDOW, &keys);
	assert_int_equal(p.count, 1);
	forge(&p, USM_REPORT_WINDOW, &keys);
	assert_int_equal(p.count, 0);
	pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_int_equal(p.end.report, USM_REPORT_WINDOW);
	assert_true(p.end.is_signed);
	end(&p);
}

static void
an_unsigned_time_window_is_not_believed(void **state)
{
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 0);
	p.box.boots = 99;
	forge(&p, USM_REPORT_WINDOW, NULL);
	p.box.boots = 7;
	assert_int_equal(p.count, 0);
	pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	/* But it makes us ask who is there, and what its clock says. */
	p.box.boots = 8;
	p.box.time = 1;
	talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 5);
	assert_int_equal(counts(&p)->probes, 2);
	end(&p);
}

static const enum usm_report refusals[] = { USM_REPORT_LEVEL, USM_REPORT_USER,
	USM_REPORT_DIGEST, USM_REPORT_DECRYPT };

static void
a_refusal_that_is_not_signed_waits_for_the_answer(void **state)
{
	struct buf question, answer = { 0 };
	struct pair p;

	(void)state;
	for (size_t i = 0; i < ROWS(refusals); i++) {
		begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
		talk(&p);
		ask(&p, 2);
		buf_add(&answer, p.sent[0].data, p.sent[0].len);
		question = answer;
		answer = (struct buf){ 0 };
		forge(&p, refusals[i], NULL);
		assert_int_equal(p.answered, 1);
		assert_true(engine_busy(p.engine));
		/* The real one comes. */
		authority_answer(&p.box, &question, &answer);
		hear(&p, &answer);
		answer = (struct buf){ 0 };
		buf_free(&question);
		assert_int_equal(p.answered, 2);
		end(&p);
	}
}

static void
a_refusal_is_told_and_not_pressed(void **state)
{
	struct pair p;

	(void)state;
	for (size_t i = 0; i < ROWS(refusals); i++) {
		begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
		talk(&p);
		ask(&p, 3);
		forge(&p, refusals[i], NULL);
		pass_time(&p, 10 * CLOCK_SECOND);
		assert_int_equal(p.unanswered, 1);
		assert_int_equal(p.end.report, refusals[i]);
		assert_false(p.end.is_signed);
		assert_int_equal(p.total, 3); /* no retry */

		/* For five minutes at least nothing is sent. */
		ask(&p, 3);
		assert_int_equal(p.unanswered, 1); /* later, not at once */
		pass_time(&p, ENGINE_TICK);
		assert_int_equal(p.unanswered, 2);
		assert_true(p.end.spared);
		assert_int_equal(p.end.report, refusals[i]);
		use_time(&p, p.now + 280 * CLOCK_SECOND);
		ask(&p, 3);
		pass_time(&p, ENGINE_TICK);
		assert_int_equal(p.total, 3);
		/* After ten it is tried again. */
		use_time(&p, p.now + 330 * CLOCK_SECOND);
		talk(&p);
		assert_int_equal(p.answered, 2);
		end(&p);
	}
}

static void
an_operator_or_another_password_ends_the_wait(void **state)
{
	struct usm_user wrong, right;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	right = p.box.user;
	make_user(&wrong, USM_AUTH_SHA1, USM_PRIV_AES128, 'w');
	security_use(p.peer.security, &wrong);
	talk(&p);
	assert_int_equal(p.end.report, USM_REPORT_DIGEST);
	assert_int_equal(p.total, 2);
	talk(&p);
	assert_int_equal(p.total, 2);
	security_retry(p.peer.security);
	talk(&p);
	assert_int_equal(p.total, 3);
	assert_int_equal(p.unanswered, 3);
	security_use(p.peer.security, &right);
	talk(&p);
	assert_int_equal(p.answered, 1);
	end(&p);
}

static void
a_signed_refusal_is_believed_at_once(void **state)
{
	struct usm_keys keys;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	usm_localise(
	    &p.box.user, (struct ber){ p.box.id, p.box.id_len }, &keys);
	ask(&p, 3);
	forge(&p, USM_REPORT_CONTEXT, &keys);
	assert_int_equal(p.unanswered, 1);
	assert_int_equal(p.end.report, USM_REPORT_CONTEXT);
	assert_true(p.end.is_signed);
	/* The context may be there tomorrow: it is asked again. */
	talk(&p);
	assert_int_equal(p.answered, 2);
	end(&p);
}

static void
another_engine_is_learnt_and_told_when_it_is_proven(void **state)
{
	struct security_engine was;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	assert_false(security_take_change(p.peer.security, &was));
	p.box.id[8] = 2;
	talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(counts(&p)->probes, 1);
	assert_true(security_take_change(p.peer.security, &was));
	assert_int_equal(was.len, 9);
	assert_int_equal(was.id[8], 1);
	assert_false(security_take_change(p.peer.security, &was));
	end(&p);
}

static void
forged_engines_do_not_keep_the_true_one_away(void **state)
{
	struct security_engine was;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 2);
	p.box.id[8] = 66;
	forge(&p, USM_REPORT_ENGINE, NULL);
	p.box.id[8] = 1;
	/* The true one says who it is, and is taken back. */
	deliver(&p);
	assert_int_equal(p.answered, 2);
	assert_false(security_take_change(p.peer.security, &was));

	/* Within a minute no other is looked at. */
	ask(&p, 0);
	p.box.id[8] = 67;
	forge(&p, USM_REPORT_ENGINE, NULL);
	p.box.id[8] = 1;
	assert_int_equal(p.count, 0);
	pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.end.report, USM_REPORT_ENGINE);
	talk(&p);
	assert_int_equal(p.answered, 3);
	end(&p);
}

static void
a_report_to_no_question_is_not_looked_at(void **state)
{
	struct buf question, answer = { 0 };
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 0);
	question = take(&p);
	drop_all(&p);
	pass_time(&p, 10 * CLOCK_SECOND);
	p.box.id[8] = 3;
	authority_answer(&p.box, &question, &answer);
	hear(&p, &answer);
	assert_int_equal(counts(&p)->late, 1);
	buf_free(&question);
	end(&p);
}

static void
what_is_not_signed_by_the_key_is_no_answer(void **state)
{
	struct buf question, answer = { 0 };
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 0);
	question = take(&p);
	authority_answer(&p.box, &question, &answer);
	answer.data[answer.len - 1] ^= 1;
	hear(&p, &answer);
	assert_int_equal(counts(&p)->bad_mac, 1);
	pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_true(p.end.bad_mac);
	buf_free(&question);
	end(&p);
}

static void
an_answer_of_a_lower_level_is_no_answer(void **state)
{
	struct buf question, answer = { 0 };
	struct snmp_message get = { .pdu = SNMP_RESPONSE };
	struct buf pdu = { 0 }, scoped = { 0 };
	struct snmp3_message m;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 0);
	question = take(&p);
	assert_int_equal(snmp3_parse(question.data, question.len, &m), ERR_OK);
	get.id = m.id;
	snmp_message_add_pdu(&get, &pdu, NULL);
	snmp3_build_scoped(m.engine_id, (struct ber){ NULL, 0 },
	    (struct ber){ pdu.data, pdu.len }, &scoped);
	m.flags = 0;
	m.mac.len = m.salt.len = 0;
	m.data = (struct ber){ scoped.data, scoped.len };
	snmp3_build(&m, &answer, NULL);
	hear(&p, &answer);
	assert_int_equal(counts(&p)->foreign, 1);
	assert_int_equal(p.answered, 1);
	buf_free(&question);
	buf_free(&pdu);
	buf_free(&scoped);
	end(&p);
}

static void
any_attempts_answer_counts(void **state)
{
	struct buf first, answer = { 0 };
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA256, USM_PRIV_AES256);
	talk(&p);
	ask(&p, 2);
	first = take(&p);
	pass_time(&p, CLOCK_SECOND);
	assert_true(p.count > 0);
	drop_all(&p);
	authority_answer(&p.box, &first, &answer);
	hear(&p, &answer);
	assert_int_equal(p.answered, 2);
	buf_free(&first);
	end(&p);
}

static void
after_silence_it_is_asked_who_it_is(void **state)
{
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	ask(&p, 0);
	drop_all(&p);
	pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_false(p.end.told);
	/* It came back with another clock and another name. */
	p.box.id[8] = 9;
	p.box.boots = 1;
	p.box.time = 5;
	talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(counts(&p)->probes, 2);
	end(&p);
}

static void
what_is_remembered_needs_no_discovery(void **state)
{
	struct security_engine e;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	assert_false(security_engine(p.peer.security, &e));
	talk(&p);
	assert_true(security_engine(p.peer.security, &e));
	assert_int_equal(e.boots, 7);
	security_free(p.peer.security);
	p.peer.security = security_new(&p.box.user);
	security_restore(p.peer.security, &e);
	use_time(&p, p.now + 3600 * CLOCK_SECOND);
	p.total = 0;
	talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 1);
	end(&p);
}

static void
a_last_boot_is_never_believed(void **state)
{
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	p.box.boots = USM_BOOTS_MAX;
	talk(&p);
	assert_int_equal(p.answered, 0);
	assert_int_equal(p.end.report, USM_REPORT_WINDOW);
	end(&p);
}

/* Each device has its own state: cloned ones share no more than a name. */
static void
four_boxes_of_one_engine_id_all_answer(void **state)
{
	struct pair p[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		begin(&p[i], USM_AUTH_SHA1, USM_PRIV_AES128);
		p[i].box.boots = 10 * (i + 1);
		p[i].box.time = 100000 * i;
	}
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 4; i++)
			talk(&p[i]);
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(p[i].answered, 3);
		assert_int_equal(p[i].total, 4);
		end(&p[i]);
	}
}

static void
salts_never_repeat(void **state)
{
	uint8_t last[SNMP3_SALT_LEN] = { 0 };
	struct snmp3_message m;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	talk(&p);
	for (int i = 0; i < 3; i++) {
		ask(&p, 0);
		assert_int_equal(
		    snmp3_parse(p.sent[0].data, p.sent[0].len, &m), ERR_OK);
		assert_int_equal(m.salt.len, sizeof(last));
		if (i > 0)
			assert_int_equal(
			    (uint8_t)(m.salt.data[7] - last[7]), 1);
		memcpy(last, m.salt.data, sizeof(last));
		deliver(&p);
	}
	end(&p);
}

/* RFC 3412, 6.3 and 6.4: of a probe, and of what is signed. */
static void
a_question_says_what_it_takes_and_wants_reports(void **state)
{
	struct snmp3_message m;
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	ask(&p, 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    snmp3_parse(p.sent[0].data, p.sent[0].len, &m), ERR_OK);
		assert_int_equal(m.max_size, 65507);
		assert_true(m.flags & SNMP3_REPORTABLE);
		deliver(&p);
		ask(&p, 0);
	}
	assert_int_equal(m.flags & SNMP3_LEVEL, SNMP3_AUTH | SNMP3_PRIV);
	deliver(&p);
	end(&p);
}

static void
slow_keys_are_made_two_in_a_tick(void **state)
{
	struct engine_peer peers[5];
	struct pair p;

	(void)state;
	begin(&p, USM_AUTH_MD5, USM_PRIV_AES256_C);
	for (size_t i = 0; i < ROWS(peers); i++) {
		const struct security_engine e = { .id = { 1, 2, 3, 4, 5 },
			.len = 5,
			.boots = 1,
			.at = p.now };

		peers[i] = p.peer;
		peers[i].security = security_new(&p.box.user);
		security_restore(peers[i].security, &e);
	}
	for (size_t i = 0; i < ROWS(peers); i++) {
		struct engine_question q = { .pdu = SNMP_GET };

		engine_ask(p.engine, &peers[i], &q, on_done, &p, NULL);
	}
	assert_int_equal(p.total, 2);
	pass_time(&p, ENGINE_TICK);
	assert_int_equal(p.total, 4);
	pass_time(&p, ENGINE_TICK);
	assert_int_equal(p.total, 5);
	assert_int_equal(counts(&p)->slow_keys, 5);
	for (size_t i = 0; i < ROWS(peers); i++)
		security_free(peers[i].security);
	end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_engine_is_discovered_once_and_its_clock_seeded),
		cmocka_unit_test(every_level_is_asked_and_answered),
		cmocka_unit_test(a_clock_that_moved_costs_one_resend),
		cmocka_unit_test(a_time_window_is_corrected_once_in_a_question),
		cmocka_unit_test(an_unsigned_time_window_is_not_believed),
		cmocka_unit_test(
		    a_refusal_that_is_not_signed_waits_for_the_answer),
		cmocka_unit_test(a_refusal_is_told_and_not_pressed),
		cmocka_unit_test(an_operator_or_another_password_ends_the_wait),
		cmocka_unit_test(a_signed_refusal_is_believed_at_once),
		cmocka_unit_test(
		    another_engine_is_learnt_and_told_when_it_is_proven),
		cmocka_unit_test(forged_engines_do_not_keep_the_true_one_away),
		cmocka_unit_test(a_report_to_no_question_is_not_looked_at),
		cmocka_unit_test(what_is_not_signed_by_the_key_is_no_answer),
		cmocka_unit_test(an_answer_of_a_lower_level_is_no_answer),
		cmocka_unit_test(any_attempts_answer_counts),
		cmocka_unit_test(after_silence_it_is_asked_who_it_is),
		cmocka_unit_test(what_is_remembered_needs_no_discovery),
		cmocka_unit_test(a_last_boot_is_never_believed),
		cmocka_unit_test(four_boxes_of_one_engine_id_all_answer),
		cmocka_unit_test(salts_never_repeat),
		cmocka_unit_test(
		    a_question_says_what_it_takes_and_wants_reports),
		cmocka_unit_test(slow_keys_are_made_two_in_a_tick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
