/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/frame.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

/* What a connection gives, as "a|b|": '~' for truncated, '^' for partial,
 * '!' when it is refused. Fed step bytes at a time. */
static const char *
cut(const char *data, size_t len, size_t step, size_t max)
{
	static struct buf out;
	struct buf in = { 0 };
	struct framer f = { .max = max };
	struct frame frame;
	size_t fed = 0;
	int rc;

	buf_clear(&out);
	for (;;) {
		bool at_end = fed == len;

		rc = framer_next(&f, in.data, in.len, at_end, &frame);
		if (frame.message != NULL) {
			buf_add(&out, frame.message, frame.len);
			buf_add_str(&out, frame.truncated ? "~" : "");
			buf_add_str(&out, frame.partial ? "^" : "");
			buf_add_str(&out, "|");
		}
		buf_drop(&in, frame.used);
		if (rc == ERR_PARSE) {
			buf_add_str(&out, "!");
			break;
		}
		if (rc == ERR_OK)
			continue;
		if (at_end)
			break;
		if (step > len - fed)
			step = len - fed;
		buf_add(&in, data + fed, step);
		fed += step;
	}
	buf_free(&in);
	return buf_str(&out);
}

static const struct {
	const char *bytes, *messages;
} streams[] = {
	{ "<1>a\n<2>b\r\n\n<3>c", "<1>a|<2>b|<3>c^|" },
	{ "4 <1>a5 <2>bc", "<1>a|<2>bc|" },
	{ "4 <1>a\n5 <2>bc\n", "<1>a|<2>bc|" },
	{ "6 <1>a\nb", "<1>a\nb|" },
	{ "9 <1>a", "<1>a^|" },
	{ "2023 May  1 x\n", "2023 May  1 x|" },
	{ "521 x\n", "521 x|" },
	{ "hello\n", "hello|" },
	{ "GET / HTTP/1.1\r\n", "!" },
	{ "PRI * HTTP/2.0\r\n", "!" },
	{ "G\n", "G|" },
	{ "12", "12^|" },
	{ "", "" },
};

static void
streams_are_cut_the_same_however_they_arrive(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(streams); i++)
		for (size_t step = 1; step < 20; step++)
			assert_string_equal(streams[i].messages,
			    cut(streams[i].bytes, strlen(streams[i].bytes),
				step, 100));
}

static void
a_nul_ends_a_line_and_a_tls_hello_is_refused(void **state)
{
	(void)state;
	assert_string_equal("<1>a|<2>b|", cut("<1>a\0<2>b\0", 10, 3, 100));
	assert_string_equal("!", cut("\x16\x03\x01\x02", 4, 1, 100));
}

static void
a_wrong_count_ends_the_connection_and_keeps_the_rest(void **state)
{
	(void)state;
	assert_string_equal("<1>a|x <2>^|!", cut("4 <1>ax <2>", 11, 11, 100));
}

static void
a_message_past_the_limit_keeps_its_head(void **state)
{
	(void)state;
	assert_string_equal(
	    "<1>abc~|<2>b|", cut("<1>abcdefghij\n<2>b\n", 19, 1, 6));
	assert_string_equal(
	    "<1>abc~|<2>b|", cut("13 <1>abcdefghij4 <2>b", 22, 2, 6));
	assert_string_equal(
	    "<1>abc~|<2>b|", cut("13 <1>abcdefghij4 <2>b", 22, 22, 6));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_are_cut_the_same_however_they_arrive),
		cmocka_unit_test(a_nul_ends_a_line_and_a_tls_hello_is_refused),
		cmocka_unit_test(
		    a_wrong_count_ends_the_connection_and_keeps_the_rest),
		cmocka_unit_test(a_message_past_the_limit_keeps_its_head),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
