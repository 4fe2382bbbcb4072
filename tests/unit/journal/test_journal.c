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

#include "tests/unit/test.h"

static char dir[] = "/tmp/journal-XXXXXX";

static void
say_nothing(const char *line)
{
	(void)line;
}

static int
make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/journal-XXXXXX");
	log_divert(say_nothing);
	return mkdtemp(dir) == NULL;
}

static int
remove_dir(void **state)
{
	char command[PATH_MAX];

	(void)state;
	log_divert(NULL);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static struct journal *
open_journal(void)
{
	struct journal *j = NULL;

	assert_int_equal(ERR_OK, journal_open(dir, &j));
	return j;
}

static void
append(struct journal *j, const char *text, size_t len)
{
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.tenant_id = 1,
		.realm_id = 1,
		.at = 1,
		.message = { .transport = MESSAGE_UDP,
		    .bytes = (const uint8_t *)text,
		    .len = len } };

	assert_int_equal(ERR_OK, journal_append(j, &obs));
}

/* Messages whose lengths differ, so that paddings do too. */
static void
write_messages(int count)
{
	struct journal *j = open_journal();
	char text[64];

	for (int i = 0; i < count; i++) {
		int len = snprintf(text, sizeof(text), "message %d %.*s", i,
		    i % 9, "xxxxxxxxx");
		append(j, text, (size_t)len);
	}
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
}

struct tally {
	uint64_t records, first, last, gaps, losses;
};

static struct tally
read_all(void)
{
	struct journal_position start = { 0 };
	struct journal_reader *r = NULL;
	struct journal_record rec;
	struct observation obs;
	struct tally t = { 0 };

	assert_int_equal(ERR_OK, journal_reader_open(dir, &start, &r));
	while (journal_reader_next(r, &rec) == ERR_OK) {
		assert_int_equal(
		    ERR_OK, observation_decode(rec.payload, rec.len, &obs));
		if (t.records++ == 0)
			t.first = rec.seq;
		t.last = rec.seq;
		t.losses += obs.kind == OBSERVATION_LOSS;
	}
	t.gaps = journal_reader_gaps(r);
	journal_reader_close(r);
	return t;
}

static void
read_segment(uint64_t number, struct buf *out)
{
	char path[PATH_MAX];

	buf_clear(out);
	segment_path(dir, number, path, sizeof(path));
	assert_int_equal(
	    ERR_OK, file_read(path, 2 * (size_t)JOURNAL_SEGMENT_MAX, out));
}

static void
write_segment(uint64_t number, const void *data, size_t len)
{
	char path[PATH_MAX];

	segment_path(dir, number, path, sizeof(path));
	assert_int_equal(ERR_OK, file_write(path, data, len, 0640));
}

static void
forget_position(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/position", dir);
	assert_int_equal(0, unlink(path));
}

static void
what_was_flushed_is_read_in_order(void **state)
{
	struct tally t;

	(void)state;
	write_messages(100);
	write_messages(50);
	t = read_all();
	assert_int_equal(150, t.records);
	assert_int_equal(1, t.first);
	assert_int_equal(150, t.last);
	assert_int_equal(0, t.gaps);
}

static void
a_reader_sees_nothing_before_the_flush(void **state)
{
	struct journal *j = open_journal();

	(void)state;
	append(j, "x", 1);
	assert_int_equal(0, read_all().records);
	assert_int_equal(ERR_OK, journal_flush(j));
	assert_int_equal(1, read_all().records);
	journal_close(j);
}

static void
a_second_writer_waits(void **state)
{
	struct journal *j = open_journal(), *other = NULL;

	(void)state;
	assert_int_equal(ERR_AGAIN, journal_open(dir, &other));
	journal_close(j);
}

/* Where each record ends, as a reader stands there. */
static size_t
list_ends(uint64_t *ends, size_t max)
{
	struct journal_position at = { 0 };
	struct journal_reader *r = NULL;
	struct journal_record rec;
	size_t n = 0;

	assert_int_equal(ERR_OK, journal_reader_open(dir, &at, &r));
	while (n < max && journal_reader_next(r, &rec) == ERR_OK) {
		journal_reader_position(r, &at);
		ends[n++] = at.offset;
	}
	journal_reader_close(r);
	return n;
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
	write_messages(8);
	n = list_ends(ends, ROWS(ends));
	read_segment(1, &whole);
	assert_int_equal(whole.len, ends[n - 1]);
	for (size_t cut = SEGMENT_HEADER_LEN; cut < whole.len; cut++) {
		size_t kept = count_before(ends, n, cut);

		forget_position();
		write_segment(1, whole.data, cut);
		write_messages(1);
		assert_int_equal(kept + 1, read_all().records);
		assert_int_equal(kept + 1, read_all().last);
	}
	buf_free(&whole);
}

/* What disks do to a tail: a bit, a page of zeros, a hole to the end, a cut,
 * garbage behind. */
static size_t
mutate(struct buf *b, unsigned i, size_t first)
{
	size_t room = b->len - first, at = first + (i * 7919u) % room;
	size_t len = i % 5 == 1 ? 4096 : b->len;

	if (len > b->len - at)
		len = b->len - at;
	switch (i % 5) {
	case 0:
		b->data[at] ^= (uint8_t)(1 << i % 8);
		return at;
	case 1:
	case 2:
		memset(b->data + at, 0, len);
		return at;
	case 3:
		b->len = at;
		return at;
	default:
		at = b->len;
		for (int k = 0; k < 200; k++)
			buf_add_u8(b, (uint8_t)(k * 37 + (int)i));
		return at;
	}
}

static void
of_160_damages_each_keeps_what_stands_before_it(void **state)
{
	struct buf whole = { 0 }, hurt = { 0 };
	uint64_t ends[256];
	size_t n, at;

	(void)state;
	write_messages(200);
	n = list_ends(ends, ROWS(ends));
	read_segment(1, &whole);
	for (unsigned i = 0; i < 160; i++) {
		struct journal *j;
		struct tally t;
		size_t kept;

		buf_clear(&hurt);
		buf_add(&hurt, whole.data, whole.len);
		at = mutate(&hurt, i, SEGMENT_HEADER_LEN);
		kept = count_before(ends, n, at);
		/* Zeros over zeros hurt nothing up to the first other byte. */
		while (kept < n && hurt.len >= ends[kept] &&
		    memcmp(hurt.data + (kept ? ends[kept - 1] : 128),
			whole.data + (kept ? ends[kept - 1] : 128),
			ends[kept] - (kept ? ends[kept - 1] : 128)) == 0)
			kept++;
		forget_position();
		write_segment(1, hurt.data, hurt.len);
		j = open_journal();
		journal_close(j);
		t = read_all();
		assert_int_equal(kept, t.records);
		assert_int_equal(kept, t.last);
	}
	buf_free(&whole);
	buf_free(&hurt);
}

static void
damage_below_the_published_position_is_kept_and_told(void **state)
{
	struct buf whole = { 0 };
	char kept[PATH_MAX];
	uint64_t ends[64];
	struct tally t;

	(void)state;
	write_messages(20);
	assert_int_equal(20, list_ends(ends, ROWS(ends)));
	read_segment(1, &whole);
	whole.data[ends[9] + 40] ^= 1;
	write_segment(1, whole.data, whole.len);
	write_messages(5);

	snprintf(kept, sizeof(kept), "%s/0000000000000001.seg.damaged", dir);
	assert_int_equal(0, access(kept, F_OK));
	t = read_all();
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
	write_messages(20);
	segment_path(dir, 1, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	write_messages(5);
	t = read_all();
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
	write_messages(20);
	read_segment(1, &one);
	/* A recycled block: the same bytes behind another header. */
	segment_path(dir, 1, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	forget_position();
	write_messages(1);
	read_segment(1, &two);
	buf_add(&two, one.data + two.len, one.len - two.len);
	forget_position();
	write_segment(1, two.data, two.len);
	write_messages(1);
	assert_int_equal(2, read_all().records);
	buf_free(&one);
	buf_free(&two);
}

static void
a_segment_of_another_journal_is_passed_over(void **state)
{
	struct buf one = { 0 };
	struct tally t;

	(void)state;
	write_messages(3);
	read_segment(1, &one);
	one.data[32 + 7] = 2; /* says that it is number 2, but not its CRC */
	write_segment(2, one.data, one.len);
	write_messages(4);
	t = read_all();
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
	write_messages(3);
	memset(h.uuid, 7, sizeof(h.uuid));
	segment_encode_header(&h, &raw);
	write_segment(2, raw.data, raw.len);
	write_messages(4);
	t = read_all();
	assert_int_equal(7, t.records);
	assert_int_equal(7, t.last);
	assert_int_equal(0, t.gaps);
	buf_free(&raw);
}

static void
a_full_segment_is_sealed_and_the_chain_holds(void **state)
{
	struct journal *j = open_journal();
	struct journal_position at;
	struct journal_report report;
	char *text = calloc(1, 1 << 20);

	(void)state;
	for (int i = 0; i < 70; i++) {
		append(j, text, 1 << 20);
		assert_int_equal(ERR_OK, journal_flush(j));
	}
	journal_position(j, &at);
	assert_int_equal(2, at.segment);
	assert_int_equal(71, at.seq);
	journal_close(j);
	assert_int_equal(70, read_all().records);
	assert_int_equal(ERR_OK, journal_verify(dir, &report));
	assert_int_equal(2, report.segments);
	assert_int_equal(1, report.sealed);
	assert_int_equal(70, report.records);
	free(text);
}

static void
a_segment_of_another_day_is_sealed(void **state)
{
	struct journal *j = open_journal();
	struct journal_report report;
	struct journal_position at;

	(void)state;
	append(j, "x", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	clock_freeze(clock_now() + 2 * CLOCK_DAY);
	append(j, "y", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	clock_thaw();
	journal_position(j, &at);
	assert_int_equal(2, at.segment);
	journal_close(j);
	assert_int_equal(2, read_all().records);
	assert_int_equal(ERR_OK, journal_verify(dir, &report));
	assert_int_equal(1, report.sealed);
}

static void
memory_is_bounded_when_nobody_flushes(void **state)
{
	struct journal *j = open_journal();
	struct observation obs = { .kind = OBSERVATION_MESSAGE,
		.message = { .transport = MESSAGE_UDP, .len = 1 << 20 } };
	char *text = calloc(1, 1 << 20);
	int rc = ERR_OK;

	(void)state;
	obs.message.bytes = (const uint8_t *)text;
	for (int i = 0; i < 20 && rc == ERR_OK; i++)
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
	write_messages(10);
	assert_int_equal(ERR_OK, journal_reader_open(dir, &at, &r));
	for (int i = 0; i < 4; i++)
		assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	journal_reader_position(r, &at);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	journal_reader_seek(r, &at);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	assert_int_equal(5, rec.seq);
	journal_reader_close(r);

	assert_int_equal(ERR_OK, journal_reader_open(dir, &at, &r));
	assert_true(journal_reader_behind(r) > 0);
	assert_int_equal(ERR_OK, journal_reader_next(r, &rec));
	assert_int_equal(5, rec.seq);
	while (journal_reader_next(r, &rec) == ERR_OK)
		continue;
	assert_int_equal(0, journal_reader_behind(r));
	journal_reader_close(r);
	at.segment = 9;
	assert_int_equal(ERR_RANGE, journal_reader_open(dir, &at, &r));
}

static void
verification_names_a_changed_record(void **state)
{
	struct journal_report report;
	struct buf whole = { 0 };
	uint64_t ends[32];

	(void)state;
	write_messages(20);
	assert_int_equal(20, list_ends(ends, ROWS(ends)));
	assert_int_equal(ERR_OK, journal_verify(dir, &report));
	assert_int_equal(20, report.records);
	read_segment(1, &whole);
	whole.data[ends[4] + 50] ^= 4;
	write_segment(1, whole.data, whole.len);
	assert_int_equal(ERR_CORRUPT, journal_verify(dir, &report));
	assert_int_equal(ends[4], report.offset);
	assert_int_equal(19, report.records);
	buf_free(&whole);
}

static void
retention_leaves_what_is_young_unloaded_or_newest(void **state)
{
	struct journal *j = open_journal();
	struct journal_position at;
	char *text = calloc(1, 1 << 20);
	size_t gone;

	(void)state;
	for (int i = 0; i < 130; i++) {
		append(j, text, 1 << 20);
		assert_int_equal(ERR_OK, journal_flush(j));
	}
	journal_position(j, &at);
	assert_int_equal(3, at.segment);
	assert_int_equal(ERR_OK, journal_trim(dir, &at, 0, &gone));
	assert_int_equal(0, gone);
	at.segment = 2;
	assert_int_equal(ERR_OK, journal_trim(dir, &at, INT64_MAX, &gone));
	assert_int_equal(1, gone);
	at.segment = 9;
	assert_int_equal(ERR_OK, journal_trim(dir, &at, INT64_MAX, &gone));
	assert_int_equal(1, gone);
	journal_close(j);
	assert_true(read_all().records > 0);
	free(text);
}

#define IN_A_DIR(test) \
	cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_was_flushed_is_read_in_order),
		IN_A_DIR(a_reader_sees_nothing_before_the_flush),
		IN_A_DIR(a_second_writer_waits),
		IN_A_DIR(whole_records_survive_a_tail_torn_at_any_byte),
		IN_A_DIR(of_160_damages_each_keeps_what_stands_before_it),
		IN_A_DIR(damage_below_the_published_position_is_kept_and_told),
		IN_A_DIR(a_lost_segment_is_told_and_its_numbers_stay_taken),
		IN_A_DIR(records_of_another_segment_do_not_pass),
		IN_A_DIR(a_segment_of_another_journal_is_passed_over),
		IN_A_DIR(a_whole_segment_of_another_journal_is_not_read),
		IN_A_DIR(a_full_segment_is_sealed_and_the_chain_holds),
		IN_A_DIR(a_segment_of_another_day_is_sealed),
		IN_A_DIR(memory_is_bounded_when_nobody_flushes),
		IN_A_DIR(a_reader_goes_on_where_it_stood),
		IN_A_DIR(verification_names_a_changed_record),
		IN_A_DIR(retention_leaves_what_is_young_unloaded_or_newest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
