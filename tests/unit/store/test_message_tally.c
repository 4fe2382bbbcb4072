/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/message_tally.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"

#include "tests/unit/test.h"

#define NOON (INT64_C(1780228800) * CLOCK_SECOND)

static void
add(struct message_tally *t, int32_t tenant, int32_t device, int64_t at,
    bool is_severe)
{
	struct message_seen m = { .tenant_id = tenant,
		.device_id = device,
		.at = at,
		.is_severe = is_severe,
		.is_protected = device == 7,
		.is_cut = is_severe,
		.is_broken = device == 0,
		.is_formless = tenant == 2,
		.bytes = 100 };

	message_tally_add(t, &m);
}

#define TWELVE   "2026-05-31T12:00:00Z"
#define THIRTEEN "2026-05-31T13:00:00Z"

static void
each_device_and_hour_is_counted_apart(void **state)
{
	static const char *const want[MESSAGE_TALLY_ARGS] = { "{1,1,1,2}",
		"{7,0,7,7}", "{" TWELVE "," TWELVE "," THIRTEEN "," TWELVE "}",
		"{2,1,1,1}", "{1,0,0,0}", "{2,0,1,1}", "{200,100,100,100}",
		NULL, NULL, "{1,0,0,0}", "{0,1,0,0}", "{0,0,0,1}" };
	struct buf args[MESSAGE_TALLY_ARGS] = { 0 };
	struct message_tally t = { 0 };

	(void)state;
	add(&t, 1, 7, NOON + 5, true);
	add(&t, 1, 0, NOON + 6, false);
	add(&t, 1, 7, NOON + 1, false);
	add(&t, 1, 7, NOON + CLOCK_HOUR, false);
	add(&t, 2, 7, NOON, false);
	assert_int_equal(4, t.count);
	assert_int_equal(4, message_tally_known(&t));
	assert_int_equal(NOON + 1, t.counts[0].first);
	assert_int_equal(NOON + 5, t.counts[0].last);
	message_tally_args(&t, args);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++) {
		if (want[i] != NULL)
			assert_string_equal(want[i], buf_str(&args[i]));
		buf_free(&args[i]);
	}
	message_tally_free(&t);
}

static void
many_devices_find_their_own_count_again(void **state)
{
	enum { DEVICES = 5000, ROUNDS = 3 };
	struct message_tally t = { 0 };

	(void)state;
	for (int use = 0; use < 2; use++) {
		for (int i = 0; i < DEVICES * ROUNDS; i++)
			add(&t, 1, 1 + i % DEVICES, NOON + i, false);
		assert_int_equal(DEVICES, t.count);
		for (int i = 0; i < DEVICES; i++) {
			assert_int_equal(1 + i, t.counts[i].device_id);
			assert_int_equal(ROUNDS, t.counts[i].count);
		}
		message_tally_clear(&t);
		assert_int_equal(0, t.count);
	}
	message_tally_free(&t);
}

static void
nothing_is_an_empty_array(void **state)
{
	struct buf args[MESSAGE_TALLY_ARGS] = { 0 };
	struct message_tally t = { 0 };

	(void)state;
	message_tally_clear(&t);
	message_tally_args(&t, args);
	for (int i = 0; i < MESSAGE_TALLY_ARGS; i++) {
		assert_string_equal("{}", buf_str(&args[i]));
		buf_free(&args[i]);
	}
	message_tally_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_device_and_hour_is_counted_apart),
		cmocka_unit_test(many_devices_find_their_own_count_again),
		cmocka_unit_test(nothing_is_an_empty_array),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
