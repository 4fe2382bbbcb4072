/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/recover.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/journal.h"
#include "lib/journal/scan.h"
#include "lib/journal/segment.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { MUTATIONS = 1000, FIRST = 60, SECOND = 200, PAGE = 4096 };

/* A sealed segment of FIRST records, and one of SECOND behind it. */
static void
write_two_segments(void)
{
	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	clock_freeze(3 * CLOCK_DAY);
	fixture_write(SECOND);
}

struct image {
	struct buf position, one, two;
	uint64_t starts[SECOND + 8], ends[SECOND + 8]; /* of its records */
	size_t count;
};

/* Where the numbered records of segment 2 lie, in the bytes of it. */
static void
find_records(struct image *m)
{
	struct segment_header h;
	struct record rec;
	size_t at = SEGMENT_HEADER_LEN;

	m->count = 0;
	assert_int_equal(
	    ERR_OK, segment_decode_header(m->two.data, m->two.len, &h));
	while (record_decode(m->two.data + at, m->two.len - at,
		   segment_seed(&h), &rec) == ERR_OK) {
		if (record_is_numbered(&rec)) {
			m->starts[m->count] = at;
			m->ends[m->count++] = at + rec.size;
		}
		at += rec.size;
	}
	assert_int_equal(SECOND, m->count);
}

static void
take_image(struct image *m)
{
	*m = (struct image){ 0 };
	fixture_read_segment(1, &m->one);
	fixture_read_segment(2, &m->two);
	assert_int_equal(
	    ERR_OK, file_read(fixture_path("position"), 8192, &m->position));
	find_records(m);
}

static void
free_image(struct image *m)
{
	buf_free(&m->one);
	buf_free(&m->two);
	buf_free(&m->position);
}

static size_t
limit(size_t len, size_t most)
{
	return len < most ? len : most;
}

/*
 * What disks do to a tail: a bit, a page of zeros, a hole to the end, a cut,
 * garbage behind, and blocks that held another segment before. Returns from
 * where on bytes may differ.
 */
static size_t
mutate(const struct image *m, struct buf *b, unsigned i)
{
	size_t first = SEGMENT_HEADER_LEN;
	size_t at = first + (i * 7919u) % (b->len - first);

	switch (i % 6) {
	case 0:
		b->data[at] ^= (uint8_t)(1 << i / 6 % 8);
		return at;
	case 1:
		memset(b->data + at, 0, limit(PAGE, b->len - at));
		return at;
	case 2:
		memset(b->data + at, 0, b->len - at);
		return at;
	case 3:
		b->len = at;
		return at;
	case 4:
		at = b->len;
		for (unsigned k = 0; k < 200; k++)
			buf_add_u8(b, (uint8_t)(k * 37 + i));
		return at;
	default:
		/* Whole records of segment 1, where they lay there. */
		at = at / RECORD_ALIGN * RECORD_ALIGN;
		b->len = at;
		if (at < m->one.len)
			buf_add(b, m->one.data + at, m->one.len - at);
		else
			buf_add(b, m->one.data + first, m->one.len - first);
		return at;
	}
}

/* A mutation need not change a byte, or a byte of a record: zeros stay zeros.
 */
static size_t
count_untouched(const struct image *m, const struct buf *b)
{
	size_t n = 0, at = SEGMENT_HEADER_LEN;

	for (; n < m->count; at = m->ends[n++])
		if (b->len < m->ends[n] ||
		    memcmp(b->data + at, m->two.data + at, m->ends[n] - at) !=
			0)
			break;
	return n;
}

static void
set_files(const struct image *m, const struct buf *two, bool with_position)
{
	char path[128];

	segment_path(fixture_dir, 3, path, sizeof(path));
	(void)unlink(path);
	(void)unlink(fixture_path("0000000000000002.seg.damaged"));
	fixture_write_segment(2, two->data, two->len);
	if (with_position)
		assert_int_equal(ERR_OK,
		    file_write(fixture_path("position"), m->position.data,
			m->position.len, 0640));
	else
		fixture_forget_position();
}

static void
of_1000_torn_tails_each_keeps_exactly_what_stands_before(void **state)
{
	struct buf hurt = { 0 };
	struct image m;

	(void)state;
	write_two_segments();
	take_image(&m);
	for (unsigned i = 0; i < MUTATIONS; i += (unsigned)one_in()) {
		struct tally t;
		size_t kept;

		buf_clear(&hurt);
		buf_add(&hurt, m.two.data, m.two.len);
		(void)mutate(&m, &hurt, i);
		kept = count_untouched(&m, &hurt);
		set_files(&m, &hurt, false);
		journal_close(fixture_open());
		t = fixture_read_all();
		assert_int_equal(FIRST + kept, t.records);
		assert_int_equal(FIRST + kept, t.last);
		assert_int_equal(0, t.gaps);
		assert_int_equal(0, t.losses);
	}
	clock_thaw();
	buf_free(&hurt);
	free_image(&m);
}

/* One record of those that were synced: the rest is read, the file is kept. */
static void
of_200_damages_below_the_synced_position_each_is_told(void **state)
{
	struct buf hurt = { 0 };
	struct image m;

	(void)state;
	write_two_segments();
	take_image(&m);
	for (unsigned i = 0; i < SECOND; i += (unsigned)one_in()) {
		size_t size = m.ends[i] - m.starts[i];
		struct tally t;

		buf_clear(&hurt);
		buf_add(&hurt, m.two.data, m.two.len);
		hurt.data[m.starts[i] + i * 31u % size] ^= 0x10;
		set_files(&m, &hurt, true);
		journal_close(fixture_open());
		assert_int_equal(0,
		    access(fixture_path("0000000000000002.seg.damaged"), F_OK));
		t = fixture_read_all();
		assert_int_equal(FIRST + SECOND - 1 + 1, t.records);
		assert_int_equal(1, t.losses);
		assert_int_equal(1, t.gaps);
		assert_int_equal(FIRST + SECOND + 1, t.last);
	}
	clock_thaw();
	buf_free(&hurt);
	free_image(&m);
}

static void
checkpoints_go_on_after_a_crash_between_segments(void **state)
{
	struct segment_header h = { .segment = 2, .first_seq = 6 };
	struct recovery r;
	struct buf raw = { 0 }, one = { 0 };
	uint64_t number;

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(5);
	assert_int_equal(ERR_OK, journal_recover(fixture_dir, NULL, NULL, &r));
	number = r.trail.last.number;
	assert_true(r.trail.is_known);
	/* The header of the next was written, and its checkpoint was not. */
	fixture_read_segment(1, &one);
	assert_int_equal(ERR_OK, segment_decode_header(one.data, one.len, &h));
	h.segment = 2;
	h.first_seq = 6;
	memcpy(h.chain, r.chain, DIGEST_LEN);
	segment_encode_header(&h, &raw);
	fixture_write_segment(2, raw.data, raw.len);
	assert_int_equal(ERR_OK, journal_recover(fixture_dir, NULL, NULL, &r));
	assert_int_equal(2, r.segment);
	assert_true(r.trail.is_known);
	assert_int_equal(number, r.trail.last.number);
	clock_thaw();
	buf_free(&raw);
	buf_free(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(
		    of_1000_torn_tails_each_keeps_exactly_what_stands_before),
		IN_A_DIR(of_200_damages_below_the_synced_position_each_is_told),
		IN_A_DIR(checkpoints_go_on_after_a_crash_between_segments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
