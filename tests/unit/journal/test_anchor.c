/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/anchor.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

#define UUID "01020304-0506-0708-090a-0b0c0d0e0f10"
#define HASH "aa000000000000000000000000000000000000000000000000000000000000bb"
#define KEY  "cc000000000000000000000000000000000000000000000000000000000000dd"
#define GOOD                                                                  \
	"patchwacht-anchor-1 poll-2 " UUID " 7 90 2026-11-24T09:14:00Z " HASH \
	" " KEY

static void
a_line_is_read_as_it_was_written(void **state)
{
	struct anchor a;
	char text[ANCHOR_TEXT_MAX];

	(void)state;
	assert_int_equal(ERR_OK, anchor_parse(GOOD, strlen(GOOD), &a));
	assert_string_equal("poll-2", a.stream);
	assert_int_equal(7, a.number);
	assert_int_equal(90, a.seq);
	assert_int_equal(0x10, a.uuid[15]);
	assert_int_equal(0xbb, a.hash[31]);
	assert_int_equal(0xcc, a.first_key[0]);
	assert_string_equal(GOOD, anchor_format(&a, text));
}

static void
another_shape_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"patchwacht-anchor-1",
		"patchwacht-anchor-2 poll " UUID " 7 90 2026-11-24 " HASH
		" " KEY,
		"patchwacht-anchor-1 other " UUID " 7 90 2026-11-24 " HASH
		" " KEY,
		"patchwacht-anchor-1 poll 0102 7 90 2026-11-24 " HASH " " KEY,
		"patchwacht-anchor-1 poll " UUID " 0 90 2026-11-24 " HASH
		" " KEY,
		"patchwacht-anchor-1 poll " UUID " 7 -1 2026-11-24 " HASH
		" " KEY,
		"patchwacht-anchor-1 poll " UUID " 7 90 tomorrow " HASH " " KEY,
		"patchwacht-anchor-1 poll " UUID " 7 90 2026-11-24 aa " KEY,
		"patchwacht-anchor-1 poll " UUID " 7 90 2026-11-24 " HASH,
	};
	struct anchor a;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_int_equal(
		    ERR_PARSE, anchor_parse(bad[i], strlen(bad[i]), &a));
}

static void
anchors_are_found_in_a_quoted_mail(void **state)
{
	static const char mail[] =
	    "Subject: anchors\n\n> " GOOD "\r\n>\n> " GOOD;
	static const char torn[] = "one\n" GOOD "\npatchwacht-anchor-1 poll\n";
	struct anchor *list = NULL;
	size_t n, line;

	(void)state;
	assert_int_equal(
	    ERR_OK, anchor_find_all(mail, sizeof(mail) - 1, &list, &n, &line));
	assert_int_equal(2, n);
	assert_int_equal(7, list[1].number);
	free(list);
	assert_int_equal(ERR_PARSE,
	    anchor_find_all(torn, sizeof(torn) - 1, &list, &n, &line));
	assert_int_equal(3, line);
	assert_null(list);
	assert_int_equal(ERR_OK, anchor_find_all("", 0, &list, &n, &line));
	assert_int_equal(0, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_read_as_it_was_written),
		cmocka_unit_test(another_shape_is_refused),
		cmocka_unit_test(anchors_are_found_in_a_quoted_mail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
