/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/blanks.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/journal/record.h"
#include "lib/journal/redaction.h"

#include "tests/unit/test.h"

/* The hash of a blank record is what its payload begins with. */
static void
add(struct blanks *b, uint64_t seq, uint8_t hash)
{
	uint8_t payload[2 * DIGEST_LEN] = { hash };
	const struct record rec = { .type = RECORD_REDACTED,
		.seq = seq,
		.payload = payload,
		.len = sizeof(payload) };

	blanks_add(b, &rec, 4, 100 + seq);
}

static void
declare(struct blanks *b, uint64_t seq, uint8_t hash)
{
	const struct redaction_entry e = { .seq = seq, .hash = { hash } };
	const struct redaction r = { .by = { "x", 1 },
		.reason = { "x", 1 },
		.policy = { "x", 1 },
		.count = 1 };
	struct record rec = { .type = RECORD_REDACTION };
	struct buf raw = { 0 };

	redaction_encode(&r, &e, &raw);
	rec.payload = raw.data;
	rec.len = raw.len;
	assert_int_equal(ERR_OK, blanks_declare(b, &rec));
	buf_free(&raw);
}

static void
nothing_matches_nothing(void **state)
{
	struct blanks b = { 0 };

	(void)state;
	blanks_match(&b);
	assert_null(blanks_at(&b, 0));
	assert_int_equal(0, blanks_missing(&b, 1, UINT64_MAX));
	blanks_free(&b);
}

/* By number and hash, in whatever order they came. */
static void
what_was_declared_is_told_from_what_was_not(void **state)
{
	struct blanks b = { 0 };

	(void)state;
	add(&b, 9, 1);
	add(&b, 2, 1);
	add(&b, 5, 1);
	declare(&b, 9, 1);
	declare(&b, 5, 2); /* another record of that number, */
	declare(&b, 5, 1); /* and this one */
	declare(&b, 2, 2);
	blanks_sign(&b);
	blanks_match(&b);
	assert_int_equal(2, blanks_at(&b, 0)->seq);
	assert_false(blanks_at(&b, 0)->is_declared);
	assert_int_equal(5, blanks_at(&b, 1)->seq);
	assert_true(blanks_at(&b, 1)->is_declared);
	assert_int_equal(9, blanks_at(&b, 2)->seq);
	assert_true(blanks_at(&b, 2)->is_declared);
	assert_int_equal(4, blanks_at(&b, 2)->segment);
	assert_int_equal(109, blanks_at(&b, 2)->offset);
	assert_null(blanks_at(&b, 3));
	blanks_free(&b);
}

static void
what_is_not_signed_does_not_count(void **state)
{
	struct blanks b = { 0 };

	(void)state;
	add(&b, 1, 1);
	add(&b, 2, 1);
	declare(&b, 1, 1);
	blanks_sign(&b);
	declare(&b, 2, 1);
	declare(&b, 3, 1);
	blanks_match(&b);
	assert_true(blanks_at(&b, 0)->is_declared);
	assert_false(blanks_at(&b, 1)->is_declared);
	assert_int_equal(0, blanks_missing(&b, 1, UINT64_MAX));
	blanks_free(&b);
}

static void
what_was_declared_and_is_not_blank_is_counted(void **state)
{
	struct blanks b = { 0 };

	(void)state;
	add(&b, 4, 1);
	declare(&b, 4, 1);
	declare(&b, 5, 1);
	declare(&b, 5, 1); /* by two, which is one record */
	declare(&b, 6, 0); /* of the database only */
	declare(&b, 8, 1);
	blanks_sign(&b);
	blanks_match(&b);
	assert_int_equal(2, blanks_missing(&b, 1, UINT64_MAX));
	assert_int_equal(1, blanks_missing(&b, 1, 7));
	assert_int_equal(1, blanks_missing(&b, 6, 8));
	assert_int_equal(0, blanks_missing(&b, 9, 20));
	blanks_free(&b);
}

static void
what_is_no_declaration_declares_nothing(void **state)
{
	static const uint8_t junk[40] = { 1 };
	const struct record rec = {
		.type = RECORD_REDACTION, .payload = junk, .len = sizeof(junk)
	};
	struct blanks b = { 0 };

	(void)state;
	assert_int_equal(ERR_PARSE, blanks_declare(&b, &rec));
	blanks_sign(&b);
	assert_int_equal(0, b.is_signed);
	blanks_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_matches_nothing),
		cmocka_unit_test(what_was_declared_is_told_from_what_was_not),
		cmocka_unit_test(what_is_not_signed_does_not_count),
		cmocka_unit_test(what_was_declared_and_is_not_blank_is_counted),
		cmocka_unit_test(what_is_no_declaration_declares_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
