/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/gist.h"

#include "tests/unit/profile/given.h"

static const char first[] = "profile \"acme\" {\n"
			    "  match { sysobjectid = {enterprises.99} }\n"
			    "  version { oid = enterprises.99.1.0 }\n"
			    "  scheme = {dotted}\n"
			    "}\n";
static const char second[] = "profile \"acme\" {\n"
			     "  match { sysobjectid = {enterprises.99} }\n"
			     "  version { oid = enterprises.99.2.0 }\n"
			     "  scheme = {dotted}\n"
			     "}\n";

#define UP_FOR "1.3.6.1.2.1.1.3.0|67|100\n"
#define UP     "1.3.6.1.2.1.2.2.1.8.7|2|1\n"
#define SAID   "1.3.6.1.4.1.99.1.0|4|1.2\n"

static void
take_gist(const char *profiles, const char *lines, uint8_t out[DIGEST_LEN])
{
	struct profile_set *set = given_set(profiles);
	struct snapshot *s = given_snapshot(lines);

	gist_of(set, s, out);
	snapshot_free(s);
	profile_set_free(set);
}

static void
clocks_and_cables_say_nothing_of_a_device(void **state)
{
	static const char *const alike[] = {
		UP_FOR UP SAID,
		"1.3.6.1.2.1.1.3.0|67|99999\n" UP SAID,
		"1.3.6.1.2.1.25.1.1.0|67|5\n" SAID,
		"1.3.6.1.6.3.10.2.1.3.0|2|77\n" SAID,
		"1.3.6.1.2.1.2.2.1.8.7|2|2\n" SAID,
		"1.3.6.1.2.1.31.1.1.1.15.7|66|1000\n" SAID,
		SAID,
	};
	uint8_t want[DIGEST_LEN], got[DIGEST_LEN];

	(void)state;
	take_gist(first, SAID, want);
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		take_gist(first, alike[i], got);
		assert_memory_equal(want, got, DIGEST_LEN);
	}
}

static void
all_else_does(void **state)
{
	static const char *const other[] = {
		"1.3.6.1.4.1.99.1.0|4|1.3\n",
		SAID "1.3.6.1.4.1.99.2.0|4|1.2\n",
		"1.3.6.1.4.1.99.2.0|4|1.2\n",
		"1.3.6.1.6.3.10.2.1.2.0|2|4\n" SAID,
		"1.3.6.1.2.1.2.2.1.6.7|4x|000102030405\n" SAID,
		"",
	};
	uint8_t want[DIGEST_LEN], got[DIGEST_LEN];

	(void)state;
	take_gist(first, SAID, want);
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		take_gist(first, other[i], got);
		assert_memory_not_equal(want, got, DIGEST_LEN);
	}
}

static void
another_edition_of_a_profile_may_read_another_thing(void **state)
{
	uint8_t one[DIGEST_LEN], two[DIGEST_LEN];

	(void)state;
	take_gist(first, SAID, one);
	take_gist(second, SAID, two);
	assert_memory_not_equal(one, two, DIGEST_LEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_and_cables_say_nothing_of_a_device),
		cmocka_unit_test(all_else_does),
		cmocka_unit_test(
		    another_edition_of_a_profile_may_read_another_thing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
