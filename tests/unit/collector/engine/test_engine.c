/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/engine.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"
#include "tests/unit/collector/engine/fake.h"
#include "tests/unit/test.h"

static const char recording[] = "1.3.6.1.2.1.1.5.0|4|box\n";

/* How questions ended. */
struct ends {
	int answered, silent;
	int64_t rtt;
	enum engine_icmp icmp;
};

static void
on_done(void *arg, const struct engine_end *end)
{
	struct ends *ends = arg;

	ends->answered += end->answer != NULL;
	ends->silent += end->answer == NULL;
	ends->rtt = end->rtt;
	ends->icmp = end->icmp;
}

static uint32_t
ask(struct fake *f, int retries, struct ends *ends)
{
	struct engine_question q = { .pdu = SNMP_GET, .retries = retries };
	struct buf list = { 0 };
	uint32_t ticket = 0;

	varbind_add_name(&list, OID_OF(0x2b, 6, 1, 2, 1, 1, 5, 0));
	q.varbinds = (struct ber){ list.data, list.len };
	assert_int_equal(
	    engine_ask(f->engine, &f->peer, &q, on_done, ends, &ticket),
	    ERR_OK);
	buf_free(&list);
	return ticket;
}

static void
an_answer_ends_a_question(void **state)
{
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	ask(&f, 2, &ends);
	fake_wait(&f, 5 * ENGINE_TICK);
	assert_true(fake_deliver(&f));
	assert_int_equal(ends.answered, 1);
	assert_int_equal(ends.rtt, 5 * ENGINE_TICK);
	assert_false(engine_busy(f.engine));
	fake_stop(&f);
}

static void
silence_ends_after_all_attempts(void **state)
{
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	f.agent->faults.way.silent = true;
	ask(&f, 2, &ends);
	fake_run(&f);
	assert_int_equal(ends.silent, 1);
	assert_int_equal(f.datagrams, 3);
	assert_int_equal(engine_counts(f.engine)->retried, 2);
	/* 1 + 2 + 4 seconds, +-10 % */
	assert_in_range(f.now - 1000 * CLOCK_SECOND, 63 * CLOCK_SECOND / 10,
	    78 * CLOCK_SECOND / 10);
	fake_stop(&f);
}

static void
a_late_answer_to_an_earlier_attempt_counts(void **state)
{
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	ask(&f, 2, &ends);
	fake_wait(&f, 2 * CLOCK_SECOND);
	assert_int_equal(f.datagrams, 2);
	fake_deliver(&f);
	assert_int_equal(ends.answered, 1);
	assert_in_range(ends.rtt, 2 * CLOCK_SECOND, 21 * CLOCK_SECOND / 10);
	/* The answer to the second attempt finds nobody. */
	fake_deliver(&f);
	assert_int_equal(ends.answered, 1);
	assert_int_equal(engine_counts(f.engine)->late, 1);
	fake_stop(&f);
}

static void
an_answer_of_another_is_not_believed(void **state)
{
	struct ends ends = { 0 };
	struct address other;
	struct buf answer = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	ask(&f, 0, &ends);
	assert_int_equal(agent_answer(f.agent, f.now, f.sent[0].data,
			     f.sent[0].len, &answer),
	    ERR_OK);

	address_parse("127.9.9.9:161", &other);
	engine_receive(
	    f.engine, &other, answer.data, answer.len, clock_monotonic());
	address_parse("127.1.0.1:162", &other);
	engine_receive(
	    f.engine, &other, answer.data, answer.len, clock_monotonic());
	answer.data[8] ^= 1; /* inside the community */
	engine_receive(f.engine, &f.peer.address, answer.data, answer.len,
	    clock_monotonic());
	answer.data[8] ^= 1;
	assert_int_equal(engine_counts(f.engine)->foreign, 3);
	assert_int_equal(ends.answered, 0);

	f.peer.any_source = true;
	engine_receive(
	    f.engine, &other, answer.data, answer.len, clock_monotonic());
	assert_int_equal(ends.answered, 1);
	buf_free(&answer);
	fake_stop(&f);
}

static void
noise_is_counted_and_passed_over(void **state)
{
	static const uint8_t noise[] = { 0x30, 0x03, 0x02, 0x01 };
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	ask(&f, 0, &ends);
	engine_receive(
	    f.engine, &f.peer.address, noise, sizeof(noise), clock_monotonic());
	engine_receive(f.engine, &f.peer.address, noise, 0, clock_monotonic());
	assert_int_equal(engine_counts(f.engine)->malformed, 2);
	/* Our own question, echoed. */
	engine_receive(f.engine, &f.peer.address, f.sent[0].data, f.sent[0].len,
	    clock_monotonic());
	assert_int_equal(engine_counts(f.engine)->foreign, 1);
	f.agent->faults.message.wrong = WRONG_ID;
	fake_deliver(&f);
	assert_int_equal(engine_counts(f.engine)->late, 1);
	assert_int_equal(ends.answered, 0);
	fake_stop(&f);
}

static void
a_slot_used_again_does_not_take_the_old_answer(void **state)
{
	struct ends first = { 0 }, second = { 0 };
	struct buf old = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	ask(&f, 0, &first);
	agent_answer(f.agent, f.now, f.sent[0].data, f.sent[0].len, &old);
	fake_deliver(&f);
	ask(&f, 0, &second);
	engine_receive(
	    f.engine, &f.peer.address, old.data, old.len, clock_monotonic());
	assert_int_equal(second.answered, 0);
	assert_int_equal(engine_counts(f.engine)->late, 1);
	fake_deliver(&f);
	assert_int_equal(second.answered, 1);
	buf_free(&old);
	fake_stop(&f);
}

static void
a_full_window_makes_the_others_wait(void **state)
{
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 2);
	for (int i = 0; i < 5; i++)
		ask(&f, 0, &ends);
	assert_int_equal(f.datagrams, 2);
	fake_deliver(&f);
	assert_int_equal(f.datagrams, 3);
	fake_run(&f);
	assert_int_equal(ends.answered, 5);
	fake_stop(&f);
}

static void
a_rate_is_kept(void **state)
{
	const struct engine_limits limits = {
		.window = 100, .rate = 50, .timeout = CLOCK_SECOND
	};
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 100);
	engine_limit(f.engine, &limits);
	for (int i = 0; i < 60; i++)
		ask(&f, 0, &ends);
	for (int i = 0; i < 30; i++) {
		while (fake_deliver(&f))
			continue;
		fake_wait(&f, ENGINE_TICK);
	}
	/* 30 ticks are half a second. */
	assert_in_range(f.datagrams, 20, 30);
	fake_stop(&f);
}

static void
a_cancelled_question_is_silent(void **state)
{
	struct ends ends = { 0 };
	struct fake f;
	uint32_t ticket;

	(void)state;
	fake_start(&f, recording, 10);
	ticket = ask(&f, 3, &ends);
	engine_cancel(f.engine, ticket);
	engine_cancel(f.engine, ticket);
	assert_false(engine_busy(f.engine));
	fake_deliver(&f);
	fake_wait(&f, 10 * CLOCK_SECOND);
	assert_int_equal(ends.answered + ends.silent, 0);
	fake_stop(&f);
}

static void
the_timeout_follows_what_is_measured(void **state)
{
	const int64_t start = 2000 * CLOCK_SECOND;
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	for (int i = 0; i < 20; i++) {
		ask(&f, 0, &ends);
		fake_deliver(&f);
	}
	f.agent->faults.way.silent = true;
	f.now = start;
	clock_freeze(f.now);
	ask(&f, 0, &ends);
	fake_run(&f);
	/* The least that we wait, +-10 %, and two ticks. */
	assert_in_range(f.now - start, 225000, 310000);
	fake_stop(&f);
}

/* What the agent answers, with an id of so many bits. */
static void
answer_short(struct fake *f, const struct address *from, uint32_t mask)
{
	struct snmp_message m;
	struct buf answer = { 0 }, cut = { 0 };

	assert_int_equal(agent_answer(f->agent, f->now, f->sent[0].data,
			     f->sent[0].len, &answer),
	    ERR_OK);
	assert_int_equal(
	    snmp_message_parse(answer.data, answer.len, &m), ERR_OK);
	m.id = (int32_t)((uint32_t)m.id & mask);
	if (mask == 0xffff) /* an INTEGER of two octets has a sign */
		m.id = (int16_t)m.id;
	snmp_message_build(&m, &cut, NULL);
	buf_free(&f->sent[0]);
	f->sent[0] = (struct buf){ 0 };
	f->count = 0;
	engine_receive(f->engine, from, cut.data, cut.len, clock_monotonic());
	buf_free(&answer);
	buf_free(&cut);
}

static void
ids_cut_short_are_learnt_and_then_found(void **state)
{
	static const uint32_t masks[] = { 0x7fff, 0xffff };
	struct ends ends;
	struct fake f;

	(void)state;
	for (size_t i = 0; i < ROWS(masks); i++) {
		ends = (struct ends){ 0 };
		fake_start(&f, recording, 10);
		ask(&f, 2, &ends);
		answer_short(&f, &f.peer.address, masks[i]);
		assert_int_equal(ends.answered, 0);
		assert_true(f.peer.short_ids);
		fake_wait(&f, 2 * CLOCK_SECOND);
		answer_short(&f, &f.peer.address, masks[i]);
		assert_int_equal(ends.answered, 1);
		/* From now on at once. */
		ask(&f, 2, &ends);
		answer_short(&f, &f.peer.address, masks[i]);
		assert_int_equal(ends.answered, 2);
		fake_stop(&f);
	}
}

static void
what_is_cut_short_must_come_from_the_device(void **state)
{
	struct ends ends = { 0 };
	struct address other;
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	f.peer.short_ids = f.peer.any_source = true;
	address_parse("127.9.9.9:161", &other);
	ask(&f, 0, &ends);
	answer_short(&f, &other, 0x7fff);
	assert_int_equal(ends.answered, 0);
	assert_int_equal(engine_counts(f.engine)->late, 1);
	fake_stop(&f);
}

static void
an_icmp_error_is_told_when_nothing_else_comes(void **state)
{
	struct ends ends = { 0 };
	struct fake f;

	(void)state;
	fake_start(&f, recording, 10);
	f.agent->faults.way.silent = true;
	ask(&f, 0, &ends);
	engine_icmp(f.engine, &f.peer.address, ENGINE_PORT_CLOSED);
	assert_int_equal(ends.silent, 0);
	fake_run(&f);
	assert_int_equal(ends.silent, 1);
	assert_int_equal(ends.icmp, ENGINE_PORT_CLOSED);
	fake_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_ends_a_question),
		cmocka_unit_test(silence_ends_after_all_attempts),
		cmocka_unit_test(a_late_answer_to_an_earlier_attempt_counts),
		cmocka_unit_test(an_answer_of_another_is_not_believed),
		cmocka_unit_test(noise_is_counted_and_passed_over),
		cmocka_unit_test(
		    a_slot_used_again_does_not_take_the_old_answer),
		cmocka_unit_test(a_full_window_makes_the_others_wait),
		cmocka_unit_test(a_rate_is_kept),
		cmocka_unit_test(a_cancelled_question_is_silent),
		cmocka_unit_test(the_timeout_follows_what_is_measured),
		cmocka_unit_test(ids_cut_short_are_learnt_and_then_found),
		cmocka_unit_test(what_is_cut_short_must_come_from_the_device),
		cmocka_unit_test(an_icmp_error_is_told_when_nothing_else_comes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
