/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/observation.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const uint8_t bytes[] = "<13>Oct 11 22:14:15 sw1 x: y";

static struct observation
a_reading(void)
{
	struct observation obs = { .kind = OBSERVATION_READING,
		.tenant_id = 1,
		.realm_id = 2,
		.at = 1000,
		.reading = { .poll_id = 7,
		    .device_id = 42,
		    .started = 900,
		    .ended = 1000,
		    .outcome = READING_PARTIAL,
		    .plan = READING_STABILITY,
		    .rtt_us = 350,
		    .protocol = 3,
		    .level = READING_PRIV,
		    .profile = "cisco",
		    .profile_len = 5,
		    .varbinds = bytes,
		    .varbinds_len = sizeof(bytes) } };

	assert_int_equal(
	    ERR_OK, address_parse("192.0.2.9:161", &obs.reading.address));
	return obs;
}

static struct observation
a_message(void)
{
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.at = -5,
		.message = { .transport = MESSAGE_TCP,
		    .flags = MESSAGE_PARTIAL | MESSAGE_OCTET,
		    .listener = 3,
		    .bytes = bytes,
		    .len = sizeof(bytes) } };

	assert_int_equal(
	    ERR_OK, address_parse("[2001:db8::1]:6514", &obs.message.from));
	return obs;
}

static void
a_reading_comes_back_as_it_was(void **state)
{
	struct observation obs = a_reading(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(2, back.realm_id);
	assert_int_equal(7, back.reading.poll_id);
	assert_int_equal(42, back.reading.device_id);
	assert_int_equal(READING_PARTIAL, back.reading.outcome);
	assert_int_equal(READING_STABILITY, back.reading.plan);
	assert_int_equal(READING_PRIV, back.reading.level);
	assert_memory_equal("cisco", back.reading.profile, 5);
	assert_true(address_equal(&obs.reading.address, &back.reading.address));
	assert_int_equal(sizeof(bytes), back.reading.varbinds_len);
	assert_memory_equal(bytes, back.reading.varbinds, sizeof(bytes));
	buf_free(&out);
}

/* Journals that wait to be loaded while the programs are renewed. */
static void
a_reading_of_version_1_followed_the_only_plan(void **state)
{
	enum { PLAN = 2 + 4 + 4 + 8 + 8 + 4 + 8 + 8 + 1 };
	struct observation obs = a_reading(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(READING_STABILITY, out.data[PLAN]);
	memmove(out.data + PLAN, out.data + PLAN + 1, out.len - PLAN - 1);
	out.data[0] = 1;
	assert_int_equal(
	    ERR_OK, observation_decode(out.data, out.len - 1, &back));
	assert_int_equal(READING_IDENTITY, back.reading.plan);
	assert_int_equal(350, back.reading.rtt_us);
	assert_memory_equal("cisco", back.reading.profile, 5);
	buf_free(&out);
}

static void
a_message_comes_back_as_it_was(void **state)
{
	struct observation obs = a_message(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(-5, back.at);
	assert_int_equal(MESSAGE_TCP, back.message.transport);
	assert_int_equal(MESSAGE_PARTIAL | MESSAGE_OCTET, back.message.flags);
	assert_true(address_equal(&obs.message.from, &back.message.from));
	assert_int_equal(0, back.message.name_len);
	assert_memory_equal(bytes, back.message.bytes, sizeof(bytes));
	buf_free(&out);
}

static void
a_message_keeps_the_name_of_its_sender(void **state)
{
	struct observation obs = a_message(), back;
	struct buf out = { 0 };
	char longest[256];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	obs.message.transport = MESSAGE_RELP_TLS;
	obs.message.name = longest;
	obs.message.name_len = 255;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(MESSAGE_RELP_TLS, back.message.transport);
	assert_int_equal(255, back.message.name_len);
	assert_memory_equal(longest, back.message.name, 255);
	assert_memory_equal(bytes, back.message.bytes, sizeof(bytes));
	obs.message.name_len = 256;
	assert_int_equal(ERR_RANGE, observation_encode(&obs, &out));
	buf_free(&out);
}

/* Journals that wait to be loaded while the programs are renewed. */
static void
a_message_of_version_2_had_no_name(void **state)
{
	enum { NAME_LEN = 2 + 4 + 4 + 8 + 1 + 2 + 16 + 1 + 2 + 2 };
	struct observation obs = a_message(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(6, obs.message.from.family);
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(0, out.data[NAME_LEN]);
	memmove(out.data + NAME_LEN, out.data + NAME_LEN + 1,
	    out.len - NAME_LEN - 1);
	out.data[0] = 2;
	assert_int_equal(
	    ERR_OK, observation_decode(out.data, out.len - 1, &back));
	assert_int_equal(0, back.message.name_len);
	assert_int_equal(sizeof(bytes), back.message.len);
	assert_memory_equal(bytes, back.message.bytes, sizeof(bytes));
	buf_free(&out);
}

static struct observation
a_trap(void)
{
	static const uint8_t cold_start[] = { 0x2b, 6, 1, 6, 3, 1, 1, 5, 1 };
	struct observation obs = { .kind = OBSERVATION_TRAP,
		.tenant_id = 1,
		.realm_id = 1,
		.at = 77,
		.trap = { .device_id = 42,
		    .protocol = 3,
		    .level = READING_AUTH,
		    .flags = TRAP_INFORM | TRAP_UPTIME,
		    .listener = 1,
		    .uptime_cs = UINT32_MAX,
		    .oid = cold_start,
		    .oid_len = sizeof(cold_start),
		    .engine_id = (const uint8_t *)"12345",
		    .engine_id_len = 5,
		    .varbinds = bytes,
		    .varbinds_len = sizeof(bytes) } };

	assert_int_equal(
	    ERR_OK, address_parse("192.0.2.9:40001", &obs.trap.from));
	return obs;
}

static void
a_trap_comes_back_as_it_was(void **state)
{
	struct observation obs = a_trap(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(42, back.trap.device_id);
	assert_int_equal(UINT32_MAX, back.trap.uptime_cs);
	assert_int_equal(TRAP_INFORM | TRAP_UPTIME, back.trap.flags);
	assert_int_equal(obs.trap.oid_len, back.trap.oid_len);
	assert_memory_equal(obs.trap.oid, back.trap.oid, back.trap.oid_len);
	assert_int_equal(0, back.trap.enterprise_len);
	assert_int_equal(0, back.trap.agent.family);
	assert_memory_equal("12345", back.trap.engine_id, 5);
	assert_true(address_equal(&obs.trap.from, &back.trap.from));
	assert_memory_equal(bytes, back.trap.varbinds, sizeof(bytes));
	obs.trap.oid_len = TRAP_OID_MAX + 1;
	assert_int_equal(ERR_RANGE, observation_encode(&obs, &out));
	buf_free(&out);
}

static void
losses_and_marks_keep_their_words(void **state)
{
	struct observation loss = { .kind = OBSERVATION_LOSS,
		.loss = { .reason = LOSS_SOCKET,
		    .count = 332,
		    .what = "udp",
		    .what_len = 3 } };
	struct observation mark = { .kind = OBSERVATION_MARK,
		.mark = { .kind = MARK_STOP } };
	struct observation back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&loss, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(332, back.loss.count);
	assert_memory_equal("udp", back.loss.what, 3);
	buf_clear(&out);
	assert_int_equal(ERR_OK, observation_encode(&mark, &out));
	assert_int_equal(ERR_OK, observation_decode(out.data, out.len, &back));
	assert_int_equal(MARK_STOP, back.mark.kind);
	assert_int_equal(0, back.mark.what_len);
	buf_free(&out);
}

static void
no_shorter_or_longer_run_of_bytes_passes(void **state)
{
	struct observation obs = a_reading(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	for (size_t len = 0; len < out.len; len++)
		assert_int_equal(
		    ERR_PARSE, observation_decode(out.data, len, &back));
	buf_add_u8(&out, 0);
	assert_int_equal(
	    ERR_PARSE, observation_decode(out.data, out.len, &back));
	buf_free(&out);
}

static void
another_version_or_kind_is_refused(void **state)
{
	struct observation obs = a_message(), back;
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, observation_encode(&obs, &out));
	out.data[0] = 4;
	assert_int_equal(
	    ERR_PARSE, observation_decode(out.data, out.len, &back));
	out.data[0] = 1;
	out.data[1] = 9;
	assert_int_equal(
	    ERR_PARSE, observation_decode(out.data, out.len, &back));
	buf_free(&out);
}

static void
what_is_past_its_limit_is_not_encoded(void **state)
{
	struct observation obs = a_message();
	struct buf out = { 0 };

	(void)state;
	obs.message.len = OBSERVATION_BODY_MAX + 1;
	assert_int_equal(ERR_RANGE, observation_encode(&obs, &out));
	obs = a_reading();
	obs.reading.profile_len = OBSERVATION_TEXT_MAX + 1;
	assert_int_equal(ERR_RANGE, observation_encode(&obs, &out));
	assert_int_equal(0, out.len);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reading_comes_back_as_it_was),
		cmocka_unit_test(a_reading_of_version_1_followed_the_only_plan),
		cmocka_unit_test(a_message_comes_back_as_it_was),
		cmocka_unit_test(a_message_keeps_the_name_of_its_sender),
		cmocka_unit_test(a_message_of_version_2_had_no_name),
		cmocka_unit_test(a_trap_comes_back_as_it_was),
		cmocka_unit_test(losses_and_marks_keep_their_words),
		cmocka_unit_test(no_shorter_or_longer_run_of_bytes_passes),
		cmocka_unit_test(another_version_or_kind_is_refused),
		cmocka_unit_test(what_is_past_its_limit_is_not_encoded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
