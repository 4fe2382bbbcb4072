/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/point.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define LINE "patchwacht-trail-1 3 4711 2026-11-24T10:00:00.000001Z " HASH

static void
a_line_is_read_as_it_was_written(void **state)
{
	char text[TRAIL_POINT_TEXT_MAX];
	struct trail_point p;

	(void)state;
	assert_int_equal(ERR_OK, trail_point_parse(LINE, strlen(LINE), &p));
	assert_int_equal(3, p.tenant);
	assert_int_equal(4711, p.seq);
	assert_string_equal(LINE, trail_point_format(&p, text));
}

static const char *const broken[] = {
	"patchwacht-trail-1",
	"patchwacht-trail-1 0 1 2026-11-24T10:00:00Z " HASH,
	"patchwacht-trail-1 1 -1 2026-11-24T10:00:00Z " HASH,
	"patchwacht-trail-1 1 1 yesterday " HASH,
	"patchwacht-trail-1 1 1 2026-11-24T10:00:00Z 0011",
	"patchwacht-trail-2 1 1 2026-11-24T10:00:00Z " HASH,
};

static void
what_is_not_whole_is_refused(void **state)
{
	struct trail_point p;

	(void)state;
	for (size_t i = 0; i < ROWS(broken); i++)
		assert_int_equal(ERR_PARSE,
		    trail_point_parse(broken[i], strlen(broken[i]), &p));
}

static void
they_are_found_in_a_mail_and_in_json(void **state)
{
	static const char mail[] =
	    "On Monday:\n> " LINE "\n{\"what\": \"" LINE "\", \"x\": 1}\n";
	struct trail_point *list;
	size_t n, line;

	(void)state;
	assert_int_equal(
	    ERR_OK, trail_point_find_all(mail, strlen(mail), &list, &n, &line));
	assert_int_equal(2, n);
	assert_int_equal(4711, list[1].seq);
	free(list);
	assert_int_equal(ERR_PARSE,
	    trail_point_find_all(
		"\n\npatchwacht-trail-1 x", 22, &list, &n, &line));
	assert_int_equal(3, line);
}

static void
a_row_and_its_hash_are_read(void **state)
{
	static const char *const none[] = { "", "4711", ":" HASH, "0:" HASH,
		"x:" HASH, "4711:" HASH "0", "4711: " HASH, "4711:00",
		"-1:" HASH, "99999999999999999999:" HASH };
	struct trail_point p;

	(void)state;
	assert_int_equal(ERR_OK, trail_point_parse_row("4711:" HASH, &p));
	assert_int_equal(0, p.tenant);
	assert_int_equal(4711, p.seq);
	assert_int_equal(CLOCK_NONE, p.at);
	for (size_t i = 0; i < ROWS(none); i++)
		assert_int_equal(ERR_PARSE, trail_point_parse_row(none[i], &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_read_as_it_was_written),
		cmocka_unit_test(what_is_not_whole_is_refused),
		cmocka_unit_test(they_are_found_in_a_mail_and_in_json),
		cmocka_unit_test(a_row_and_its_hash_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
