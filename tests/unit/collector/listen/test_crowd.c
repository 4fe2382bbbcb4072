/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/crowd.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

static struct address
from(const char *text)
{
	struct address a;

	assert_int_equal(ERR_OK, address_parse(text, &a));
	return a;
}

static void
a_source_has_its_share_and_no_more(void **state)
{
	struct crowd *c = crowd_new(1000);
	struct room *r = crowd_room(c, "a");
	struct address one = from("192.0.2.1:1000"), again = from("192.0.2.1");
	struct address two = from("192.0.2.2");

	(void)state;
	assert_null(room_enter(r, &one, 10, 2));
	assert_null(room_enter(r, &again, 10, 2));
	assert_string_equal(
	    "too many connections of one source", room_enter(r, &one, 10, 2));
	assert_null(room_enter(r, &two, 10, 2));
	room_leave(r, &one);
	assert_null(room_enter(r, &one, 10, 2));
	crowd_free(c);
}

static void
a_section_has_its_share_and_no_more(void **state)
{
	struct crowd *c = crowd_new(1000);
	struct address one = from("192.0.2.1"), two = from("192.0.2.2"),
		       three = from("192.0.2.3");

	(void)state;
	assert_null(room_enter(crowd_room(c, "a"), &one, 2, 5));
	assert_null(room_enter(crowd_room(c, "a"), &two, 2, 5));
	assert_string_equal("too many connections",
	    room_enter(crowd_room(c, "a"), &three, 2, 5));
	assert_null(room_enter(crowd_room(c, "b"), &three, 2, 5));
	assert_ptr_equal(crowd_room(c, "a"), crowd_room(c, "a"));
	crowd_free(c);
}

static void
descriptors_bound_all_sections(void **state)
{
	struct crowd *c = crowd_new(2);
	struct address one = from("192.0.2.1");

	(void)state;
	assert_null(room_enter(crowd_room(c, "a"), &one, 9, 9));
	assert_null(room_enter(crowd_room(c, "b"), &one, 9, 9));
	assert_string_equal("too few descriptors for more connections",
	    room_enter(crowd_room(c, "c"), &one, 9, 9));
	room_leave(crowd_room(c, "a"), &one);
	assert_null(room_enter(crowd_room(c, "c"), &one, 9, 9));
	crowd_free(c);
}

/* More sources than there are buckets, of both families. */
static void
many_sources_are_told_apart(void **state)
{
	enum { SOURCES = 5000 };
	struct crowd *c = crowd_new(3 * SOURCES);
	struct room *r = crowd_room(c, "a");
	struct address a;
	char text[64];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < SOURCES; i++) {
			snprintf(text, sizeof(text),
			    i % 2 ? "10.0.%d.%d" : "2001:db8::%x:%x", i / 256,
			    i % 256);
			a = from(text);
			if (round == 2)
				room_leave(r, &a);
			else if (round == 1)
				assert_non_null(
				    room_enter(r, &a, 2 * SOURCES, 1));
			else
				assert_null(room_enter(r, &a, SOURCES, 1));
		}
	}
	assert_null(room_enter(r, &a, 1, 1));
	crowd_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_has_its_share_and_no_more),
		cmocka_unit_test(a_section_has_its_share_and_no_more),
		cmocka_unit_test(descriptors_bound_all_sections),
		cmocka_unit_test(many_sources_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
