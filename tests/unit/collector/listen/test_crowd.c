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

static const char *
enter(struct room *r, const struct address *a, int all, int of_source)
{
	return room_enter(r, a, &(struct room_limits){ all, of_source, all });
}

static void
a_source_has_its_share_and_no_more(void **state)
{
	struct crowd *c = crowd_new(1000);
	struct room *r = crowd_room(c, "a");
	struct address one = from("192.0.2.1:1000"), again = from("192.0.2.1");
	struct address two = from("192.0.2.2");

	(void)state;
	assert_null(enter(r, &one, 10, 2));
	assert_null(enter(r, &again, 10, 2));
	assert_string_equal(
	    "too many connections of one source", enter(r, &one, 10, 2));
	assert_null(enter(r, &two, 10, 2));
	room_leave(r, &one);
	assert_null(enter(r, &one, 10, 2));
	crowd_free(c);
}

static void
a_section_has_its_share_and_no_more(void **state)
{
	struct crowd *c = crowd_new(1000);
	struct address one = from("192.0.2.1"), two = from("192.0.2.2"),
		       three = from("192.0.2.3");

	(void)state;
	assert_null(enter(crowd_room(c, "a"), &one, 2, 5));
	assert_null(enter(crowd_room(c, "a"), &two, 2, 5));
	assert_string_equal(
	    "too many connections", enter(crowd_room(c, "a"), &three, 2, 5));
	assert_null(enter(crowd_room(c, "b"), &three, 2, 5));
	assert_ptr_equal(crowd_room(c, "a"), crowd_room(c, "a"));
	crowd_free(c);
}

static void
descriptors_bound_all_sections(void **state)
{
	struct crowd *c = crowd_new(2);
	struct address one = from("192.0.2.1");

	(void)state;
	assert_null(enter(crowd_room(c, "a"), &one, 9, 9));
	assert_null(enter(crowd_room(c, "b"), &one, 9, 9));
	assert_string_equal("too few descriptors for more connections",
	    enter(crowd_room(c, "c"), &one, 9, 9));
	room_leave(crowd_room(c, "a"), &one);
	assert_null(enter(crowd_room(c, "c"), &one, 9, 9));
	crowd_free(c);
}

/* Its owner has 2^64 addresses. */
static void
a_network_of_ipv6_has_its_share_and_no_more(void **state)
{
	const struct room_limits most = { 1000, 2, 5 };
	struct crowd *c = crowd_new(1000);
	struct room *r = crowd_room(c, "a");
	struct address other = from("2001:db8:0:1::1");
	/* Its bytes are those of the network itself. */
	struct address zero = from("2001:db8::");
	struct address a;
	char text[64];

	(void)state;
	for (int i = 1; i <= 5; i++) {
		snprintf(text, sizeof(text), "2001:db8::%d:1", i);
		a = from(text);
		assert_null(room_enter(r, &a, &most));
	}
	assert_string_equal(
	    "too many connections of one network", room_enter(r, &zero, &most));
	assert_null(room_enter(r, &other, &most));
	room_leave(r, &a);
	assert_null(room_enter(r, &zero, &most));
	room_leave(r, &zero);
	assert_null(room_enter(r, &zero, &most));
	/* IPv4 has sources only. */
	for (int i = 1; i <= 10; i++) {
		snprintf(text, sizeof(text), "192.0.2.%d", i);
		a = from(text);
		assert_null(room_enter(r, &a, &most));
	}
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
				assert_non_null(enter(r, &a, 2 * SOURCES, 1));
			else
				assert_null(enter(r, &a, SOURCES, 1));
		}
	}
	assert_null(enter(r, &a, 1, 1));
	crowd_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_has_its_share_and_no_more),
		cmocka_unit_test(a_section_has_its_share_and_no_more),
		cmocka_unit_test(a_network_of_ipv6_has_its_share_and_no_more),
		cmocka_unit_test(descriptors_bound_all_sections),
		cmocka_unit_test(many_sources_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
