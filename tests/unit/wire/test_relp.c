/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/relp.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static int
take(const char *text, size_t max, struct relp_frame *out)
{
	return relp_take((const uint8_t *)text, strlen(text), max, out);
}

static void
a_frame_is_number_command_and_data(void **state)
{
	static const char text[] = "17 syslog 11 <14>a: b\nc \n18 close 0\n";
	struct relp_frame f;

	(void)state;
	assert_int_equal(ERR_OK, take(text, 100, &f));
	assert_int_equal(17, f.txnr);
	assert_int_equal(RELP_SYSLOG, f.command);
	assert_int_equal(11, f.len);
	assert_memory_equal("<14>a: b\nc ", f.data, 11);
	assert_int_equal(0, f.rest);
}

static void
frames_follow_each_other(void **state)
{
	static const char text[] = "1 open 3 a=b\n2 syslog 1 x\n3 close 0\n";
	static const enum relp_command wanted[] = { RELP_OPEN, RELP_SYSLOG,
		RELP_CLOSE };
	struct relp_frame f;
	const char *at = text;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(ERR_OK, take(at, 100, &f));
		assert_int_equal(wanted[i], f.command);
		assert_int_equal(i + 1, f.txnr);
		at += f.used;
	}
	assert_string_equal("", at);
}

/* However the bytes are cut on their way. */
static void
a_frame_waits_for_its_last_byte(void **state)
{
	static const char text[] = "123456789 syslog 5 <1>ab\n";
	struct relp_frame f;

	(void)state;
	for (size_t n = 0; n < sizeof(text) - 1; n++)
		assert_int_equal(
		    ERR_AGAIN, relp_take((const uint8_t *)text, n, 100, &f));
	assert_int_equal(ERR_OK, take(text, 100, &f));
}

static void
other_bytes_are_not_relp(void **state)
{
	static const char *const texts[] = {
		"<14>plain\n", "1234567890 syslog 1 x\n", /* ten digits */
		"1 syslog 1000000000 x\n",                /* here, too */
		"1 syslog 1 xy\n",                 /* longer than it says */
		"1  syslog 1 x\n",                 /* two blanks */
		"1 SYSLOG 1 x\n",                  /* commands are lower case */
		"1 syslog -1 x\n", "\x16\x03\x01", /* a TLS hello */
		"GET / HTTP/1.1\r\n",
		"1 abcdefghijklmnopqrstuvwxyzabcdefg 0\n", /* 33 letters */
	};
	struct relp_frame f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(ERR_PARSE, take(texts[i], 100, &f));
}

static void
of_a_long_message_the_head_is_given(void **state)
{
	struct relp_frame f;

	(void)state;
	assert_int_equal(ERR_AGAIN, take("1 syslog 900000000 12", 3, &f));
	assert_int_equal(ERR_OK, take("1 syslog 900000000 1234", 3, &f));
	assert_int_equal(3, f.len);
	assert_int_equal(900000000 - 3, f.rest);
	assert_int_equal(strlen("1 syslog 900000000 123"), f.used);
}

static void
unknown_commands_are_told_apart(void **state)
{
	struct relp_frame f;

	(void)state;
	assert_int_equal(ERR_OK, take("1 starttls 0\n", 100, &f));
	assert_int_equal(RELP_OTHER, f.command);
	assert_int_equal(ERR_OK, take("1 syslogs 0 \n", 100, &f));
	assert_int_equal(RELP_OTHER, f.command);
	assert_int_equal(strlen("1 syslogs 0 \n"), f.used);
}

static void
answers_bear_their_length(void **state)
{
	struct buf out = { 0 };

	(void)state;
	relp_add_answer(&out, 7, "200 OK");
	relp_add_answer(&out, 8, NULL);
	relp_add_goodbye(&out);
	assert_string_equal(
	    "7 rsp 6 200 OK\n8 rsp 0\n0 serverclose 0\n", buf_str(&out));
	buf_clear(&out);
	relp_add_welcome(&out, 1, "x");
	assert_string_equal("1 rsp 53 200 OK\nrelp_version=0\n"
			    "relp_software=x\ncommands=syslog\n",
	    buf_str(&out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_is_number_command_and_data),
		cmocka_unit_test(frames_follow_each_other),
		cmocka_unit_test(a_frame_waits_for_its_last_byte),
		cmocka_unit_test(other_bytes_are_not_relp),
		cmocka_unit_test(of_a_long_message_the_head_is_given),
		cmocka_unit_test(unknown_commands_are_told_apart),
		cmocka_unit_test(answers_bear_their_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
