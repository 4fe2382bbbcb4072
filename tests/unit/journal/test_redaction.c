/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/journal/redaction.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/journal/record.h"

#include "tests/unit/journal/fixture.h"
#include "tests/unit/test.h"

static const struct redaction_entry two[] = { { .seq = 3, .at = 5 },
	{ .seq = UINT64_MAX, .at = -1, .hash = { 7 } } };

static struct redaction
redaction_of(const char *reason, size_t count)
{
	return (struct redaction){ .at = -7,
		.by = { "piet", 4 },
		.reason = { reason, strlen(reason) },
		.policy = { "", 0 },
		.count = count };
}

static void
a_declaration_reads_as_it_was_written(void **state)
{
	const struct redaction r = redaction_of("één", 2);
	struct buf raw = { 0 };
	struct redaction_entry e;
	struct redaction out;

	(void)state;
	redaction_encode(&r, two, &raw);
	assert_int_equal(ERR_OK, redaction_decode(raw.data, raw.len, &out));
	assert_int_equal(-7, out.at);
	assert_memory_equal("piet", out.by.at, 4);
	assert_int_equal(5, out.reason.len);
	assert_int_equal(2, out.count);
	redaction_entry(&out, 1, &e);
	assert_true(e.seq == UINT64_MAX && e.at == -1 && e.hash[0] == 7);
	/* Cut anywhere it is none. */
	for (size_t len = 0; len < raw.len; len++)
		assert_int_equal(
		    ERR_PARSE, redaction_decode(raw.data, len, &out));
	buf_add_u8(&raw, 0);
	assert_int_equal(ERR_PARSE, redaction_decode(raw.data, raw.len, &out));
	buf_free(&raw);
}

static void
a_long_text_is_cut_between_characters(void **state)
{
	char text[REDACTION_TEXT_MAX + 8] = "x";
	struct buf raw = { 0 };
	struct redaction r, out;

	(void)state;
	for (size_t i = 1; i + 2 < sizeof(text); i += 2) {
		text[i] = '\303';
		text[i + 1] = '\251';
	}
	r = redaction_of(text, 1);
	redaction_encode(&r, two, &raw);
	assert_int_equal(ERR_OK, redaction_decode(raw.data, raw.len, &out));
	assert_int_equal(REDACTION_TEXT_MAX - 1, out.reason.len);
	buf_free(&raw);
}

static void
a_text_that_is_not_utf8_is_not_asked(void **state)
{
	const struct redaction r = redaction_of("caf\351", 2);

	(void)state;
	assert_int_equal(ERR_PARSE, redaction_ask(fixture_dir, &r, two));
	assert_int_equal(-1, access(fixture_path("redact"), F_OK));
}

static void
what_was_asked_is_taken_until_it_is_done(void **state)
{
	const struct redaction r = redaction_of("a request", 2);
	struct buf taken = { 0 };
	struct redaction out;
	struct record part;
	size_t at = 0;

	(void)state;
	assert_int_equal(ERR_NOTFOUND, redaction_take(fixture_dir, &taken));
	assert_int_equal(ERR_OK, redaction_ask(fixture_dir, &r, two));
	assert_int_equal(ERR_OK, redaction_take(fixture_dir, &taken));
	assert_int_equal(ERR_OK, redaction_take(fixture_dir, &taken));
	assert_int_equal(ERR_OK, redaction_next(&taken, &at, &part));
	assert_int_equal(RECORD_REDACTION, part.type);
	assert_int_equal(
	    ERR_OK, redaction_decode(part.payload, part.len, &out));
	assert_int_equal(2, out.count);
	assert_int_equal(ERR_NOTFOUND, redaction_next(&taken, &at, &part));
	assert_int_equal(ERR_OK, redaction_done(fixture_dir));
	assert_int_equal(ERR_NOTFOUND, redaction_take(fixture_dir, &taken));
	assert_int_equal(ERR_OK, redaction_done(fixture_dir));
	buf_free(&taken);
}

/* More records than one declaration holds. */
static void
many_are_asked_for_in_parts(void **state)
{
	enum { MANY = REDACTION_ENTRIES_MAX + 1 };
	const struct redaction r = redaction_of("all of them", MANY);
	struct redaction_entry *list = mem_new(MANY, sizeof(*list));
	struct redaction_entry last;
	struct buf request = { 0 };
	struct redaction out;
	struct record part;
	size_t at = 0;

	(void)state;
	list[MANY - 1].seq = MANY;
	assert_int_equal(ERR_OK, redaction_request(&r, list, &request));
	assert_int_equal(ERR_OK, redaction_check(&request));
	assert_int_equal(ERR_OK, redaction_next(&request, &at, &part));
	assert_true(part.len <= RECORD_PAYLOAD_MAX);
	assert_int_equal(ERR_OK, redaction_next(&request, &at, &part));
	assert_int_equal(
	    ERR_OK, redaction_decode(part.payload, part.len, &out));
	assert_int_equal(1, out.count);
	redaction_entry(&out, 0, &last);
	assert_int_equal(MANY, last.seq);
	assert_int_equal(ERR_NOTFOUND, redaction_next(&request, &at, &part));
	buf_free(&request);
	free(list);
}

/* Cut anywhere it is none, and taken away; nor is one of nothing. */
static void
a_request_that_is_cut_is_taken_away(void **state)
{
	const struct redaction r = redaction_of("a request", 1);
	const struct redaction nothing = redaction_of("nothing", 0);
	struct buf whole = { 0 }, taken = { 0 };

	(void)state;
	assert_int_equal(ERR_PARSE, redaction_ask(fixture_dir, &nothing, NULL));
	assert_int_equal(ERR_OK, redaction_request(&r, two, &whole));
	for (size_t len = 0; len < whole.len; len++) {
		assert_int_equal(ERR_OK,
		    file_write(fixture_path("redact"), whole.data, len, 0600));
		assert_int_equal(
		    ERR_PARSE, redaction_take(fixture_dir, &taken));
		assert_int_equal(-1, access(fixture_path("redact"), F_OK));
	}
	buf_free(&whole);
	buf_free(&taken);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_declaration_reads_as_it_was_written),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		IN_A_DIR(a_text_that_is_not_utf8_is_not_asked),
		IN_A_DIR(what_was_asked_is_taken_until_it_is_done),
		cmocka_unit_test(many_are_asked_for_in_parts),
		IN_A_DIR(a_request_that_is_cut_is_taken_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
