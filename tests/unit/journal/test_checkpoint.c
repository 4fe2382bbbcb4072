/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/journal/keys.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const uint8_t uuid[JOURNAL_UUID_LEN] = { 1, 2, 3 };
static const uint8_t other[JOURNAL_UUID_LEN] = { 1, 2, 4 };

static struct checkpoint
example(void)
{
	struct checkpoint c = { .number = 7,
		.epoch = 1,
		.first_seq = 100,
		.next_seq = UINT64_MAX,
		.records = 42,
		.wall = -5,
		.monotonic = 6 * CLOCK_SECOND,
		.flags = CHECKPOINT_START | CHECKPOINT_LATE };

	memset(c.chain, 0xaa, sizeof(c.chain));
	memset(c.previous, 0xbb, sizeof(c.previous));
	return c;
}

/* With a key of a folder of its own, whose public half is out. */
static void
write_one(const struct checkpoint *c, struct buf *out,
    uint8_t public[SIGN_PUBLIC_LEN])
{
	struct signer *signer;

	assert_int_equal(ERR_OK, signer_open(fixture_dir, uuid, &signer));
	checkpoint_encode(c, uuid, signer, out);
	signer_close(signer);
	assert_int_equal(ERR_OK, key_list_first(fixture_dir, uuid, public));
}

static void
it_reads_as_it_was_written(void **state)
{
	struct checkpoint c = example(), back;
	uint8_t public[SIGN_PUBLIC_LEN];
	struct buf out = { 0 };

	(void)state;
	write_one(&c, &out, public);
	assert_int_equal(CHECKPOINT_LEN, out.len);
	checkpoint_decode(out.data, &back);
	assert_true(back.number == c.number && back.epoch == c.epoch);
	assert_true(back.first_seq == c.first_seq);
	assert_true(back.next_seq == c.next_seq && back.records == c.records);
	assert_true(back.wall == c.wall && back.monotonic == c.monotonic);
	assert_int_equal(c.flags, back.flags);
	assert_memory_equal(c.chain, back.chain, DIGEST_LEN);
	assert_memory_equal(c.previous, back.previous, DIGEST_LEN);
	buf_free(&out);
}

static void
it_is_signed_as_a_whole_for_one_journal(void **state)
{
	struct checkpoint c = example();
	uint8_t public[SIGN_PUBLIC_LEN];
	struct buf out = { 0 };

	(void)state;
	write_one(&c, &out, public);
	assert_int_equal(ERR_OK, checkpoint_check(out.data, uuid, public));
	assert_int_equal(ERR_DENIED, checkpoint_check(out.data, other, public));
	/* Whichever byte is changed, also of the signature. */
	for (size_t i = 0; i < CHECKPOINT_LEN; i++) {
		out.data[i] ^= 1;
		assert_int_equal(
		    ERR_DENIED, checkpoint_check(out.data, uuid, public));
		out.data[i] ^= 1;
	}
	public[0] ^= 1;
	assert_int_equal(ERR_DENIED, checkpoint_check(out.data, uuid, public));
	buf_free(&out);
}

/* The next one names it by that, so that no signature can be exchanged. */
static void
its_hash_is_of_every_byte(void **state)
{
	uint8_t public[SIGN_PUBLIC_LEN], hash[DIGEST_LEN], changed[DIGEST_LEN];
	struct checkpoint c = example();
	struct buf out = { 0 };

	(void)state;
	write_one(&c, &out, public);
	checkpoint_hash(out.data, hash);
	for (size_t i = 0; i < CHECKPOINT_LEN; i++) {
		out.data[i] ^= 1;
		checkpoint_hash(out.data, changed);
		assert_memory_not_equal(hash, changed, DIGEST_LEN);
		out.data[i] ^= 1;
	}
	checkpoint_hash(out.data, changed);
	assert_memory_equal(hash, changed, DIGEST_LEN);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIR(it_reads_as_it_was_written),
		IN_A_DIR(it_is_signed_as_a_whole_for_one_journal),
		IN_A_DIR(its_hash_is_of_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
