/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/record.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/journal/checkpoint.h"

#include "tests/unit/test.h"

enum { SEED = 4711 };

/* Signed, at the end of out. */
static void
add(struct buf *out, enum record_type type, uint64_t seq, const void *payload,
    size_t len)
{
	struct record rec = { .type = type,
		.seq = seq,
		.at = 1234567,
		.payload = payload,
		.len = len };
	size_t begin = out->len;

	record_encode(&rec, out);
	assert_int_equal(record_size(len), rec.size);
	record_sign(out->data + begin, out->len - begin, SEED);
}

static void
what_is_encoded_is_decoded(void **state)
{
	static const char text[] = "a text of a device";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		struct buf raw = { 0 };
		struct record rec;

		add(&raw, RECORD_OBSERVATION, UINT64_MAX, text, len);
		assert_int_equal(0, raw.len % RECORD_ALIGN);
		assert_int_equal(raw.len, record_length(raw.data));
		assert_int_equal(
		    ERR_OK, record_decode(raw.data, raw.len, SEED, &rec));
		assert_int_equal(RECORD_OBSERVATION, rec.type);
		assert_true(rec.seq == UINT64_MAX);
		assert_int_equal(1234567, rec.at);
		assert_int_equal(len, rec.len);
		assert_memory_equal(text, rec.payload, len);
		buf_free(&raw);
	}
}

/* As a crash leaves it: more may come, and nothing is read past the end. */
static void
one_that_is_cut_may_go_on(void **state)
{
	struct buf raw = { 0 };
	struct record rec;

	(void)state;
	add(&raw, RECORD_OBSERVATION, 1, "123456789", 9);
	for (size_t len = 0; len < raw.len; len++) {
		struct buf cut = { 0 };

		buf_add(&cut, raw.data, len);
		assert_int_equal(
		    ERR_AGAIN, record_decode(cut.data, len, SEED, &rec));
		buf_free(&cut);
	}
	buf_free(&raw);
}

static void
each_bit_that_is_flipped_shows(void **state)
{
	struct buf raw = { 0 };
	struct record rec;

	(void)state;
	add(&raw, RECORD_OBSERVATION, 1, "123456789", 9);
	for (size_t bit = 0; bit < 8 * raw.len; bit++) {
		raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_true(record_decode(raw.data, raw.len, SEED, &rec) < 0);
		raw.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(ERR_OK, record_decode(raw.data, raw.len, SEED, &rec));
	/* Nor does one of another segment pass for one of this. */
	assert_int_equal(
	    ERR_CORRUPT, record_decode(raw.data, raw.len, SEED + 1, &rec));
	buf_free(&raw);
}

static void
one_of_no_possible_length_is_none(void **state)
{
	static const struct {
		enum record_type type;
		uint32_t len;
		int rc;
	} rows[] = {
		{ RECORD_OBSERVATION, RECORD_PAYLOAD_MAX, ERR_AGAIN },
		{ RECORD_OBSERVATION, RECORD_PAYLOAD_MAX + 1, ERR_CORRUPT },
		{ RECORD_OBSERVATION, UINT32_MAX, ERR_CORRUPT },
		{ RECORD_SEAL, SEAL_LEN, ERR_AGAIN },
		{ RECORD_SEAL, SEAL_LEN + 1, ERR_CORRUPT },
		{ RECORD_CHECKPOINT, CHECKPOINT_LEN - 1, ERR_CORRUPT },
		{ RECORD_GAP, GAP_LEN - 1, ERR_CORRUPT },
		{ RECORD_REDACTED, DIGEST_LEN - 1, ERR_CORRUPT },
		{ RECORD_REDACTED, DIGEST_LEN, ERR_AGAIN },
		{ 0, 8, ERR_CORRUPT },
		{ RECORD_REDACTION + 1, 8, ERR_CORRUPT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf raw = { 0 };
		struct record rec;

		buf_add_be32(&raw, RECORD_MAGIC);
		buf_add_be32(&raw, rows[i].len);
		buf_add_be32(&raw, 0);
		buf_add_be16(&raw, (uint16_t)rows[i].type);
		memset(buf_extend(&raw, 18), 0, 18);
		assert_int_equal(RECORD_HEADER_LEN, raw.len);
		assert_int_equal(
		    rows[i].rc, record_decode(raw.data, raw.len, SEED, &rec));
		buf_free(&raw);
	}
}

/* As many at once or one by one: the same numbers, CRCs and chain. */
static void
what_is_finished_together_is_as_one_by_one(void **state)
{
	uint8_t together[DIGEST_LEN] = { 1 }, alone[DIGEST_LEN] = { 1 };
	struct buf group = { 0 };
	struct record rec;
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		size_t begin = record_begin(&group);

		buf_add(&group, "01234567890123456789", i);
		record_end(&group, begin, RECORD_OBSERVATION, (int64_t)i);
	}
	assert_int_equal(
	    25, record_finish(group.data, group.len, 5, SEED, together));
	for (uint64_t i = 0; i < 20; i++, at += rec.size) {
		assert_int_equal(ERR_OK,
		    record_decode(group.data + at, group.len - at, SEED, &rec));
		assert_int_equal(5 + i, rec.seq);
		assert_int_equal(i, rec.len);
		record_chain(alone, &rec);
	}
	assert_int_equal(group.len, at);
	assert_memory_equal(together, alone, DIGEST_LEN);
	assert_int_equal(9, record_finish(group.data, 0, 9, SEED, alone));
	buf_free(&group);
}

static void
chain_of(const struct buf *raw, uint8_t chain[DIGEST_LEN])
{
	struct record rec;

	memset(chain, 0, DIGEST_LEN);
	for (size_t at = 0; at < raw->len; at += rec.size) {
		assert_int_equal(ERR_OK,
		    record_decode(raw->data + at, raw->len - at, SEED, &rec));
		record_chain(chain, &rec);
	}
}

/* What tells of the chain is not in it; one whose text was taken back has the
 * hash that it had. */
static void
the_chain_goes_on_over_seals_and_redacted_ones(void **state)
{
	struct buf one = { 0 }, other = { 0 };
	uint8_t a[DIGEST_LEN], b[DIGEST_LEN];
	uint8_t zeros[SEAL_LEN] = { 0 }, left[64] = { 0 };
	struct record rec;

	(void)state;
	add(&one, RECORD_OBSERVATION, 1, "secret", 6);
	add(&one, RECORD_OBSERVATION, 2, "text", 4);
	assert_int_equal(ERR_OK, record_decode(one.data, one.len, SEED, &rec));
	record_hash(&rec, left);
	add(&other, RECORD_REDACTED, 1, left, sizeof(left));
	add(&other, RECORD_SEAL, 2, zeros, SEAL_LEN);
	add(&other, RECORD_OBSERVATION, 2, "text", 4);
	chain_of(&one, a);
	chain_of(&other, b);
	assert_memory_equal(a, b, DIGEST_LEN);
	add(&other, RECORD_OBSERVATION, 3, "", 0);
	chain_of(&other, b);
	assert_memory_not_equal(a, b, DIGEST_LEN);
	assert_true(record_is_numbered(&rec));
	rec.type = RECORD_GAP;
	assert_false(record_is_numbered(&rec));
	buf_free(&one);
	buf_free(&other);
}

static void
a_gap_says_what_it_was_told(void **state)
{
	const struct gap gap = { 1, UINT64_MAX, 3, 4, 5 };
	struct buf raw = { 0 };
	struct gap read;

	(void)state;
	gap_encode(&gap, &raw);
	assert_int_equal(GAP_LEN, raw.len);
	gap_decode(raw.data, &read);
	assert_memory_equal(&gap, &read, sizeof(gap));
	buf_free(&raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_encoded_is_decoded),
		cmocka_unit_test(one_that_is_cut_may_go_on),
		cmocka_unit_test(each_bit_that_is_flipped_shows),
		cmocka_unit_test(one_of_no_possible_length_is_none),
		cmocka_unit_test(what_is_finished_together_is_as_one_by_one),
		cmocka_unit_test(
		    the_chain_goes_on_over_seals_and_redacted_ones),
		cmocka_unit_test(a_gap_says_what_it_was_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
