/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/security.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "tests/unit/collector/engine/pair.h"
#include "tests/unit/test.h"

/* How a device is found, asked and remembered; test_belief.c has what is
 * believed of it. */

static void
an_engine_is_discovered_once_and_its_clock_seeded(void **state)
{
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA256, USM_PRIV_AES128);
	pair_talk(&p);
	assert_int_equal(p.answered, 1);
	/* No notInTimeWindows between: what the Report said was used. */
	assert_int_equal(p.total, 2);
	assert_int_equal(pair_counts(&p)->probes, 1);
	pair_talk(&p);
	pair_use_time(&p, p.now + 1000 * CLOCK_SECOND);
	pair_talk(&p);
	assert_int_equal(p.answered, 3);
	assert_int_equal(p.total, 4);
	assert_int_equal(pair_counts(&p)->retried, 0);
	pair_end(&p);
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
		pair_begin(&p, users[i].auth, users[i].priv);
		pair_talk(&p);
		assert_int_equal(p.answered, 1);
		pair_end(&p);
	}
}

static void
a_clock_that_moved_costs_one_resend(void **state)
{
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	p.box.boots++;
	p.box.time = 3;
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 4);
	/* Back in time, too: its flash was emptied. */
	p.box.boots = 1;
	pair_talk(&p);
	assert_int_equal(p.answered, 3);
	assert_int_equal(p.total, 6);
	pair_end(&p);
}

static void
a_time_window_is_corrected_once_in_a_question(void **state)
{
	struct usm_keys keys;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	usm_localise(
	    &p.box.user, (struct ber){ p.box.id, p.box.id_len }, &keys);
	pair_ask(&p, 0);
	pair_forge(&p, USM_REPORT_WINDOW, &keys);
	assert_int_equal(p.count, 1);
	pair_forge(&p, USM_REPORT_WINDOW, &keys);
	assert_int_equal(p.count, 0);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_int_equal(p.end.report, USM_REPORT_WINDOW);
	assert_true(p.end.is_signed);
	pair_end(&p);
}

static void
any_attempts_answer_counts(void **state)
{
	struct buf first, answer = { 0 };
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA256, USM_PRIV_AES256);
	pair_talk(&p);
	pair_ask(&p, 2);
	first = pair_take(&p);
	pair_pass_time(&p, CLOCK_SECOND);
	assert_true(p.count > 0);
	pair_drop_all(&p);
	authority_answer(&p.box, &first, &answer);
	pair_hear(&p, &answer);
	assert_int_equal(p.answered, 2);
	buf_free(&first);
	pair_end(&p);
}

static void
after_silence_it_is_asked_who_it_is(void **state)
{
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	pair_ask(&p, 0);
	pair_drop_all(&p);
	pair_pass_time(&p, 10 * CLOCK_SECOND);
	assert_int_equal(p.unanswered, 1);
	assert_false(p.end.told);
	/* It came back with another clock and another name. */
	p.box.id[8] = 9;
	p.box.boots = 1;
	p.box.time = 5;
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(pair_counts(&p)->probes, 2);
	pair_end(&p);
}

static void
what_is_remembered_needs_no_discovery(void **state)
{
	struct security_engine e;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	assert_false(security_engine(p.peer.security, &e));
	pair_talk(&p);
	assert_true(security_engine(p.peer.security, &e));
	assert_int_equal(e.boots, 7);
	security_free(p.peer.security);
	p.peer.security = security_new(&p.box.user);
	security_restore(p.peer.security, &e);
	pair_use_time(&p, p.now + 3600 * CLOCK_SECOND);
	p.total = 0;
	pair_talk(&p);
	assert_int_equal(p.answered, 2);
	assert_int_equal(p.total, 1);
	pair_end(&p);
}

/* Each device has its own state: cloned ones share no more than a name. */
static void
four_boxes_of_one_engine_id_all_answer(void **state)
{
	struct pair p[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		pair_begin(&p[i], USM_AUTH_SHA1, USM_PRIV_AES128);
		p[i].box.boots = 10 * (i + 1);
		p[i].box.time = 100000 * i;
	}
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 4; i++)
			pair_talk(&p[i]);
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(p[i].answered, 3);
		assert_int_equal(p[i].total, 4);
		pair_end(&p[i]);
	}
}

static void
salts_never_repeat(void **state)
{
	uint8_t last[SNMP3_SALT_LEN] = { 0 };
	struct snmp3_message m;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_talk(&p);
	for (int i = 0; i < 3; i++) {
		pair_ask(&p, 0);
		assert_int_equal(
		    snmp3_parse(p.sent[0].data, p.sent[0].len, &m), ERR_OK);
		assert_int_equal(m.salt.len, sizeof(last));
		if (i > 0)
			assert_int_equal(
			    (uint8_t)(m.salt.data[7] - last[7]), 1);
		memcpy(last, m.salt.data, sizeof(last));
		pair_deliver(&p);
	}
	pair_end(&p);
}

/* RFC 3412, 6.3 and 6.4: of a probe, and of what is signed. */
static void
a_question_says_what_it_takes_and_wants_reports(void **state)
{
	struct snmp3_message m;
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_SHA1, USM_PRIV_AES128);
	pair_ask(&p, 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    snmp3_parse(p.sent[0].data, p.sent[0].len, &m), ERR_OK);
		assert_int_equal(m.max_size, 65507);
		assert_true(m.flags & SNMP3_REPORTABLE);
		pair_deliver(&p);
		pair_ask(&p, 0);
	}
	assert_int_equal(m.flags & SNMP3_LEVEL, SNMP3_AUTH | SNMP3_PRIV);
	pair_deliver(&p);
	pair_end(&p);
}

static void
slow_keys_are_made_two_in_a_tick(void **state)
{
	struct engine_peer peers[5];
	struct pair p;

	(void)state;
	pair_begin(&p, USM_AUTH_MD5, USM_PRIV_AES256_C);
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

		engine_ask(p.engine, &peers[i], &q, pair_on_done, &p, NULL);
	}
	assert_int_equal(p.total, 2);
	pair_pass_time(&p, ENGINE_TICK);
	assert_int_equal(p.total, 4);
	pair_pass_time(&p, ENGINE_TICK);
	assert_int_equal(p.total, 5);
	assert_int_equal(pair_counts(&p)->slow_keys, 5);
	for (size_t i = 0; i < ROWS(peers); i++)
		security_free(peers[i].security);
	pair_end(&p);
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
		cmocka_unit_test(any_attempts_answer_counts),
		cmocka_unit_test(after_silence_it_is_asked_who_it_is),
		cmocka_unit_test(what_is_remembered_needs_no_discovery),
		cmocka_unit_test(four_boxes_of_one_engine_id_all_answer),
		cmocka_unit_test(salts_never_repeat),
		cmocka_unit_test(
		    a_question_says_what_it_takes_and_wants_reports),
		cmocka_unit_test(slow_keys_are_made_two_in_a_tick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
