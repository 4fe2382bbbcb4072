/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/checkpoint.h"
#include "lib/journal/keys.h"
#include "lib/journal/record.h"
#include "lib/journal/segment.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

/*
 * Twenty records in segment 1, on the first day; four hours of segment 2 with
 * ten records each, and a checkpoint each minute.
 */
enum { FIRST = 20, PER_HOUR = 10, HOURS = 4, ALL = FIRST + PER_HOUR * HOURS };

static void
write_history(void)
{
	struct journal *j;
	int64_t at;

	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	at = 3 * CLOCK_DAY;
	clock_freeze(at);
	j = fixture_open();
	for (int minute = 0; minute < 60 * HOURS; minute++) {
		if (minute % 6 == 0)
			fixture_append(j, "<14>a message", 13);
		clock_freeze(at += CLOCK_MINUTE);
		assert_int_equal(ERR_OK, journal_flush(j));
	}
	journal_close(j);
	clock_thaw();
}

static struct journal_report
verify(const struct anchor *anchors, size_t count)
{
	struct journal_report r;
	int rc = journal_verify(fixture_dir, anchors, count, &r);

	assert_int_equal(r.faults == 0 ? ERR_OK : ERR_CORRUPT, rc);
	return r;
}

/* The first fault is of that kind, and names these records. */
static void
check_fault(const struct journal_report *r, enum journal_fault_kind kind,
    uint64_t segment, uint64_t first, uint64_t last)
{
	const struct journal_fault *f = &r->fault[0];

	assert_true(r->faults > 0);
	if (f->kind != kind || f->first_seq != first || f->last_seq != last)
		print_message(
		    "# %s: %s\n", journal_fault_name(f->kind), f->why);
	assert_int_equal(kind, f->kind);
	assert_int_equal(segment, f->segment);
	assert_int_equal(first, f->first_seq);
	assert_int_equal(last, f->last_seq);
}

/* One segment, taken apart as somebody would who may write the folder. */
struct hand {
	struct segment_header header;
	struct buf raw, out;
	size_t at;
	uint8_t chain[DIGEST_LEN];
	struct signer *signer; /* NULL: cannot sign */
	bool claims_key;       /* says of all that it signed them */
	uint8_t hash[DIGEST_LEN];
	bool has_hash;
};

static void
take_up(struct hand *h, uint64_t segment)
{
	*h = (struct hand){ 0 };
	fixture_read_segment(segment, &h->raw);
	assert_int_equal(
	    ERR_OK, segment_decode_header(h->raw.data, h->raw.len, &h->header));
	h->at = SEGMENT_HEADER_LEN;
	buf_add(&h->out, h->raw.data, SEGMENT_HEADER_LEN);
	memcpy(h->chain, h->header.chain, DIGEST_LEN);
}

static bool
next_record(struct hand *h, struct record *rec)
{
	if (record_decode(h->raw.data + h->at, h->raw.len - h->at,
		segment_seed(&h->header), rec) < 0)
		return false;
	h->at += rec->size;
	return true;
}

/* Again with the chain as it is now, and the key that is at hand. */
static void
sign_anew(struct hand *h, struct record *rec, struct buf *payload)
{
	struct checkpoint c;

	checkpoint_decode(rec->payload, &c);
	memcpy(c.chain, h->chain, DIGEST_LEN);
	if (h->has_hash)
		memcpy(c.previous, h->hash, DIGEST_LEN);
	if (h->claims_key)
		c.epoch = signer_epoch(h->signer);
	checkpoint_encode(&c, h->header.uuid, h->signer, payload);
	rec->payload = payload->data;
	checkpoint_hash(payload->data, h->hash);
	h->has_hash = true;
}

static void
put_record(struct hand *h, struct record *rec)
{
	struct buf payload = { 0 };
	size_t start = h->out.len;

	if (rec->type == RECORD_CHECKPOINT && h->signer != NULL)
		sign_anew(h, rec, &payload);
	record_encode(rec, &h->out);
	record_sign(
	    h->out.data + start, h->out.len - start, segment_seed(&h->header));
	record_chain(h->chain, rec);
	buf_free(&payload);
}

static void
lay_down(struct hand *h)
{
	fixture_write_segment(h->header.segment, h->out.data, h->out.len);
	buf_free(&h->raw);
	buf_free(&h->out);
	signer_close(h->signer);
}

/* What a forger can sign with. */
enum forger { WITHOUT_KEY, WITH_KEY, WITH_KEY_FOR_ALL };

/* Changes one byte of record seq and whatever a forger can make fit. */
static void
forge(uint64_t segment, uint64_t seq, enum forger forger)
{
	struct record rec;
	struct hand h;
	uint8_t *copy;

	take_up(&h, segment);
	h.claims_key = forger == WITH_KEY_FOR_ALL;
	if (forger != WITHOUT_KEY)
		assert_int_equal(
		    ERR_OK, signer_open(fixture_dir, h.header.uuid, &h.signer));
	while (next_record(&h, &rec)) {
		copy = malloc(rec.len);
		assert_non_null(copy);
		memcpy(copy, rec.payload, rec.len);
		if (record_is_numbered(&rec) && rec.seq == seq)
			copy[rec.len - 1] ^= 1;
		rec.payload = copy;
		put_record(&h, &rec);
		free(copy);
	}
	lay_down(&h);
}

/* Its hash stays, and so does the chain. */
static void
blank(uint64_t segment, uint64_t seq)
{
	uint8_t hash[DIGEST_LEN];
	struct record rec;
	struct hand h;

	take_up(&h, segment);
	while (next_record(&h, &rec)) {
		if (record_is_numbered(&rec) && rec.seq == seq) {
			record_hash(&rec, hash);
			rec.type = RECORD_REDACTED;
			rec.payload = hash;
			rec.len = sizeof(hash);
		}
		put_record(&h, &rec);
	}
	lay_down(&h);
}

static void
leave_out(uint64_t segment, enum record_type type, uint64_t seq)
{
	bool is_done = false;
	struct record rec;
	struct hand h;

	take_up(&h, segment);
	while (next_record(&h, &rec)) {
		if (!is_done && rec.type == type && rec.seq == seq) {
			is_done = true;
			continue;
		}
		put_record(&h, &rec);
	}
	assert_true(is_done);
	lay_down(&h);
}

/* Where record seq of a segment begins. */
static size_t
find(uint64_t segment, uint64_t seq)
{
	size_t before, found = 0;
	struct record rec;
	struct hand h;

	take_up(&h, segment);
	while (before = h.at, next_record(&h, &rec))
		if (record_is_numbered(&rec) && rec.seq == seq)
			found = before;
	buf_free(&h.raw);
	buf_free(&h.out);
	assert_true(found > 0);
	return found;
}

static void
what_was_left_alone_is_whole(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	assert_int_equal(2, r.segments);
	assert_int_equal(1, r.sealed);
	assert_int_equal(ALL, r.records);
	assert_int_equal(2, r.starts);
	assert_int_equal(0, r.interrupted);
	assert_int_equal(0, r.unsigned_records);
	assert_true(r.checkpoints >= 60 * HOURS);
	r = verify(&r.last, 1);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.anchors);
}

static void
a_flipped_byte_names_its_record(void **state)
{
	struct journal_report r;
	struct buf raw = { 0 };
	size_t at;

	(void)state;
	write_history();
	at = find(1, 7);
	fixture_read_segment(1, &raw);
	raw.data[at + 40] ^= 4;
	fixture_write_segment(1, raw.data, raw.len);
	r = verify(NULL, 0);
	check_fault(&r, FAULT_CHANGED, 1, 7, 7);
	assert_int_equal(at, r.fault[0].offset);
	assert_int_equal(ALL - 1, r.records);
	assert_int_equal(1, r.faults);
	buf_free(&raw);
}

/* With the checksum made to fit, the next checkpoint tells. */
static void
a_record_forged_with_its_checksum_is_found(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	forge(2, 23, WITHOUT_KEY);
	r = verify(NULL, 0);
	check_fault(&r, FAULT_CHANGED, 2, 23, 23);
}

static void
a_blanked_record_is_named(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	blank(2, FIRST + 3);
	fixture_forget_position();
	r = verify(NULL, 0);
	assert_int_equal(0, r.redacted);
	assert_int_equal(1, r.faults);
	check_fault(&r, FAULT_CHANGED, 2, FIRST + 3, FIRST + 3);
}

static void
a_deleted_record_is_named(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	leave_out(1, RECORD_OBSERVATION, 9);
	r = verify(NULL, 0);
	check_fault(&r, FAULT_MISSING, 1, 9, 9);
	assert_int_equal(ALL - 1, r.records);
}

static void
a_deleted_checkpoint_is_named(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	leave_out(2, RECORD_CHECKPOINT, 24);
	r = verify(NULL, 0);
	assert_int_equal(FAULT_UNSIGNED, r.fault[0].kind);
	assert_int_equal(2, r.fault[0].segment);
}

static void
a_tail_that_was_cut_is_named_by_the_position_and_by_an_anchor(void **state)
{
	struct journal_report whole, r;
	struct buf raw = { 0 };

	(void)state;
	write_history();
	whole = verify(NULL, 0);
	fixture_read_segment(2, &raw);
	fixture_write_segment(2, raw.data, find(2, ALL - 4));
	r = verify(NULL, 0);
	check_fault(&r, FAULT_CUT, 2, ALL - 4, ALL);
	/* Without the position nobody on this host knows. */
	fixture_forget_position();
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	r = verify(&whole.last, 1);
	check_fault(&r, FAULT_CUT, 2, ALL - 4, ALL);
	buf_free(&raw);
}

static void
a_dropped_segment_is_named(void **state)
{
	struct journal_report r;
	char path[128];

	(void)state;
	write_history();
	clock_freeze(5 * CLOCK_DAY);
	fixture_write(3);
	clock_thaw();
	segment_path(fixture_dir, 2, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	r = verify(NULL, 0);
	check_fault(&r, FAULT_MISSING, 3, FIRST + 1, ALL);
}

static void
the_newest_segment_dropped_is_named(void **state)
{
	struct journal_report whole, r;
	char path[128];

	(void)state;
	write_history();
	whole = verify(NULL, 0);
	segment_path(fixture_dir, 2, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	r = verify(NULL, 0);
	check_fault(&r, FAULT_CUT, 1, FIRST + 1, ALL);
	fixture_forget_position();
	r = verify(&whole.last, 1);
	check_fault(&r, FAULT_CUT, 1, FIRST + 1, ALL);
}

/* Who has the key of this hour cannot sign the hours before it. */
static void
an_hour_that_is_over_cannot_be_signed_anew(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	forge(2, FIRST + 3, WITH_KEY);
	r = verify(NULL, 0);
	assert_int_equal(FAULT_RECHAINED, r.fault[0].kind);
	assert_int_equal(2, r.fault[0].segment);
}

/* Nor by saying that its key signed them: it was not made yet. */
static void
a_key_cannot_have_signed_what_is_older_than_it(void **state)
{
	struct journal_report r;

	(void)state;
	write_history();
	forge(2, FIRST + 3, WITH_KEY_FOR_ALL);
	r = verify(NULL, 0);
	check_fault(&r, FAULT_RECHAINED, 2, FIRST + 1, FIRST);
}

/* The hour of the key can; an anchor shows it. */
static void
what_is_rechained_with_the_current_key_is_named_by_an_anchor(void **state)
{
	struct journal_report whole, r;

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	clock_thaw();
	whole = verify(NULL, 0);
	forge(1, 5, WITH_KEY);
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	r = verify(&whole.last, 1);
	check_fault(&r, FAULT_RECHAINED, 1, 0, FIRST);
}

static void
another_first_key_is_named_by_an_anchor(void **state)
{
	struct journal_report whole, r;

	(void)state;
	write_history();
	whole = verify(NULL, 0);
	whole.last.first_key[3] ^= 1;
	r = verify(&whole.last, 1);
	check_fault(&r, FAULT_RECHAINED, 2, 0, 0);
}

static void
a_journal_without_keys_or_checkpoints_does_not_pass(void **state)
{
	struct journal_report r;
	struct record rec;
	struct hand h;

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	clock_thaw();
	take_up(&h, 1);
	while (next_record(&h, &rec))
		if (rec.type != RECORD_CHECKPOINT)
			put_record(&h, &rec);
	lay_down(&h);
	fixture_forget_position();
	r = verify(NULL, 0);
	check_fault(&r, FAULT_UNSIGNED, 1, 1, FIRST);

	assert_int_equal(0, unlink(fixture_path("keys")));
	r = verify(NULL, 0);
	assert_true(r.faults >= 2);
}

static void
a_clock_that_goes_back_is_declared_or_a_fault(void **state)
{
	struct journal_report r;

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(3);
	clock_freeze(CLOCK_DAY - CLOCK_HOUR);
	fixture_write(3);
	clock_thaw();
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.set_back);
}

static void
a_silence_is_declared(void **state)
{
	struct journal_report r;
	struct journal *j;

	(void)state;
	clock_freeze(CLOCK_DAY);
	j = fixture_open();
	clock_freeze(CLOCK_DAY + 10 * CLOCK_MINUTE);
	fixture_append(j, "x", 1);
	assert_int_equal(ERR_OK, journal_flush(j));
	journal_close(j);
	clock_thaw();
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.late);
}

/* Signed, but against the rules: only a forger with the key writes it. */
static void
undeclared_jumps_of_time_are_faults(void **state)
{
	static const struct {
		int64_t wall, monotonic;
	} cases[] = { { -CLOCK_MINUTE, 0 }, { 0, 10 * CLOCK_MINUTE } };

	struct buf good = { 0 };

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(3);
	clock_thaw();
	fixture_read_segment(1, &good);
	fixture_forget_position();
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct journal_report r;
		struct buf payload = { 0 };
		struct checkpoint c = { 0 };
		struct record rec;
		struct hand h;

		take_up(&h, 1);
		assert_int_equal(
		    ERR_OK, signer_open(fixture_dir, h.header.uuid, &h.signer));
		while (next_record(&h, &rec)) {
			if (rec.type == RECORD_CHECKPOINT)
				checkpoint_decode(rec.payload, &c);
			put_record(&h, &rec);
		}
		c.number++;
		c.first_seq = c.next_seq;
		c.flags = 0;
		c.wall += cases[i].wall;
		c.monotonic += cases[i].monotonic;
		checkpoint_encode(&c, h.header.uuid, h.signer, &payload);
		rec = (struct record){ .type = RECORD_CHECKPOINT,
			.seq = c.next_seq,
			.payload = payload.data,
			.len = payload.len };
		put_record(&h, &rec);
		lay_down(&h);
		r = verify(NULL, 0);
		assert_int_equal(FAULT_TIME, r.fault[0].kind);
		buf_free(&payload);
		fixture_write_segment(1, good.data, good.len);
	}
	buf_free(&good);
}

static void
a_kill_is_told_and_is_no_fault(void **state)
{
	struct journal_report r;
	struct buf raw = { 0 };

	(void)state;
	write_history();
	fixture_read_segment(2, &raw);
	fixture_write_segment(2, raw.data, find(2, ALL));
	fixture_forget_position();
	clock_freeze(3 * CLOCK_DAY + 5 * CLOCK_HOUR);
	fixture_write(2);
	clock_thaw();
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.interrupted);
	buf_free(&raw);
}

static void
an_anchor_of_what_is_trimmed_says_nothing(void **state)
{
	struct journal_report first, r;
	char path[128];

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	clock_thaw();
	first = verify(NULL, 0);
	assert_int_equal(0, first.faults);
	assert_true(first.last.number > 0);
	clock_freeze(3 * CLOCK_DAY);
	fixture_write(3);
	clock_thaw();
	segment_path(fixture_dir, 1, path, sizeof(path));
	assert_int_equal(0, unlink(path));
	first.last.number = 1;
	r = verify(&first.last, 1);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.anchors_past);
}

/* Version 1 had neither checkpoints nor keys. */
static void
a_segment_of_the_version_before_is_read_and_followed_by_ours(void **state)
{
	struct journal_report r;
	struct record rec;
	struct hand h;
	uint32_t crc;

	(void)state;
	clock_freeze(CLOCK_DAY);
	fixture_write(FIRST);
	take_up(&h, 1);
	h.out.data[11] = 1;
	crc = digest_crc32c(0, h.out.data, 56 + DIGEST_LEN);
	for (int i = 0; i < 4; i++)
		h.out.data[56 + DIGEST_LEN + i] =
		    (uint8_t)(crc >> (24 - 8 * i));
	while (next_record(&h, &rec))
		if (rec.type != RECORD_CHECKPOINT)
			put_record(&h, &rec);
	lay_down(&h);
	assert_int_equal(0, unlink(fixture_path("keys")));
	assert_int_equal(0, unlink(fixture_path("key")));
	fixture_forget_position();
	fixture_write(5);
	clock_thaw();
	assert_int_equal(FIRST + 5, fixture_read_all().records);
	r = verify(NULL, 0);
	assert_int_equal(0, r.faults);
	assert_int_equal(1, r.unsigned_segments);
	assert_int_equal(2, r.segments);
	assert_int_equal(1, r.sealed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(what_was_left_alone_is_whole),
		IN_A_DIR(a_flipped_byte_names_its_record),
		IN_A_DIR(a_record_forged_with_its_checksum_is_found),
		IN_A_DIR(a_blanked_record_is_named),
		IN_A_DIR(a_deleted_record_is_named),
		IN_A_DIR(a_deleted_checkpoint_is_named),
		IN_A_DIR(
		    a_tail_that_was_cut_is_named_by_the_position_and_by_an_anchor),
		IN_A_DIR(a_dropped_segment_is_named),
		IN_A_DIR(the_newest_segment_dropped_is_named),
		IN_A_DIR(an_hour_that_is_over_cannot_be_signed_anew),
		IN_A_DIR(a_key_cannot_have_signed_what_is_older_than_it),
		IN_A_DIR(
		    what_is_rechained_with_the_current_key_is_named_by_an_anchor),
		IN_A_DIR(another_first_key_is_named_by_an_anchor),
		IN_A_DIR(a_journal_without_keys_or_checkpoints_does_not_pass),
		IN_A_DIR(a_clock_that_goes_back_is_declared_or_a_fault),
		IN_A_DIR(a_silence_is_declared),
		IN_A_DIR(undeclared_jumps_of_time_are_faults),
		IN_A_DIR(a_kill_is_told_and_is_no_fault),
		IN_A_DIR(an_anchor_of_what_is_trimmed_says_nothing),
		IN_A_DIR(
		    a_segment_of_the_version_before_is_read_and_followed_by_ours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
