/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/line.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static const struct trail_row row = { .seq = 7,
	.at = 1795514400000001,
	.actor = "j\303\253n",
	.what = { .action = "device.edit",
	    .object = "device/\"core\"",
	    .detail = "{\"old\" : {\"a\": \"\\n\"}}" },
	.prev = { 1 },
	.hash = { 2, 3 } };

static void
mute(const char *line)
{
	(void)line;
}

static void
a_row_is_read_as_it_was_written(void **state)
{
	struct trail_line l = { 0 };
	struct buf text = { 0 };

	(void)state;
	trail_line_add_row(&text, &row);
	assert_int_equal('\n', text.data[text.len - 1]);
	assert_int_equal(ERR_OK,
	    trail_line_parse("x", (const char *)text.data, text.len, &l));
	assert_int_equal(TRAIL_LINE_ROW, l.kind);
	assert_int_equal(row.seq, l.row.seq);
	assert_true(row.at == l.row.at);
	assert_string_equal(row.actor, l.row.actor);
	assert_string_equal(row.what.action, l.row.what.action);
	assert_string_equal(row.what.object, l.row.what.object);
	assert_string_equal(row.what.detail, l.row.what.detail);
	assert_null(l.row.what.reason);
	assert_memory_equal(row.prev, l.row.prev, DIGEST_LEN);
	assert_memory_equal(row.hash, l.row.hash, DIGEST_LEN);
	trail_line_free(&l);
	buf_free(&text);
}

static void
head_and_end_are_told_apart(void **state)
{
	const struct trail_point end = { .tenant = 1, .seq = 9, .at = 5 };
	struct trail_line l = { 0 };
	struct buf text = { 0 };

	(void)state;
	trail_line_add_head(&text, 12, "School", 0);
	assert_int_equal(ERR_OK,
	    trail_line_parse("x", (const char *)text.data, text.len, &l));
	assert_int_equal(TRAIL_LINE_HEAD, l.kind);
	assert_int_equal(12, l.tenant);
	trail_line_free(&l);
	buf_clear(&text);
	trail_line_add_end(&text, &end);
	assert_int_equal(ERR_OK,
	    trail_line_parse("x", (const char *)text.data, text.len, &l));
	assert_int_equal(TRAIL_LINE_END, l.kind);
	assert_int_equal(9, l.end.seq);
	trail_line_free(&l);
	buf_free(&text);
}

static const char without_hashes[] =
    "{\"seq\":1,\"at\":\"2026-11-24\",\"actor\":\"a\",\"action\":\"b\","
    "\"object\":\"c\",\"detail\":{},\"reason\":null,\"prev\":\"\","
    "\"hash\":\"\"}";

static const char *const others[] = { "", "[]", "{}", "{\"trail\":2}",
	"{\"trail\":1}", "{\"end\":\"x\"}", "{\"seq\":1}", "{\"seq\":\"1\"}",
	without_hashes };

static void
anything_else_is_refused(void **state)
{
	(void)state;
	log_divert(mute);
	for (size_t i = 0; i < ROWS(others); i++) {
		struct trail_line l = { 0 };

		assert_int_equal(ERR_PARSE,
		    trail_line_parse("x", others[i], strlen(others[i]), &l));
		trail_line_free(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_read_as_it_was_written),
		cmocka_unit_test(head_and_end_are_told_apart),
		cmocka_unit_test(anything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
