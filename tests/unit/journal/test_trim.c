/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { LENGTH = 1000 };

/* Segments are told apart by name, age and size: what stands in them, nobody
 * asks. Day number since 1970 is their age. */
static void
put(const char *name, int day)
{
	static const char text[LENGTH];
	const struct timespec at[2] = { { .tv_sec = day * 86400L },
		{ .tv_sec = day * 86400L } };

	assert_int_equal(
	    ERR_OK, file_write(fixture_path(name), text, sizeof(text), 0600));
	assert_int_equal(0, utimensat(AT_FDCWD, fixture_path(name), at, 0));
}

static int
fill(void **state)
{
	int rc = fixture_make(state);

	put("0000000000000001.seg.zst", 1);
	put("0000000000000002.seg", 2);
	put("0000000000000003.seg", 3);
	put("0000000000000004.seg", 4);
	put("0000000000000005.seg", 5);
	return rc;
}

/* The numbers of those that are left. */
static const char *
left(void)
{
	static char out[16];
	char name[32];
	size_t n = 0;

	for (int i = 1; i <= 9; i++) {
		snprintf(name, sizeof(name), "%016d.seg", i);
		if (access(fixture_path(name), F_OK) != 0)
			strcat(name, ".zst");
		if (access(fixture_path(name), F_OK) == 0)
			out[n++] = (char)('0' + i);
	}
	out[n] = '\0';
	return out;
}

static size_t
trim(uint64_t loaded, int64_t days)
{
	const struct journal_position at = { .segment = loaded };
	size_t gone = 99;

	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, days * CLOCK_DAY, &gone));
	return gone;
}

static size_t
trim_to(uint64_t loaded, uint64_t most)
{
	const struct journal_position at = { .segment = loaded };
	size_t gone = 99;

	assert_int_equal(
	    ERR_OK, journal_trim_to(fixture_dir, &at, most, &gone));
	return gone;
}

static void
what_is_old_and_loaded_goes(void **state)
{
	(void)state;
	assert_int_equal(0, trim(5, 1));
	assert_int_equal(1, trim(5, 2));
	assert_string_equal("2345", left());
	assert_int_equal(1, trim(3, 100)); /* 3 may be half loaded */
	assert_string_equal("345", left());
	assert_int_equal(0, trim(0, 100));
	assert_int_equal(1, trim(5, 4)); /* 4 is of that very day */
	assert_string_equal("45", left());
}

static void
the_newest_stays(void **state)
{
	(void)state;
	assert_int_equal(4, trim(99, 100));
	assert_string_equal("5", left());
	assert_int_equal(0, trim_to(99, 0));
	assert_string_equal("5", left());
}

static void
one_that_is_damaged_stays(void **state)
{
	char name[4096];

	(void)state;
	snprintf(name, sizeof(name), "%s",
	    fixture_path("0000000000000002.seg.damaged"));
	assert_int_equal(0, link(fixture_path("0000000000000002.seg"), name));
	assert_int_equal(3, trim(99, 100));
	assert_string_equal("25", left());
}

/* Of a file that another user put back there is a link by name. */
static void
one_that_is_only_named_as_damaged_stays_too(void **state)
{
	(void)state;
	assert_int_equal(0,
	    symlink("0000000000000002.seg",
		fixture_path("0000000000000002.seg.damaged")));
	assert_int_equal(3, trim(99, 100));
	assert_string_equal("25", left());
}

static void
the_oldest_go_until_the_rest_fits(void **state)
{
	(void)state;
	assert_int_equal(0, trim_to(5, 5 * LENGTH));
	assert_int_equal(1, trim_to(5, 5 * LENGTH - 1));
	assert_string_equal("2345", left());
	assert_int_equal(2, trim_to(5, 2 * LENGTH));
	assert_string_equal("45", left());
	assert_int_equal(0, trim_to(4, 0)); /* 4 is not loaded yet */
	assert_int_equal(1, trim_to(5, 0));
	assert_string_equal("5", left());
}

static void
a_folder_that_is_not_there_is_told(void **state)
{
	const struct journal_position at = { .segment = 9 };
	size_t gone = 99;

	(void)state;
	assert_int_equal(
	    ERR_NOTFOUND, journal_trim("/nonexistent", &at, INT64_MAX, &gone));
	assert_int_equal(0, gone);
	gone = 99;
	assert_int_equal(
	    ERR_NOTFOUND, journal_trim_to("/nonexistent", &at, 0, &gone));
	assert_int_equal(0, gone);
}

#define OF_FIVE(test) \
	cmocka_unit_test_setup_teardown(test, fill, fixture_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_FIVE(what_is_old_and_loaded_goes),
		OF_FIVE(the_newest_stays),
		OF_FIVE(one_that_is_damaged_stays),
		OF_FIVE(one_that_is_only_named_as_damaged_stays_too),
		OF_FIVE(the_oldest_go_until_the_rest_fits),
		cmocka_unit_test(a_folder_that_is_not_there_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
