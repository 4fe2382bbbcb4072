/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/sender_term.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/observation.h"

#include "tests/unit/test.h"

#define PRINT  "000102030405060708090a0b0c0d0e0f"
#define BEFORE "runs_out 2026-12-10T11:00:00Z " PRINT " 192.0.2.1 "
#define WHOLE  BEFORE "core-sw1.example.org my devices"

static int
read_text(const char *text, struct sender_term *out)
{
	return sender_term_read(text, strlen(text), out);
}

static void
what_is_written_is_read(void **state)
{
	struct buf out = { 0 };
	struct sender_term t;

	(void)state;
	assert_int_equal(ERR_OK, read_text(WHOLE, &t));
	assert_int_equal(SENDER_RUNS_OUT, t.state);
	assert_int_equal(15, t.fingerprint[15]);
	assert_memory_equal("core-sw1.example.org", t.name, t.name_len);
	assert_memory_equal("my devices", t.section, t.section_len);
	sender_term_write(&t, &out);
	assert_string_equal(WHOLE, buf_str(&out));
	buf_clear(&out);
	t.state = SENDER_RENEWED;
	t.name_len = 0;
	sender_term_write(&t, &out);
	assert_int_equal(ERR_OK, read_text(buf_str(&out), &t));
	assert_int_equal(SENDER_RENEWED, t.state);
	assert_int_equal(0, t.name_len);
	buf_free(&out);
}

static void
a_long_one_fits_in_a_mark(void **state)
{
	static char name[OBSERVATION_TEXT_MAX + 1];
	struct buf out = { 0 };
	struct sender_term t, back;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	assert_int_equal(ERR_OK, read_text(WHOLE, &t));
	t.name = t.section = name;
	t.section_len = strlen(name);
	for (t.name_len = 1; t.name_len < sizeof(name); t.name_len++) {
		buf_clear(&out);
		sender_term_write(&t, &out);
		assert_true(out.len <= OBSERVATION_TEXT_MAX);
		assert_int_equal(ERR_OK, read_text(buf_str(&out), &back));
		/* Half a name is that of another. */
		assert_true(back.name_len == t.name_len || back.name_len == 0);
	}
	buf_clear(&out);
	sender_look_write(1, name, &out);
	assert_true(out.len <= OBSERVATION_TEXT_MAX);
	buf_free(&out);
}

static const char *const odd[] = {
	"",
	"runs_out",
	"ran_out 2026-12-10T11:00:00Z " PRINT " 192.0.2.1 a b",
	"runs_out 2026-13-10T11:00:00Z " PRINT " 192.0.2.1 a b",
	"runs_out 0000-01-01T00:00:00Z " PRINT " 192.0.2.1 a b",
	"runs_out infinity " PRINT " 192.0.2.1 a b",
	"runs_out 2026-12-10T11:00:00Z 0001 192.0.2.1 a b",
	"runs_out 2026-12-10T11:00:00Z " PRINT "00 192.0.2.1 a b",
	"runs_out 2026-12-10T11:00:00Z " PRINT " here a b",
	BEFORE "a",
	BEFORE " b",
	BEFORE "a\x01 b",
	BEFORE "\xc3\xa9 b",
};

static void
nothing_else_is_read(void **state)
{
	struct sender_term t;

	(void)state;
	for (size_t i = 0; i < ROWS(odd); i++)
		assert_int_equal(ERR_PARSE, read_text(odd[i], &t));
	for (size_t len = 0; len < strlen(BEFORE); len++)
		assert_int_equal(ERR_PARSE, sender_term_read(WHOLE, len, &t));
}

static const struct {
	const char *text;
	int rc;
	uint32_t surplus;
} looks[] = {
	{ "0 certified", ERR_OK, 0 },
	{ "904 my devices", ERR_OK, 904 },
	{ "999999999 x", ERR_OK, 999999999 },
	{ "1000000000 x", ERR_PARSE, 0 },
	{ "-1 x", ERR_PARSE, 0 },
	{ "1", ERR_PARSE, 0 },
	{ " x", ERR_PARSE, 0 },
	{ "", ERR_PARSE, 0 },
};

static void
a_look_has_its_surplus(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(looks); i++) {
		uint32_t surplus = 0;

		assert_int_equal(looks[i].rc,
		    sender_look_read(
			looks[i].text, strlen(looks[i].text), &surplus));
		assert_int_equal(looks[i].surplus, surplus);
	}
	sender_look_write(UINT32_MAX, "x", &out);
	assert_string_equal("999999999 x", buf_str(&out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(a_long_one_fits_in_a_mark),
		cmocka_unit_test(nothing_else_is_read),
		cmocka_unit_test(a_look_has_its_surplus),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
