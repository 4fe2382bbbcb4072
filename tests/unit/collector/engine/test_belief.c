/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/security.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "tests/unit/collector/engine/pair.h"
#include "tests/unit/test.h"

/* What of all that comes in the name of a device is believed (security.h). */

static void
an_unsigned_time_window_is_not_believed(void **state)
{
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 0);
	p.box.boots = 99;
	pair_forge(&p, USM_REPORT_WINDOW, NULL);
	p.box.boots = 7;
	assert_int_equal(p.count, 0);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	/* But it makes us ask who is there, and what its clock says. */
	p.box.boots = 8;
	p.box.time = 1;
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 5);
	assert_int_equal(pair_counts(&p)->probes, 2);
	pair_end(&p);
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
		pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
		pair_talk(&p);
		pair_ask(&p, 2);
		buf_add(&answer, p.sent[0].data, p.sent[0].len);
		question = answer;
		answer = (struct buf){ 0 };
		pair_forge(&p, refusals[i], NULL);
		assert_int_equal(p.answered, 1);
		assert_true(engine_busy(p.engine));
		/* The real one comes. */
		authority_answer(&p.box, &question, &answer);
		pair_hear(&p, &answer);
		answer = (struct buf){ 0 };
		buf_free(&question);
		assert_int_equal(p.answered, 2);
		pair_end(&p);
	}
}

static void
a_refusal_is_told_and_not_pressed(void **state)
{
	struct pair p;

	(void)state;
	for (size_t i = 0; i < ROWS(refusals); i++) {
		pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
		pair_talk(&p);
		pair_ask(&p, 3);
		pair_forge(&p, refusals[i], NULL);
		pair_pass_time(&p, 10 * CLOCK_SECOND);
		assert_int_equal(p.unanswered, 1);
		assert_int_equal(p.end.report, refusals[i]);
		assert_false(p.end.is_signed);
		assert_int_equal(p.total, 3); /* no retry */

		/* For five minutes at least nothing is sent. */
		pair_ask(&p, 3);
		assert_int_equal(p.unanswered, 1); /* later, not at once */
		pair_pass_time(&p, ENGINE_TICK);
		assert_int_equal(p.unanswered, 2);
		assert_true(p.end.spared);
		assert_int_equal(p.end.report, refusals[i]);
		pair_use_time(&p, p.now + 280 * CLOCK_SECOND);
		pair_ask(&p, 3);
		pair_pass_time(&p, ENGINE_TICK);
		assert_int_equal(p.total, 3);
		/* After ten it is tried again. */
		pair_use_time(&p, p.now + 330 * CLOCK_SECOND);
		pair_talk(&p);
		assert_int_equal(p.answered, 2);
		pair_end(&p);
	}
}

static void
an_operator_or_another_password_ends_the_wait(void **state)
{
	struct usm_user wrong, right;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	right = p.box.user;
	pair_make_user(&wrong, USM_AUTH_SHA1, USM_PRIV_AES128, 'w');
	security_use(p.peer.security, &wrong);
	pair_talk(&p);
	assert_int_equal(p.end.report, USM_REPORT_DIGEST);
	assert_int_equal(p.total, 2);
	pair_talk(&p);
	assert_int_equal(p.total, 2);
	security_retry(p.peer.security);
	pair_talk(&p);
	assert_int_equal(p.total, 3);
	assert_int_equal(p.unanswered, 3);
	security_use(p.peer.security, &right);
	pair_talk(&p);
	assert_int_equal(p.answered, 1);
	pair_end(&p);
}

static void
a_signed_refusal_is_believed_at_once(void **state)
{
	struct usm_keys keys;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	usm_localise(
	    &p.box.user, (struct ber){ p.box.id, p.box.id_len }, &keys);
	pair_ask(&p, 3);
	pair_forge(&p, USM_REPORT_CONTEXT, &keys);
	assert_int_equal(p.unanswered, 1);
	assert_int_equal(p.end.report, USM_REPORT_CONTEXT);
	assert_true(p.end.is_signed);
	/* The context may be there tomorrow: it is asked again. */
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	pair_end(&p);
}

static void
another_engine_is_learnt_and_told_when_it_is_proven(void **state)
{
	struct security_engine was;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	assert_false(security_take_change(p.peer.security, &was));
	p.box.id[8] = 2;
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(pair_counts(&p)->probes, 1);
	assert_true(security_take_change(p.peer.security, &was));
	assert_int_equal(was.len, 9);
	assert_int_equal(was.id[8], 1);
	assert_false(security_take_change(p.peer.security, &was));
	pair_end(&p);
}

static void
forged_engines_do_not_keep_the_true_one_away(void **state)
{
	struct security_engine was;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 2);
	p.box.id[8] = 66;
	pair_forge(&p, USM_REPORT_ENGINE, NULL);
	p.box.id[8] = 1;
	/* The true one says who it is, and is taken back. */
	pair_deliver(&p);
	assert_int_equal(p.answered, 2);
	assert_false(security_take_change(p.peer.security, &was));

	/* Within a minute no other is looked at. */
	pair_ask(&p, 0);
	p.box.id[8] = 67;
	pair_forge(&p, USM_REPORT_ENGINE, NULL);
	p.box.id[8] = 1;
	assert_int_equal(p.count, 0);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.end.report, USM_REPORT_ENGINE);
	pair_talk(&p);
	assert_int_equal(p.answered, 3);
	pair_end(&p);
}

static void
a_report_to_no_question_is_not_looked_at(void **state)
{
	struct buf question, answer = { 0 };
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 0);
	question = pair_take(&p);
	pair_drop_all(&p);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	p.box.id[8] = 3;
	authority_answer(&p.box, &question, &answer);
	pair_hear(&p, &answer);
	assert_int_equal(pair_counts(&p)->late, 1);
	buf_free(&question);
	pair_end(&p);
}

static void
what_is_not_signed_by_the_key_is_no_answer(void **state)
{
	struct buf question, answer = { 0 };
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 0);
	question = pair_take(&p);
	authority_answer(&p.box, &question, &answer);
	answer.data[answer.len - 1] ^= 1;
	pair_hear(&p, &answer);
	assert_int_equal(pair_counts(&p)->bad_mac, 1);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_true(p.end.bad_mac);
	buf_free(&question);
	pair_end(&p);
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
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 0);
	question = pair_take(&p);
	assert_int_equal(snmp3_parse(question.data, question.len, &m), ERR_OK);
	get.id = m.id;
	snmp_message_add_pdu(&get, &pdu, NULL);
	snmp3_build_scoped(m.engine_id, (struct ber){ NULL, 0 },
	    (struct ber){ pdu.data, pdu.len }, &scoped);
	m.flags = 0;
	m.mac.len = m.salt.len = 0;
	m.data = (struct ber){ scoped.data, scoped.len };
	snmp3_build(&m, &answer, NULL);
	pair_hear(&p, &answer);
	assert_int_equal(pair_counts(&p)->foreign, 1);
	assert_int_equal(p.answered, 1);
	buf_free(&question);
	buf_free(&pdu);
	buf_free(&scoped);
	pair_end(&p);
}

static void
a_last_boot_is_never_believed(void **state)
{
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	p.box.boots = USM_BOOTS_MAX;
	pair_talk(&p);
	assert_int_equal(p.answered, 0);
	assert_int_equal(p.end.report, USM_REPORT_WINDOW);
	pair_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
		cmocka_unit_test(a_last_boot_is_never_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
