/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/span.h"

#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static struct span
text(const char *s)
{
	return span_of(s, strlen(s));
}

static const struct {
	const char *text;
	int min, max;
	bool taken;
	int64_t value;
	size_t left;
} numbers[] = {
	{ "12 x", 1, 3, true, 12, 2 },
	{ "1234", 1, 3, false, 0, 4 }, /* a digit follows */
	{ "12", 3, 3, false, 0, 2 }, { "007", 3, 3, true, 7, 0 },
	{ "x", 0, 3, true, 0, 1 }, { "", 1, 3, false, 0, 0 },
	{ "999999999999999999", 1, 18, true, INT64_C(999999999999999999), 0 },
	{ "9999999999999999999", 1, 99, false, 0, 19 }, /* past 64 bits */
};

static void
numbers_have_their_digits_and_no_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		struct span s = text(numbers[i].text);
		int64_t v = 0;

		assert_int_equal(numbers[i].taken,
		    span_take_number(&s, numbers[i].min, numbers[i].max, &v));
		assert_true(v == numbers[i].value);
		assert_int_equal(numbers[i].left, span_len(&s));
	}
}

static void
words_end_with_a_blank_or_a_line(void **state)
{
	struct span s = text("one\ttwo  three\nfour"), word;

	(void)state;
	assert_true(span_take_word(&s, &word));
	assert_true(span_is(&word, "one"));
	assert_false(span_take_word(&s, &word));
	assert_true(span_skip_blanks(&s));
	assert_true(span_take_word(&s, &word));
	assert_true(span_is(&word, "two"));
	assert_true(span_skip_blanks(&s));
	assert_true(span_take_word(&s, &word));
	assert_true(span_is(&word, "three"));
	assert_false(span_skip_blanks(&s));
	assert_false(span_take_word(&s, &word));
	assert_true(span_starts(&s, "\nfour"));
}

static void
what_is_not_there_moves_nothing(void **state)
{
	struct span s = text("abc");

	(void)state;
	assert_false(span_take_text(&s, "abd"));
	assert_false(span_take_text(&s, "abcd"));
	assert_false(span_take_char(&s, 'b'));
	assert_int_equal(3, span_len(&s));
	assert_int_equal('c', span_peek(&s, 2));
	assert_int_equal('\0', span_peek(&s, 3));
	assert_true(span_take_text(&s, "ab"));
	assert_true(span_take_char(&s, 'c'));
	assert_false(span_take_char(&s, '\0'));
	s = span_of(NULL, 0);
	assert_int_equal(0, span_len(&s));
	assert_true(span_is(&s, ""));
	assert_null(span_find(&s, "x"));
}

static const struct {
	const char *bytes;
	size_t len;
	const char *text;
} safe[] = {
	{ "a\tb\nc", 5, "a\tb\nc" },
	{ "a\0b", 3, "a\\x00b" },
	{ "\x1b[1m", 4, "\\x1b[1m" },
	{ "caf\xc3\xa9", 5, "caf\xc3\xa9" },
	{ "caf\xe9 x", 6, "caf\\xe9 x" },
	{ "\xc3", 1, "\\xc3" }, /* cut inside a character */
	{ "", 0, "" },
};

static void
text_is_made_safe_and_keeps_its_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(safe); i++) {
		struct span s = span_of(safe[i].bytes, safe[i].len);
		struct buf out = { 0 };

		span_add_text(&s, &out);
		assert_string_equal(safe[i].text, buf_str(&out));
		buf_free(&out);
	}
}

/* However long a run of plain text is, what is strange in it is seen. */
static void
each_byte_is_written_alike_wherever_it_stands(void **state)
{
	enum { LONG = 21 };
	struct buf whole = { 0 }, parts = { 0 };
	char line[LONG];

	(void)state;
	for (int c = 0; c < 256; c++) {
		for (size_t at = 0; at < LONG; at++) {
			const struct span all = span_of(line, LONG);
			const struct span before = span_of(line, at);
			const struct span one = span_of(line + at, 1);
			const struct span after =
			    span_of(line + at + 1, LONG - at - 1);

			memset(line, '~', LONG);
			line[at] = (char)c;
			buf_clear(&whole);
			buf_clear(&parts);
			span_add_text(&all, &whole);
			span_add_text(&before, &parts);
			span_add_text(&one, &parts);
			span_add_text(&after, &parts);
			assert_int_equal(parts.len, whole.len);
			assert_memory_equal(parts.data, whole.data, whole.len);
		}
	}
	buf_free(&whole);
	buf_free(&parts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_their_digits_and_no_more),
		cmocka_unit_test(words_end_with_a_blank_or_a_line),
		cmocka_unit_test(what_is_not_there_moves_nothing),
		cmocka_unit_test(text_is_made_safe_and_keeps_its_lines),
		cmocka_unit_test(each_byte_is_written_alike_wherever_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
