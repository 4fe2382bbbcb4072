/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/reader.h"

#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/anchor.h"
#include "lib/journal/segment.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const struct journal_position start;

static struct journal_reader *
open_at(const struct journal_position *at)
{
	struct journal_reader *r = NULL;

	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, at, &r));
	return r;
}

/* How many there are from here on; the last number into *last. */
static uint64_t
read_on(struct journal_reader *r, uint64_t *last)
{
	struct journal_record rec;
	uint64_t n = 0;

	while (journal_reader_next(r, &rec) == ERR_OK) {
		n++;
		*last = rec.seq;
	}
	return n;
}

static void
write_segments(int count, int records)
{
	for (int i = 1; i <= count; i++) {
		clock_freeze(2 * i * CLOCK_DAY);
		fixture_write(records);
	}
	clock_thaw();
}

static void
it_follows_what_is_published_and_no_more(void **state)
{
	struct journal_reader *r;
	struct journal_record rec;
	struct journal *j;
	uint64_t last = 0;

	(void)state;
	j = fixture_open();
	fixture_append(j, "one", 3);
	assert_int_equal(ERR_OK, journal_flush(j));
	r = open_at(&start);
	assert_int_equal(1, read_on(r, &last));
	fixture_append(j, "two", 3);
	assert_int_equal(ERR_AGAIN, journal_reader_next(r, &rec));
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(1, read_on(r, &last));
	assert_int_equal(2, last);
	journal_close(j);
	assert_int_equal(ERR_AGAIN, journal_reader_next(r, &rec));
	journal_reader_close(r);
}

/* Wherever it stood, also at the end of a segment. */
static void
it_goes_on_from_each_position_that_it_gave(void **state)
{
	enum { SEGMENTS = 3, RECORDS = 4, ALL = SEGMENTS * RECORDS };
	struct journal_position at[ALL];
	struct journal_reader *r, *other;
	struct journal_record rec;
	uint64_t last;

	(void)state;
	write_segments(SEGMENTS, RECORDS);
	r = open_at(&start);
	for (int i = 0; i < ALL; i++) {
		assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
		journal_reader_position(r, &at[i]);
		assert_int_equal(i + 2, at[i].seq);
	}
	assert_int_equal(1, at[0].segment);
	assert_int_equal(SEGMENTS, at[ALL - 1].segment);
	for (int i = ALL - 1; i >= 0; i--) {
		last = i + 1;
		journal_reader_seek(r, &at[i]);
		assert_int_equal(ALL - 1 - i, read_on(r, &last));
		assert_int_equal(ALL, last);
		other = open_at(&at[i]);
		assert_int_equal(ALL - 1 - i, read_on(other, &last));
		assert_int_equal(0, journal_reader_gaps(other));
		journal_reader_close(other);
	}
	assert_int_equal(0, journal_reader_gaps(r));
	journal_reader_close(r);
}

static void
what_is_damaged_is_passed_over_and_counted(void **state)
{
	struct buf raw = { 0 };
	struct journal_reader *r;
	uint64_t ends[10], last = 0;

	(void)state;
	fixture_write(10);
	assert_int_equal(10, fixture_list_ends(ends, 10));
	fixture_read_segment(1, &raw);
	raw.data[ends[3] + 40] ^= 1; /* in the fifth, */
	raw.data[ends[7] - 1] ^= 1;  /* and in the eighth or its padding */
	raw.data[ends[6] + 40] ^= 1;
	fixture_write_segment(1, raw.data, raw.len);
	buf_free(&raw);
	r = open_at(&start);
	assert_int_equal(8, read_on(r, &last));
	assert_int_equal(10, last);
	assert_int_equal(2, journal_reader_gaps(r));
	journal_reader_close(r);
}

static void
a_segment_that_is_gone_is_counted_by_its_numbers(void **state)
{
	struct journal_reader *r;
	uint64_t last = 0;

	(void)state;
	write_segments(3, 5);
	assert_int_equal(0, unlink(fixture_path("0000000000000002.seg")));
	r = open_at(&start);
	assert_int_equal(10, read_on(r, &last));
	assert_int_equal(15, last);
	assert_int_equal(5, journal_reader_gaps(r));
	journal_reader_close(r);
}

static void
how_much_is_left_falls_to_nothing(void **state)
{
	struct journal_reader *r;
	struct journal_record rec;
	uint64_t before, now;

	(void)state;
	write_segments(2, 20);
	r = open_at(&start);
	before = journal_reader_behind(r);
	assert_true(before > 2 * SEGMENT_HEADER_LEN);
	for (int i = 0; i < 40; i++) {
		assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
		now = journal_reader_behind(r);
		assert_true(now < before);
		before = now;
	}
	assert_int_equal(ERR_AGAIN, journal_reader_next(r, &rec));
	assert_int_equal(0, journal_reader_behind(r));
	journal_reader_close(r);
}

/* Of an older copy that was put back. */
static void
past_the_end_is_another_journal(void **state)
{
	struct journal_position at = { .segment = 1, .offset = 1 << 20 };
	struct journal_reader *r = NULL;
	uint64_t last = 0;

	(void)state;
	assert_int_equal(
	    ERR_NOTFOUND, journal_reader_open(fixture_dir, &start, &r));
	journal_reader_close(NULL);
	fixture_write(3);
	assert_int_equal(ERR_RANGE, journal_reader_open(fixture_dir, &at, &r));
	at = (struct journal_position){ .segment = 2 };
	assert_int_equal(ERR_RANGE, journal_reader_open(fixture_dir, &at, &r));
	r = open_at(&start);
	assert_false(journal_reader_is_past(r));
	(void)read_on(r, &last);
	assert_false(journal_reader_is_past(r));
	journal_reader_seek(r, &at);
	assert_true(journal_reader_is_past(r));
	journal_reader_close(r);
}

static void
the_checkpoint_that_it_passed_is_an_anchor(void **state)
{
	struct journal_reader *r;
	struct anchor a;
	uint64_t last = 0;

	(void)state;
	fixture_write(3);
	r = open_at(&start);
	assert_int_equal(0, journal_reader_checkpoint(r));
	assert_int_equal(ERR_NOTFOUND, journal_reader_anchor(r, "listen", &a));
	(void)read_on(r, &last);
	assert_true(journal_reader_checkpoint(r) > 0);
	assert_int_equal(ERR_OK, journal_reader_anchor(r, "listen", &a));
	assert_string_equal("listen", a.stream);
	assert_int_equal(3, a.seq);
	assert_true(a.number == journal_reader_checkpoint(r));
	assert_memory_equal(journal_reader_uuid(r), a.uuid, JOURNAL_UUID_LEN);
	assert_int_equal(0, unlink(fixture_path("keys")));
	assert_int_equal(ERR_NOTFOUND, journal_reader_anchor(r, "listen", &a));
	journal_reader_close(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(it_follows_what_is_published_and_no_more),
		IN_A_DIR(it_goes_on_from_each_position_that_it_gave),
		IN_A_DIR(what_is_damaged_is_passed_over_and_counted),
		IN_A_DIR(a_segment_that_is_gone_is_counted_by_its_numbers),
		IN_A_DIR(how_much_is_left_falls_to_nothing),
		IN_A_DIR(past_the_end_is_another_journal),
		IN_A_DIR(the_checkpoint_that_it_passed_is_an_anchor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
