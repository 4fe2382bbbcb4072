/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/redact.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/archive.h"
#include "lib/journal/browse.h"
#include "lib/journal/declared.h"
#include "lib/journal/journal.h"
#include "lib/journal/reader.h"
#include "lib/journal/record.h"
#include "lib/journal/segment.h"
#include "lib/journal/verify.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

enum { RECORDS = 20, SECRET = 7 };

static const char secret[] = "pupil Jansen was here, of whom nobody may know";

/* Twenty records, one of which names somebody. */
static void
write_records(void)
{
	struct journal *j = fixture_open();

	for (int i = 1; i <= RECORDS; i++) {
		const char *text = i == SECRET ? secret : "harmless";

		fixture_append(j, text, strlen(text));
	}
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
}

static struct redaction_entry
entry_of(uint64_t seq)
{
	struct redaction_entry e = { .seq = seq, .at = 1 };
	struct browse_item at;
	struct browse *b;

	assert_int_equal(ERR_OK, browse_open(fixture_dir, 0, &b));
	do
		assert_int_equal(ERR_OK, browse_next(b, &at));
	while (!record_is_numbered(&at.rec) || at.rec.seq != seq);
	record_hash(&at.rec, e.hash);
	browse_close(b);
	return e;
}

static struct redaction
request_of(size_t n)
{
	return (struct redaction){ .at = 42,
		.by = { "piet", 4 },
		.reason = { "a request of the pupil", 22 },
		.policy = { "privacy", 7 },
		.count = n };
}

static void
ask(const struct redaction_entry *list, size_t n)
{
	const struct redaction r = request_of(n);

	assert_int_equal(ERR_OK, redaction_ask(fixture_dir, &r, list));
}

/* As a writer does that is at work. */
static void
declare(const struct redaction_entry *list, size_t n)
{
	struct journal *j;

	ask(list, n);
	j = fixture_open();
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	assert_int_equal(-1, access(fixture_path("redact"), F_OK));
}

static struct journal_report
verify(void)
{
	struct journal_report r;
	int rc = journal_verify(fixture_dir, NULL, 0, &r);

	assert_int_equal(r.faults > 0 ? ERR_CORRUPT : ERR_OK, rc);
	return r;
}

static bool
is_in_a_file(const char *text)
{
	struct buf all = { 0 };
	struct dirent *e;
	bool found = false;
	DIR *d = opendir(fixture_dir);

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		buf_clear(&all);
		assert_int_equal(
		    ERR_OK, file_read(fixture_path(e->d_name), 1 << 30, &all));
		found |= all.len > 0 &&
		    memmem(all.data, all.len, text, strlen(text)) != NULL;
	}
	closedir(d);
	buf_free(&all);
	return found;
}

static struct redact_count
count_redacted(const struct redaction_entry *list, size_t n)
{
	struct redact_count c;

	assert_int_equal(ERR_OK, redact_records(fixture_dir, list, n, &c));
	return c;
}

static void
redact(const struct redaction_entry *list, size_t n, size_t blank, size_t open)
{
	struct redact_count c = count_redacted(list, n);

	assert_int_equal(blank, c.blank);
	assert_int_equal(open, c.open);
	assert_int_equal(0, c.tiny + c.unread + c.damaged);
}

/* All others can be read, where they were. */
static void
check_records(void)
{
	struct journal_position at = { 0 };
	struct journal_record rec;
	struct journal_reader *r;
	uint64_t seq = 0;

	assert_int_equal(ERR_OK, journal_reader_open(fixture_dir, &at, &r));
	while (journal_reader_next(r, &rec) == ERR_OK) {
		assert_int_equal(++seq, rec.seq);
		if (seq == SECRET)
			assert_null(rec.payload);
		else
			assert_non_null(rec.payload);
	}
	assert_int_equal(RECORDS, seq);
	assert_int_equal(0, journal_reader_gaps(r));
	journal_reader_close(r);
}

static void
what_was_declared_is_blank_and_no_fault(void **state)
{
	struct redaction_entry e;
	struct journal_report r;
	struct stat before, after;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	assert_true(is_in_a_file(secret));
	declare(&e, 1);
	r = verify();
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.redactions);
	assert_int_equal(1, r.unredacted);
	assert_int_equal(
	    0, stat(fixture_path("0000000000000001.seg"), &before));

	redact(&e, 1, 1, 0);
	assert_false(is_in_a_file(secret));
	r = verify();
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.redacted);
	assert_int_equal(0, r.unredacted);
	assert_int_equal(RECORDS, r.records);
	check_records();
	/* Nothing moves, and retention goes by its time. */
	assert_int_equal(0, stat(fixture_path("0000000000000001.seg"), &after));
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(before.st_mtime, after.st_mtime);

	redact(&e, 1, 1, 0);
	assert_int_equal(1, verify().redacted);
}

static void
an_archive_is_blanked_and_stays_one(void **state)
{
	struct redaction_entry e;
	struct journal_report r;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	declare(&e, 1);
	assert_int_equal(ERR_OK, archive_segment(fixture_dir, 1));
	redact(&e, 1, 1, 0);
	assert_int_equal(
	    -1, access(fixture_path("0000000000000001.seg"), F_OK));
	assert_int_equal(
	    0, access(fixture_path("0000000000000001.seg.zst"), F_OK));
	r = verify();
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.redacted);
	check_records();
}

/* The writer may cut it, and adds to it. */
static void
a_segment_that_is_written_to_is_left(void **state)
{
	struct redaction_entry e;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	redact(&e, 1, 0, 1);
	assert_true(is_in_a_file(secret));
}

static void
a_record_other_than_the_declared_one_is_left(void **state)
{
	struct redaction_entry e;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	e.hash[0] ^= 1;
	declare(&e, 1);
	redact(&e, 1, 0, 0);
	assert_true(is_in_a_file(secret));
}

static void
one_that_was_not_declared_is_a_fault(void **state)
{
	struct redaction_entry e[2];
	struct journal_report r;

	(void)state;
	write_records();
	e[0] = entry_of(SECRET);
	e[1] = entry_of(SECRET + 3);
	declare(e, 1);
	redact(e, 2, 2, 0);
	r = verify();
	assert_int_equal(1, r.faults);
	assert_int_equal(FAULT_CHANGED, r.fault[0].kind);
	assert_int_equal(SECRET + 3, r.fault[0].first_seq);
	assert_int_equal(1, r.redacted);
}

/* Whoever may write the folder, but has no key, adds what declares it. */
static void
a_declaration_that_is_not_signed_does_not_count(void **state)
{
	struct record rec = { .type = RECORD_REDACTION, .seq = RECORDS + 1 };
	struct redaction_entry e, other;
	struct segment_header h;
	struct journal_report r;
	struct buf raw = { 0 }, payload = { 0 }, whole = { 0 };
	const struct redaction forged = { .by = { "x", 1 },
		.reason = { "x", 1 },
		.policy = { "x", 1 },
		.count = 1 };

	(void)state;
	write_records();
	other = entry_of(1);
	e = entry_of(SECRET);
	declare(&other, 1);
	fixture_forget_position();
	redact(&e, 1, 1, 0);

	fixture_read_segment(2, &whole);
	assert_int_equal(
	    ERR_OK, segment_decode_header(whole.data, whole.len, &h));
	redaction_encode(&forged, &e, &payload);
	rec.payload = payload.data;
	rec.len = payload.len;
	record_encode(&rec, &raw);
	record_sign(raw.data, raw.len, segment_seed(&h));
	buf_add(&whole, raw.data, raw.len);
	fixture_write_segment(2, whole.data, whole.len);
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &forged, &e));
	r = verify();
	assert_int_equal(2, r.redactions);
	assert_int_equal(0, r.redacted);
	assert_int_equal(1, r.faults);
	assert_int_equal(SECRET, r.fault[0].first_seq);
	buf_free(&raw);
	buf_free(&payload);
	buf_free(&whole);
}

static void
a_segment_that_cannot_be_read_is_counted(void **state)
{
	struct redact_count c;
	struct redaction_entry e;
	struct buf whole = { 0 };

	(void)state;
	write_records();
	e = entry_of(SECRET);
	declare(&e, 1);
	fixture_read_segment(1, &whole);
	whole.data[20] ^= 1;
	fixture_write_segment(1, whole.data, whole.len);
	c = count_redacted(&e, 1);
	assert_int_equal(0, c.blank);
	assert_int_equal(1, c.unread);
	buf_free(&whole);
}

/* The record is one no more, and has its text. */
static void
a_damaged_place_is_counted(void **state)
{
	struct redact_count c;
	struct redaction_entry e;
	struct buf whole = { 0 };
	uint8_t *at;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	declare(&e, 1);
	fixture_read_segment(1, &whole);
	at = memmem(whole.data, whole.len, "was here", 8);
	assert_non_null(at);
	*at ^= 1;
	fixture_write_segment(1, whole.data, whole.len);
	c = count_redacted(&e, 1);
	assert_int_equal(0, c.blank);
	assert_int_equal(1, c.damaged);
	buf_free(&whole);
}

static void
a_record_too_short_for_its_hash_is_counted(void **state)
{
	struct redaction_entry e;
	struct redact_count c;
	struct journal *j;

	(void)state;
	write_records();
	j = fixture_open();
	fixture_append(j, "", 0);
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	e = entry_of(RECORDS + 1);
	declare(&e, 1);
	c = count_redacted(&e, 1);
	assert_int_equal(0, c.blank);
	assert_int_equal(1, c.tiny);
}

static void
write_text(const char *name)
{
	assert_int_equal(ERR_OK,
	    file_write(fixture_path(name), secret, sizeof(secret), 0600));
}

static void
what_a_crash_left_goes(void **state)
{
	struct redaction_entry e;

	(void)state;
	write_records();
	e = entry_of(SECRET);
	declare(&e, 1);
	write_text("0000000000000001.seg.redacted");
	write_text("0000000000000009.seg.zst.redacted");
	write_text("0000000000000001.seg.zst.new");
	write_text("0000000000000001.seg.zst");
	redact(&e, 1, 1, 0);
	assert_false(is_in_a_file(secret));
	assert_int_equal(-1,
	    access(fixture_path("0000000000000009.seg.zst.redacted"), F_OK));
	check_records();
	/* Also when the segment itself was done before. */
	write_text("0000000000000001.seg.zst");
	redact(&e, 1, 1, 0);
	assert_false(is_in_a_file(secret));
}

static void
a_request_that_is_none_is_taken_away(void **state)
{
	static const char junk[] = "\0\0\0\7 not one";
	struct journal *j;

	(void)state;
	write_records();
	assert_int_equal(ERR_OK,
	    file_write(fixture_path("redact"), junk, sizeof(junk), 0600));
	j = fixture_open();
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	assert_int_equal(-1, access(fixture_path("redact"), F_OK));
	assert_int_equal(0, verify().redactions);
}

/* It would end a segment for nothing, or one that is not made yet. */
static void
an_empty_request_is_taken_away(void **state)
{
	struct journal *j;

	(void)state;
	write_records();
	assert_int_equal(
	    ERR_OK, file_write(fixture_path("redact"), "", 0, 0600));
	j = fixture_open();
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	assert_int_equal(-1, access(fixture_path("redact"), F_OK));
	assert_int_equal(1, verify().segments);
}

/* As redact_records must not be called before. */
static void
a_declaration_is_found_once_it_is_signed(void **state)
{
	struct redaction_entry e[2];
	struct redaction r = request_of(2);

	(void)state;
	write_records();
	e[0] = entry_of(SECRET);
	e[1] = entry_of(SECRET + 1);
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
	ask(e, 2);
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
	declare(e, 2);
	assert_int_equal(ERR_OK, declared_find(fixture_dir, &r, e));
	/* Of another time, of fewer records, of another record. */
	r.at++;
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
	r = request_of(1);
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
	r = request_of(2);
	e[1].hash[0] ^= 1;
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
	/* Without its keys nothing of a journal is signed. */
	e[1].hash[0] ^= 1;
	assert_int_equal(0, unlink(fixture_path("keys")));
	assert_int_equal(ERR_NOTFOUND, declared_find(fixture_dir, &r, e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_was_declared_is_blank_and_no_fault),
		IN_A_DIR(an_archive_is_blanked_and_stays_one),
		IN_A_DIR(a_segment_that_is_written_to_is_left),
		IN_A_DIR(a_record_other_than_the_declared_one_is_left),
		IN_A_DIR(one_that_was_not_declared_is_a_fault),
		IN_A_DIR(a_declaration_that_is_not_signed_does_not_count),
		IN_A_DIR(a_segment_that_cannot_be_read_is_counted),
		IN_A_DIR(a_damaged_place_is_counted),
		IN_A_DIR(a_record_too_short_for_its_hash_is_counted),
		IN_A_DIR(what_a_crash_left_goes),
		IN_A_DIR(a_request_that_is_none_is_taken_away),
		IN_A_DIR(an_empty_request_is_taken_away),
		IN_A_DIR(a_declaration_is_found_once_it_is_signed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
