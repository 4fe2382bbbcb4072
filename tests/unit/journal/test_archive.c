/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/archive.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/browse.h"
#include "lib/journal/segment.h"
#include "lib/journal/verify.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

#define FIRST_PACKED "0000000000000001.seg.zst"

/* 60 records in a sealed segment and 5 in the next. */
static void
write_two_segments(void)
{
	clock_freeze(CLOCK_DAY);
	fixture_write(60);
	clock_freeze(3 * CLOCK_DAY);
	fixture_write(5);
	clock_thaw();
}

static void
a_compressed_segment_is_read_like_any_other(void **state)
{
	struct journal_report r;
	struct segment_summary s;

	(void)state;
	write_two_segments();
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 1));
	assert_int_equal(
	    -1, access(fixture_path("0000000000000001.seg"), F_OK));
	assert_int_equal(0, access(fixture_path(FIRST_PACKED), F_OK));
	assert_int_equal(65, fixture_read_all().records);
	assert_int_equal(ERR_OK, journal_verify(fixture_dir, NULL, 0, &r));
	assert_int_equal(65, r.records);
	assert_int_equal(ERR_OK, segment_summarize(fixture_dir, 1, &s));
	assert_true(s.is_packed);
	assert_true(s.is_sealed);
	assert_int_equal(60, s.last_seq);
	assert_int_equal(ERR_NOTFOUND, archive_segment(fixture_dir, 1));
	fixture_write(5);
	assert_int_equal(70, fixture_read_all().records);
}

static void
only_what_is_loaded_and_not_the_newest_is_found(void **state)
{
	struct journal_position at = { .segment = 1 };
	char from[128];

	(void)state;
	write_two_segments();
	assert_int_equal(0, archive_find(fixture_dir, &at));
	at.segment = 3;
	assert_int_equal(1, archive_find(fixture_dir, &at));
	snprintf(
	    from, sizeof(from), "%s", fixture_path("0000000000000001.seg"));
	assert_int_equal(
	    0, link(from, fixture_path("0000000000000001.seg.damaged")));
	assert_int_equal(0, archive_find(fixture_dir, &at));
	assert_int_equal(
	    0, unlink(fixture_path("0000000000000001.seg.damaged")));
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 1));
	assert_int_equal(0, archive_find(fixture_dir, &at));
}

static void
retention_takes_compressed_ones_too(void **state)
{
	struct journal_position at = { .segment = 2 };
	size_t gone;

	(void)state;
	write_two_segments();
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 1));
	assert_int_equal(ERR_OK, journal_trim(fixture_dir, &at, 0, &gone));
	assert_int_equal(0, gone);
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_int_equal(1, gone);
	assert_int_equal(-1, access(fixture_path(FIRST_PACKED), F_OK));
}

static void
a_quota_takes_the_oldest_that_are_loaded(void **state)
{
	struct journal_position at = { .segment = 2 };
	size_t gone;

	(void)state;
	write_two_segments();
	assert_int_equal(
	    ERR_OK, journal_trim_to(fixture_dir, &at, 1 << 20, &gone));
	assert_int_equal(0, gone);
	at.segment = 1;
	assert_int_equal(ERR_OK, journal_trim_to(fixture_dir, &at, 1, &gone));
	assert_int_equal(0, gone);
	at.segment = 9;
	assert_int_equal(ERR_OK, journal_trim_to(fixture_dir, &at, 1, &gone));
	assert_int_equal(1, gone); /* never the newest */
	assert_int_equal(5, fixture_read_all().records);
}

static void
a_damaged_archive_is_named(void **state)
{
	struct journal_report r;
	struct buf raw = { 0 };

	(void)state;
	write_two_segments();
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 1));
	assert_int_equal(
	    ERR_OK, file_read(fixture_path(FIRST_PACKED), 1 << 20, &raw));
	raw.data[raw.len / 2] ^= 8;
	assert_int_equal(ERR_OK,
	    file_write(fixture_path(FIRST_PACKED), raw.data, raw.len, 0640));
	assert_int_equal(ERR_CORRUPT, journal_verify(fixture_dir, NULL, 0, &r));
	assert_int_equal(1, r.fault[0].segment);
	assert_int_equal(FAULT_CHANGED, r.fault[0].kind);
	buf_free(&raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(a_compressed_segment_is_read_like_any_other),
		IN_A_DIR(only_what_is_loaded_and_not_the_newest_is_found),
		IN_A_DIR(retention_takes_compressed_ones_too),
		IN_A_DIR(a_quota_takes_the_oldest_that_are_loaded),
		IN_A_DIR(a_damaged_archive_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
