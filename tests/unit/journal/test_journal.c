/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/journal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/journal/reader.h"
#include "lib/journal/segment.h"
#include "lib/journal/verify.h"
#include "lib/model/observation.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static void
what_was_flushed_is_read_in_order(void **state)
{
	struct tally t;

	(void)state;
	fixture_write(100);
	fixture_write(50);
	t = fixture_read_all();
	assert_int_equal(150, t.records);
	assert_int_equal(1, t.first);
	assert_int_equal(150, t.last);
	assert_int_equal(0, t.gaps);
}

static void
a_reader_sees_nothing_before_the_flush(void **state)
{
	struct journal *j = fixture_open();

	(void)state;
	fixture_append(j, "x", 1);
	assert_int_equal(0, fixture_read_all().records);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(1, fixture_read_all().records);
	journal_close(j);
}

static void
a_second_writer_waits(void **state)
{
	struct journal *j = fixture_open(), *other = NULL;

	(void)state;
	assert_int_equal(ERR_AGAIN, journal_open(fixture_dir, &other));
	journal_close(j);
}

static size_t
count_before(const uint64_t *ends, size_t n, uint64_t at)
{
	size_t i = 0;

	while (i < n && ends[i] <= at)
		i++;
	return i;
}

static void
whole_records_survive_a_tail_torn_at_any_byte(void **state)
{
	struct buf whole = { 0 };
	uint64_t ends[16];
	size_t n;

	(void)state;
	fixture_write(8);
	n = fixture_list_ends(ends, ROWS(ends));
	fixture_read_segment(1, &whole);
	assert_true(whole.len > ends[n - 1]); /* a last checkpoint */
	for (size_t cut = SEGMENT_HEADER_LEN; cut < whole.len;
	     cut += (size_t)one_in()) {
		size_t kept = count_before(ends, n, cut);

		fixture_forget_position();
		fixture_write_segment(1, whole.data, cut);
		fixture_write(1);
		assert_int_equal(kept + 1, fixture_read_all().records);
		assert_int_equal(kept + 1, fixture_read_all().last);
	}
	buf_free(&whole);
}

static void
damage_below_the_published_position_is_kept_and_told(void **state)
{
	struct buf whole = { 0 };
	char kept[PATH_MAX];
	uint64_t ends[64];
	struct tally t;

	(void)state;
	fixture_write(20);
	assert_int_equal(20, fixture_list_ends(ends, ROWS(ends)));
	fixture_read_segment(1, &whole);
	whole.data[ends[9] + 40] ^= 1;
	fixture_write_segment(1, whole.data, whole.len);
	fixture_write(5);

	snprintf(
	    kept, sizeof(kept), "%s/0000000000000001.seg.damaged", fixture_dir);
	assert_int_equal(0, access(kept, F_OK));
	t = fixture_read_all();
	/* 19 of the first 20, a LOSS that names the segment, 5 new ones. */
	assert_int_equal(25, t.records);
	assert_int_equal(1, t.losses);
	assert_int_equal(1, t.gaps);
	assert_int_equal(26, t.last);
	buf_free(&whole);
}

static void
a_lost_segment_is_told_and_its_numbers_stay_taken(void **state)
{
	char path[PATH_MAX];
	struct tally t;

	(void)state;
	fixture_write(20);
	segment_path(fixture_dir, 1, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	fixture_write(5);
	t = fixture_read_all();
	assert_int_equal(6, t.records);
	assert_int_equal(1, t.losses);
	assert_int_equal(21, t.first);
	assert_int_equal(-1, access(path, F_OK));
}

static void
records_of_another_segment_do_not_pass(void **state)
{
	struct buf one = { 0 }, two = { 0 };
	char path[PATH_MAX];

	(void)state;
	fixture_write(20);
	fixture_read_segment(1, &one);
	/* A recycled block: the same bytes behind another header. */
	segment_path(fixture_dir, 1, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	fixture_forget_position();
	fixture_write(1);
	fixture_read_segment(1, &two);
	buf_add(&two, one.data + two.len, one.len - two.len);
	fixture_forget_position();
	fixture_write_segment(1, two.data, two.len);
	fixture_write(1);
	assert_int_equal(2, fixture_read_all().records);
	buf_free(&one);
	buf_free(&two);
}

static void
a_segment_of_another_journal_is_passed_over(void **state)
{
	struct buf one = { 0 };
	struct tally t;

	(void)state;
	fixture_write(3);
	fixture_read_segment(1, &one);
	one.data[32 + 7] = 2; /* says that it is number 2, but not its CRC */
	fixture_write_segment(2, one.data, one.len);
	fixture_write(4);
	t = fixture_read_all();
	assert_int_equal(7, t.records);
	assert_int_equal(7, t.last);
	buf_free(&one);
}

static void
a_whole_segment_of_another_journal_is_not_read(void **state)
{
	struct segment_header h = { .segment = 2, .first_seq = 4 };
	struct buf raw = { 0 };
	struct tally t;

	(void)state;
	fixture_write(3);
	memset(h.uuid, 7, sizeof(h.uuid));
	segment_encode_header(&h, &raw);
	fixture_write_segment(2, raw.data, raw.len);
	fixture_write(4);
	t = fixture_read_all();
	assert_int_equal(7, t.records);
	assert_int_equal(7, t.last);
	assert_int_equal(0, t.gaps);
	buf_free(&raw);
}

static void
a_full_segment_is_sealed_and_the_chain_holds(void **state)
{
	struct journal *j = fixture_open();
	struct journal_position at;
	struct journal_report report;
	char *text = calloc(1, 1 << 20);

	(void)state;
	for (int i = 0; i < 70; i++) {
		fixture_append(j, text, 1 << 20);
		assert_int_equal(ERR_OK, journal_flush(j));
	}
	journal_position(j, &at);
	assert_int_equal(2, at.segment);
	assert_int_equal(71, at.seq);
	journal_close(j);
	assert_int_equal(70, fixture_read_all().records);
	assert_int_equal(ERR_OK, journal_verify(fixture_dir, NULL, 0, &report));
	assert_int_equal(2, report.segments);
	assert_int_equal(1, report.sealed);
	assert_int_equal(70, report.records);
	free(text);
}

static void
a_segment_of_another_day_is_sealed(void **state)
{
	struct journal *j = fixture_open();
	struct journal_report report;
	struct journal_position at;

	(void)state;
	fixture_append(j, "x", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	clock_freeze(clock_now() + 2 * CLOCK_DAY);
	fixture_append(j, "y", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_position(j, &at);
	assert_int_equal(2, at.segment);
	journal_close(j);
	clock_thaw();
	assert_int_equal(2, fixture_read_all().records);
	assert_int_equal(ERR_OK, journal_verify(fixture_dir, NULL, 0, &report));
	assert_int_equal(1, report.sealed);
}

static void
memory_is_bounded_when_nobody_flushes(void **state)
{
	struct journal *j = fixture_open();
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.message = { .transport = MESSAGE_UDP, .len = 1 << 20 } };
	char *text = calloc(1, 1 << 20);
	int rc = ERR_OK;

	(void)state;
	obs.message.bytes = (const uint8_t *)text;
	for (int i = 0; i < 100 && rc == ERR_OK; i++)
		rc = journal_append(j, &obs);
	assert_int_equal(ERR_AGAIN, rc);
	assert_true(journal_pending(j) < JOURNAL_PENDING_MAX + (2 << 20));
	journal_close(j);
	free(text);
}

static void
a_reader_goes_on_where_it_stood(void **state)
{
	struct journal_position at = { 0 };
	struct journal_reader *r = NULL;
	struct journal_record rec;

	(void)state;
	fixture_write(10);
	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, &at, &r));
	for (int i = 0; i < 4; i++)
		assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	journal_reader_position(r, &at);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	journal_reader_seek(r, &at);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	assert_int_equal(5, rec.seq);
	journal_reader_close(r);

	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, &at, &r));
	assert_true(journal_reader_behind(r) > 0);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	assert_int_equal(5, rec.seq);
	while (journal_reader_next(r, &rec) == ERR_OK)
		continue;
	assert_int_equal(0, journal_reader_behind(r));
	journal_reader_close(r);
	at.segment = 9;
	assert_int_equal(ERR_RANGE, journal_reader_open(fixture_dir, &at, &r));
}

static void
retention_leaves_what_is_young_unloaded_or_newest(void **state)
{
	struct journal *j = fixture_open();
	struct journal_position at;
	char *text = calloc(1, 1 << 20);
	size_t gone;

	(void)state;
	for (int i = 0; i < 130; i++) {
		fixture_append(j, text, 1 << 20);
		assert_int_equal(ERR_OK, journal_flush(j));
	}
	journal_position(j, &at);
	assert_int_equal(3, at.segment);
	assert_int_equal(ERR_OK, journal_trim(fixture_dir, &at, 0, &gone));
	assert_int_equal(0, gone);
	at.segment = 2;
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_int_equal(1, gone);
	at.segment = 9;
	assert_int_equal(
	    ERR_OK, journal_trim(fixture_dir, &at, INT64_MAX, &gone));
	assert_int_equal(1, gone);
	journal_close(j);
	assert_true(fixture_read_all().records > 0);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_was_flushed_is_read_in_order),
		IN_A_DIR(a_reader_sees_nothing_before_the_flush),
		IN_A_DIR(a_second_writer_waits),
		IN_A_DIR(whole_records_survive_a_tail_torn_at_any_byte),
		IN_A_DIR(damage_below_the_published_position_is_kept_and_told),
		IN_A_DIR(a_lost_segment_is_told_and_its_numbers_stay_taken),
		IN_A_DIR(records_of_another_segment_do_not_pass),
		IN_A_DIR(a_segment_of_another_journal_is_passed_over),
		IN_A_DIR(a_whole_segment_of_another_journal_is_not_read),
		IN_A_DIR(a_full_segment_is_sealed_and_the_chain_holds),
		IN_A_DIR(a_segment_of_another_day_is_sealed),
		IN_A_DIR(memory_is_bounded_when_nobody_flushes),
		IN_A_DIR(a_reader_goes_on_where_it_stood),
		IN_A_DIR(retention_leaves_what_is_young_unloaded_or_newest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
