/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/audit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/journal/record.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const uint8_t uuid[JOURNAL_UUID_LEN] = { 1, 2, 3 };

static struct journal_report report;
static struct audit a;

/* Two checkpoints of which the second fits the first, as a case changes it. */
#define AT (1000 * CLOCK_DAY)

static struct checkpoint
first(void)
{
	return (struct checkpoint){ .number = 1,
		.epoch = 1,
		.first_seq = 1,
		.next_seq = 11,
		.records = 10,
		.wall = AT,
		.monotonic = CLOCK_HOUR,
		.flags = CHECKPOINT_START };
}

static struct checkpoint
second(void)
{
	return (struct checkpoint){ .number = 2,
		.epoch = 1,
		.first_seq = 11,
		.next_seq = 21,
		.records = 10,
		.wall = AT + CLOCK_MINUTE,
		.monotonic = CLOCK_HOUR + CLOCK_MINUTE };
}

/* As the walk over the files does it. */
static void
pass_checkpoint(struct checkpoint *c, const struct signer *signer, bool spoil)
{
	struct record rec = { .type = RECORD_CHECKPOINT,
		.len = CHECKPOINT_LEN };
	struct buf payload = { 0 };

	checkpoint_encode(c, uuid, signer, &payload);
	if (spoil)
		payload.data[CHECKPOINT_LEN - 1] ^= 1;
	rec.payload = payload.data;
	audit_checkpoint(&a, &rec);
	buf_free(&payload);
}

static void
begin(struct signer **signer)
{
	clock_freeze(AT - CLOCK_HOUR);
	assert_int_equal(ERR_OK, signer_open(fixture_dir, uuid, signer));
	clock_thaw();
	report = (struct journal_report){ 0 };
	a = (struct audit){ .report = &report, .next_seq = 1, .segment = 4 };
	memcpy(a.uuid, uuid, sizeof(uuid));
	assert_int_equal(ERR_OK, audit_start(&a, fixture_dir));
}

static void
end(struct signer *signer)
{
	audit_end(&a);
	signer_close(signer);
	key_list_free(&a.keys);
	blanks_free(&a.blanks);
}

enum change {
	NOTHING,
	CHAIN,
	PREVIOUS,
	SPOIL,
	READ_LESS, /* than it counts */
};

static const struct {
	const char *case_;
	enum change change;
	uint64_t number, epoch; /* 0: as it should be */
	int64_t later;          /* than it should be, by both clocks, */
	int64_t back;           /* and by the clock on the wall */
	uint32_t flags;
	bool is_fault;
	enum journal_fault_kind kind;
} cases[] = {
	{ .case_ = "it fits" },
	{ .case_ = "another chain",
	    .change = CHAIN,
	    .is_fault = true,
	    .kind = FAULT_CHANGED },
	{ .case_ = "records are missing",
	    .change = READ_LESS,
	    .is_fault = true,
	    .kind = FAULT_MISSING },
	{ .case_ = "not signed with the key",
	    .change = SPOIL,
	    .is_fault = true,
	    .kind = FAULT_RECHAINED },
	{ .case_ = "another before it",
	    .change = PREVIOUS,
	    .is_fault = true,
	    .kind = FAULT_RECHAINED },
	{ .case_ = "a key that is not listed",
	    .epoch = 2,
	    .is_fault = true,
	    .kind = FAULT_RECHAINED },
	{ .case_ = "one is left out",
	    .number = 3,
	    .is_fault = true,
	    .kind = FAULT_UNSIGNED },
	{ .case_ = "the same again",
	    .number = 1,
	    .is_fault = true,
	    .kind = FAULT_RECHAINED },
	{ .case_ = "a silence",
	    .later = CLOCK_HOUR,
	    .is_fault = true,
	    .kind = FAULT_TIME },
	{ .case_ = "that is declared",
	    .later = CLOCK_HOUR,
	    .flags = CHECKPOINT_LATE },
	{ .case_ = "just not a silence",
	    .later = CHECKPOINT_LATE_AT - CLOCK_MINUTE },
	{ .case_ = "another process",
	    .later = CLOCK_DAY,
	    .flags = CHECKPOINT_START },
	{ .case_ = "the clock was set back",
	    .back = 2 * CLOCK_MINUTE,
	    .is_fault = true,
	    .kind = FAULT_TIME },
	{ .case_ = "and that is declared",
	    .back = 2 * CLOCK_MINUTE,
	    .flags = CHECKPOINT_SET_BACK },
	{ .case_ = "declared, and it was not",
	    .flags = CHECKPOINT_SET_BACK,
	    .is_fault = true,
	    .kind = FAULT_TIME },
};

static void
a_checkpoint_is_held_against_the_one_before(void **state)
{
	struct checkpoint c;
	struct signer *signer;

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		begin(&signer);
		c = first();
		a.next_seq = c.next_seq;
		pass_checkpoint(&c, signer, false);
		assert_int_equal(0, report.faults);
		c = second();
		a.next_seq =
		    c.next_seq - (cases[i].change == READ_LESS ? 2 : 0);
		memcpy(c.previous, a.last_hash, DIGEST_LEN);
		c.chain[0] ^= cases[i].change == CHAIN;
		c.previous[0] ^= cases[i].change == PREVIOUS;
		c.number = cases[i].number > 0 ? cases[i].number : c.number;
		c.epoch = cases[i].epoch > 0 ? cases[i].epoch : c.epoch;
		c.wall += cases[i].later - cases[i].back;
		c.monotonic += cases[i].later;
		c.flags = cases[i].flags;
		pass_checkpoint(&c, signer, cases[i].change == SPOIL);
		if ((report.faults > 0) != cases[i].is_fault)
			fail_msg("%s: %s", cases[i].case_,
			    report.faults > 0 ? report.fault[0].why : "whole");
		if (cases[i].is_fault && report.fault[0].kind != cases[i].kind)
			fail_msg("%s: %s", cases[i].case_, report.fault[0].why);
		if (cases[i].is_fault)
			assert_int_equal(4, report.fault[0].segment);
		assert_int_equal(2, report.checkpoints);
		end(signer);
	}
}

/* Whoever holds the newest key could sign all with it. */
static void
a_key_signs_nothing_that_is_older(void **state)
{
	struct checkpoint c = first();
	struct signer *signer;

	(void)state;
	begin(&signer);
	c.wall = AT - 2 * CLOCK_HOUR;
	a.next_seq = c.next_seq;
	pass_checkpoint(&c, signer, false);
	assert_int_equal(1, report.faults);
	assert_int_equal(FAULT_RECHAINED, report.fault[0].kind);
	end(signer);
}

/* What is behind the last one, and what an anchor knows. */
static void
the_end_is_held_against_anchors(void **state)
{
	static const struct {
		uint64_t number;
		bool is_hash, is_key;
		uint64_t faults, fits, past;
	} anchors[] = {
		{ 3, true, true, 0, 1, 0 },
		{ 3, false, true, 1, 0, 0 },
		{ 3, true, false, 1, 1, 0 },
		{ 4, true, true, 1, 0, 0 },
		{ 2, true, true, 0, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(anchors); i++) {
		struct anchor n = { .number = anchors[i].number, .seq = 10 };
		struct checkpoint c = first();
		struct signer *signer;
		struct buf payload = { 0 };

		begin(&signer);
		c.number = 3;
		memcpy(n.uuid, uuid, sizeof(uuid));
		checkpoint_encode(&c, uuid, signer, &payload);
		checkpoint_hash(payload.data, n.hash);
		buf_free(&payload);
		assert_int_equal(
		    ERR_OK, key_list_first(fixture_dir, uuid, n.first_key));
		n.hash[0] ^= !anchors[i].is_hash;
		n.first_key[0] ^= !anchors[i].is_key;
		a.anchors = &n;
		a.anchor_count = 1;
		a.next_seq = c.next_seq;
		pass_checkpoint(&c, signer, false);
		a.since = 5;
		end(signer);
		assert_int_equal(anchors[i].faults, report.faults);
		assert_int_equal(anchors[i].fits, report.anchors);
		assert_int_equal(anchors[i].past, report.anchors_past);
		assert_int_equal(5, report.unsigned_records);
		assert_int_equal(3, report.last.number);
		assert_int_equal(10, report.last.seq);
	}
}

static void
many_faults_are_counted_and_the_first_are_kept(void **state)
{
	struct signer *signer;

	(void)state;
	begin(&signer);
	for (int i = 0; i < 2 * JOURNAL_FAULTS_MAX; i++) {
		a.offset = (uint64_t)i;
		audit_fault(&a, FAULT_MISSING, 1, 2, "number %d", i);
	}
	assert_true(a.is_broken);
	assert_int_equal(2 * JOURNAL_FAULTS_MAX, report.faults);
	assert_string_equal(
	    "number 31", report.fault[JOURNAL_FAULTS_MAX - 1].why);
	assert_int_equal(31, report.fault[JOURNAL_FAULTS_MAX - 1].offset);
	end(signer);
}

/* Whichever byte of it; where there is none, each signature says so. */
static void
a_list_of_keys_that_is_damaged_is_said(void **state)
{
	struct buf raw = { 0 };
	struct signer *signer;
	char path[128];

	(void)state;
	begin(&signer);
	end(signer);
	snprintf(path, sizeof(path), "%s", fixture_path("keys"));
	assert_int_equal(ERR_OK, file_read(path, 1 << 20, &raw));
	for (size_t i = 0; i < raw.len; i++) {
		raw.data[i] ^= 1;
		assert_int_equal(
		    ERR_OK, file_write(path, raw.data, raw.len, 0640));
		raw.data[i] ^= 1;
		report = (struct journal_report){ 0 };
		a = (struct audit){ .report = &report };
		assert_int_equal(ERR_OK, audit_start(&a, fixture_dir));
		assert_int_equal(1, report.faults);
		assert_int_equal(FAULT_RECHAINED, report.fault[0].kind);
		assert_false(a.is_broken);
		key_list_free(&a.keys);
	}
	buf_free(&raw);
	assert_int_equal(0, unlink(path));
	report = (struct journal_report){ 0 };
	assert_int_equal(ERR_OK, audit_start(&a, fixture_dir));
	assert_int_equal(0, report.faults);
	assert_int_equal(0, a.keys.count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(a_checkpoint_is_held_against_the_one_before),
		IN_A_DIR(a_key_signs_nothing_that_is_older),
		IN_A_DIR(the_end_is_held_against_anchors),
		IN_A_DIR(many_faults_are_counted_and_the_first_are_kept),
		IN_A_DIR(a_list_of_keys_that_is_damaged_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
