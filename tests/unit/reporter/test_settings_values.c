/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

/* More than a page has: whoever prints a list says what was left out of it. */
enum { MANY = 130 };

static void
add_rows(struct buf *out, const char *section, const char *fields)
{
	buf_printf(out, ",\"%s\":[", section);
	for (int i = 1; i <= MANY; i++)
		buf_printf(out,
		    "%s{\"device_id\":%d,\"name\":\"sw%d\",\"device\":\"sw%d\""
		    "%s}",
		    i > 1 ? "," : "", i, i, i, fields);
	buf_printf(out, "]");
}

static const struct {
	const char *section, *fields, *list;
} lists[] = {
	{ "baseline", ",\"failed\":2,\"failed_checks\":[\"a\",\"b\"]",
	    "baseline_failed" },
	{ "ports", ",\"unused\":3,\"ports\":24,\"links\":1,\"labels\":[\"1\"]",
	    "unused_ports" },
	{ "ports", ",\"unused\":3,\"ports\":24,\"links\":1,\"labels\":[\"1\"]",
	    "linked_ports" },
	{ "legacy", ",\"answered\":true,\"answers\":\"v2c\"",
	    "legacy_answers" },
	{ "capacity", ",\"over\":9,\"too_long\":true,\"what\":[\"cpu\"]",
	    "too_busy" },
	{ "reach", ",\"watched_s\":86400,\"unreachable_s\":3600",
	    "unreachable" },
};

static void
lists_have_all_that_the_evidence_has(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(lists); i++) {
		struct json *e = NULL, *v = json_new_object();
		struct buf text = { 0 };
		struct facts f;

		buf_printf(&text, "{%s", QUARTER);
		add_rows(&text, "devices", "");
		add_rows(&text, lists[i].section, lists[i].fields);
		buf_printf(&text, "}");
		assert_int_equal(ERR_OK,
		    json_parse(lists[i].list, buf_str(&text), text.len, &e));
		assert_int_equal(ERR_OK, facts_read(e, &f));
		value_settings(&f, v);
		value_figures(&f, v);
		assert_int_equal(MANY, json_len(json_get(v, lists[i].list)));
		facts_free(&f);
		json_free(e);
		json_free(v);
		buf_free(&text);
	}
}

static const char three[] =
    "{" QUARTER ",\"ports\":[{\"device\":\"few\",\"unused\":1,\"ports\":9},"
    "{\"device\":\"none\",\"unused\":0,\"ports\":9},"
    "{\"device\":\"most\",\"unused\":5,\"ports\":9}]}";

static void
those_with_the_most_stand_first_and_those_without_nowhere(void **state)
{
	struct json *e = NULL, *v = json_new_object();
	const struct json *list;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("three", three, strlen(three), &e));
	assert_int_equal(ERR_OK, facts_read(e, &f));
	value_settings(&f, v);
	list = json_get(v, "unused_ports");
	assert_int_equal(2, json_len(list));
	assert_string_equal("most", json_get_text(json_at(list, 0), "device"));
	assert_string_equal("few", json_get_text(json_at(list, 1), "device"));
	assert_int_equal(27, json_get_int(json_get(v, "port"), "ports", -1));
	facts_free(&f);
	json_free(e);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_have_all_that_the_evidence_has),
		cmocka_unit_test(
		    those_with_the_most_stand_first_and_those_without_nowhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
