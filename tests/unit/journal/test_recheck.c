/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/recheck.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/archive.h"
#include "lib/journal/segment.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

/* Three that are sealed, and the newest. */
enum { SEGMENTS = 4, RECORDS = 10 };

static void
write_segments(void)
{
	for (int i = 1; i <= SEGMENTS; i++) {
		clock_freeze(2 * i * CLOCK_DAY);
		fixture_write(RECORDS);
	}
	clock_thaw();
}

/* One round; which of the segments 1..SEGMENTS were damaged, as bits, and the
 * fault of the last of them. */
struct round {
	unsigned steps, damaged;
	struct journal_fault fault;
	int end;
};

static struct round
go_round(struct recheck *r)
{
	struct round round = { 0 };
	struct recheck_step step;

	while ((round.end = recheck_next(r, &step)) == ERR_OK) {
		round.steps++;
		if (!step.is_damaged)
			continue;
		round.damaged |= 1U << step.segment;
		round.fault = step.fault;
		assert_int_equal(step.segment, step.fault.segment);
	}
	return round;
}

static struct round
go_once(void)
{
	struct recheck *r = recheck_new(fixture_dir);
	struct round round = go_round(r);

	recheck_free(r);
	return round;
}

static void
flip(uint64_t segment, size_t at)
{
	struct buf raw = { 0 };
	char path[128];

	assert_int_equal(ERR_OK,
	    segment_find_file(fixture_dir, segment, path, sizeof(path)));
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &raw));
	assert_true(at < raw.len);
	raw.data[at] ^= 0x10;
	assert_int_equal(ERR_OK, file_write(path, raw.data, raw.len, 0640));
	buf_free(&raw);
}

static void
what_is_whole_is_left_alone_round_after_round(void **state)
{
	struct recheck *r;
	struct round round;

	(void)state;
	write_segments();
	r = recheck_new(fixture_dir);
	for (int i = 0; i < 3; i++) {
		round = go_round(r);
		assert_int_equal(ERR_NOTFOUND, round.end);
		assert_int_equal(SEGMENTS - 1, round.steps);
		assert_int_equal(0, round.damaged);
		if (i == 0)
			assert_int_equal(
			    ERR_OK, archive_segment(fixture_dir, 2));
	}
	recheck_free(r);
	assert_int_equal(0, segment_count_damaged(fixture_dir));
}

/* A byte of each part of a file, in each of the sealed segments. */
static void
a_byte_that_flipped_in_an_older_segment_names_it(void **state)
{
	static const size_t at[] = { 0, 20, 60, SEGMENT_HEADER_LEN + 3,
		SEGMENT_HEADER_LEN + 300, SEGMENT_HEADER_LEN + 500 };
	struct round round;

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		for (uint64_t n = 1; n < SEGMENTS; n++) {
			write_segments();
			flip(n, at[i]);
			round = go_once();
			assert_int_equal(ERR_NOTFOUND, round.end);
			assert_int_equal(SEGMENTS - 1, round.steps);
			assert_int_equal(1U << n, round.damaged);
			assert_int_equal(FAULT_CHANGED, round.fault.kind);
			assert_int_equal(1, segment_count_damaged(fixture_dir));
			assert_int_equal(0, go_once().damaged);
			assert_int_equal(0, fixture_remove(NULL));
			assert_int_equal(0, fixture_make(NULL));
		}
	}
}

/* The checksum of a compressed one says it before a record does. */
static void
a_compressed_one_is_set_aside_too(void **state)
{
	struct round round;

	(void)state;
	write_segments();
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 2));
	flip(2, 200);
	round = go_once();
	assert_int_equal(1U << 2, round.damaged);
	assert_int_equal(
	    0, access(fixture_path("0000000000000002.seg.zst.damaged"), F_OK));
	assert_int_equal(1, segment_count_damaged(fixture_dir));
	assert_int_equal(0, go_once().damaged);
}

/* What stands before and behind the damage can be read as before. */
static void
nothing_is_lost_that_can_be_read(void **state)
{
	struct tally before, after;

	(void)state;
	write_segments();
	flip(2, SEGMENT_HEADER_LEN + 400);
	before = fixture_read_all();
	assert_true(before.records < SEGMENTS * RECORDS);
	assert_int_equal(1U << 2, go_once().damaged);
	after = fixture_read_all();
	assert_memory_equal(&before, &after, sizeof(before));
}

/* How the segment of another day can be made to look whole. */
enum harm { CUT, CUT_AT_SEAL, LEFT_OUT, PUT_BACK };

static void
do_harm(enum harm harm)
{
	struct buf raw = { 0 };

	fixture_read_segment(2, &raw);
	switch (harm) {
	case CUT:
		fixture_write_segment(2, raw.data, raw.len / 2);
		break;
	case CUT_AT_SEAL:
		fixture_write_segment(2, raw.data, raw.len - 8);
		break;
	case LEFT_OUT:
		assert_int_equal(
		    0, unlink(fixture_path("0000000000000002.seg")));
		break;
	case PUT_BACK:
		fixture_write_segment(3, raw.data, raw.len);
		break;
	}
	buf_free(&raw);
}

static void
what_was_cut_left_out_or_put_back_is_found(void **state)
{
	static const struct {
		enum harm harm;
		uint64_t segment; /* where it shows */
		enum journal_fault_kind kind;
	} cases[] = {
		{ CUT, 2, FAULT_CHANGED },
		{ CUT_AT_SEAL, 2, FAULT_CHANGED },
		{ LEFT_OUT, 3, FAULT_MISSING },
		{ PUT_BACK, 3, FAULT_CHANGED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct round round;

		write_segments();
		do_harm(cases[i].harm);
		round = go_once();
		assert_int_equal(1U << cases[i].segment, round.damaged);
		assert_int_equal(cases[i].kind, round.fault.kind);
		assert_int_equal(0, fixture_remove(NULL));
		assert_int_equal(0, fixture_make(NULL));
	}
}

static void
retention_that_comes_by_is_no_damage(void **state)
{
	struct journal_position at = { .segment = 3 };
	struct recheck_step step;
	struct recheck *r;
	size_t gone;

	(void)state;
	write_segments();
	r = recheck_new(fixture_dir);
	assert_int_equal(ERR_OK, recheck_next(r, &step));
	assert_int_equal(1, step.segment);
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_int_equal(2, gone);
	assert_int_equal(ERR_OK, recheck_next(r, &step));
	assert_int_equal(3, step.segment);
	assert_false(step.is_damaged);
	assert_int_equal(ERR_NOTFOUND, recheck_next(r, &step));
	recheck_free(r);
}

static void
a_segment_of_another_journal_is_passed_over(void **state)
{
	struct segment_header h;
	struct buf raw = { 0 };

	(void)state;
	write_segments();
	fixture_read_segment(1, &raw);
	assert_int_equal(ERR_OK, segment_decode_header(raw.data, raw.len, &h));
	h.uuid[0] ^= 1;
	buf_clear(&raw);
	segment_encode_header(&h, &raw);
	fixture_write_segment(1, raw.data, raw.len);
	buf_free(&raw);
	assert_int_equal(0, go_once().damaged);
	assert_int_equal(0, segment_count_damaged(fixture_dir));
}

/* That is no fault of any segment, and no reason to set all of them aside. */
static void
without_its_keys_nothing_is_set_aside(void **state)
{
	struct buf raw = { 0 };
	char keys[128];

	(void)state;
	write_segments();
	snprintf(keys, sizeof(keys), "%s", fixture_path("keys"));
	assert_int_equal(ERR_OK, file_read(keys, 1 << 20, &raw));
	raw.data[10] ^= 1;
	assert_int_equal(ERR_OK, file_write(keys, raw.data, raw.len, 0640));
	buf_free(&raw);
	assert_int_equal(ERR_CORRUPT, go_once().end);
	assert_int_equal(0, unlink(keys));
	assert_int_equal(ERR_NOTFOUND, go_once().end);
	assert_int_equal(0, segment_count_damaged(fixture_dir));
}

static void
where_nothing_was_published_there_is_nothing_to_do(void **state)
{
	struct recheck *r = recheck_new("/nonexistent");
	struct recheck_step step;

	(void)state;
	assert_int_equal(ERR_NOTFOUND, recheck_next(r, &step));
	recheck_free(r);
	recheck_free(NULL);
	assert_int_equal(ERR_NOTFOUND, go_once().end);
	fixture_write(RECORDS);
	assert_int_equal(0, go_once().steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_is_whole_is_left_alone_round_after_round),
		IN_A_DIR(a_byte_that_flipped_in_an_older_segment_names_it),
		IN_A_DIR(a_compressed_one_is_set_aside_too),
		IN_A_DIR(nothing_is_lost_that_can_be_read),
		IN_A_DIR(what_was_cut_left_out_or_put_back_is_found),
		IN_A_DIR(retention_that_comes_by_is_no_damage),
		IN_A_DIR(a_segment_of_another_journal_is_passed_over),
		IN_A_DIR(without_its_keys_nothing_is_set_aside),
		IN_A_DIR(where_nothing_was_published_there_is_nothing_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
