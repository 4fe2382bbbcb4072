/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_sd.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/wire/syslog.h"

#include "tests/unit/test.h"

static const struct {
	const char *text;
	size_t len; /* of the elements at its start; 0: none is whole */
} runs[] = {
	{ "[a@1 b=\"c\"] x", 11 },
	{ "[a@1 b=\"c\"][d] x", 14 },
	{ "[a@1]", 5 },
	{ "[a@1 b=\"c\"][d", 11 },        /* the second does not end */
	{ "[a b=\"c\\\"]d\"]", 13 },      /* a quote with a backslash */
	{ "[a b=\"]\"] x", 9 },           /* a bracket in a value */
	{ "[a  b= \"c\"   d=\"\"]", 18 }, /* more blanks than are allowed */
	{ "[a b=\"c\" ]", 10 },
	{ "[a b=\"c\\\\\"]", 11 }, /* the backslash is the value's own */
	{ "", 0 },
	{ "x[a]", 0 },
	{ "[]", 0 },
	{ "[ a]", 0 },
	{ "[a", 0 },
	{ "[a b]", 0 },
	{ "[a b=c]", 0 },
	{ "[a b=\"c]", 0 },
	{ "[a b=\"c\\\"]", 0 }, /* its quote is not the end */
	{ "[a b=\"c\"x]", 0 },
	{ "[broken x", 0 },
	{ "- x", 0 },
};

static void
elements_are_taken_as_far_as_they_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(runs); i++) {
		const char *text = runs[i].text;
		struct span in = { text, text + strlen(text) }, out;
		bool found = syslog_take_sd(&in, &out);

		if ((size_t)(in.at - text) != runs[i].len)
			fail_msg("%s: %zu", text, (size_t)(in.at - text));
		assert_int_equal(runs[i].len > 0, found);
		if (found)
			assert_int_equal(runs[i].len, span_len(&out));
	}
}

/* Each beginning of a run is read without a byte behind its end. */
static void
a_run_may_end_anywhere(void **state)
{
	static const char text[] = "[a@1 b=\"c\\\"d\" e=\"]\"][f g=\"h\"]";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *part = malloc(len + 1); /* valgrind sees its end */
		struct span in, out;

		assert_non_null(part);
		memcpy(part, text, len);
		in = (struct span){ part, part + len };
		if (syslog_take_sd(&in, &out))
			assert_true(in.at <= part + len && in.at[-1] == ']');
		else
			assert_ptr_equal(part, in.at);
		free(part);
	}
}

static void
values_are_told_without_their_backslashes(void **state)
{
	static const char text[] =
	    "[a@1 q=\"say \\\"no\\\"\" s=\"c:\\\\x\" b=\"[1\\]\" n=\"\\n\"]"
	    "[origin ip=\"192.0.2.1\" ip=\"192.0.2.2\" ip=\"192.0.2.3\"][e]";
	const struct span sd = { text, text + strlen(text) };
	struct json *all = syslog_sd_json(&sd);
	const struct json *a, *ips;

	(void)state;
	assert_non_null(all);
	a = json_get(all, "a@1");
	assert_string_equal("say \"no\"", json_get_text(a, "q"));
	assert_string_equal("c:\\x", json_get_text(a, "s"));
	assert_string_equal("[1]", json_get_text(a, "b"));
	/* RFC 5424, 6.3.3: before any other character it stands for itself. */
	assert_string_equal("\\n", json_get_text(a, "n"));
	ips = json_get(json_get(all, "origin"), "ip");
	assert_int_equal(3, json_len(ips));
	assert_string_equal("192.0.2.3", json_text_of(json_at(ips, 2)));
	assert_true(json_has(all, "e"));
	json_free(all);
}

static void
nothing_is_told_of_nothing(void **state)
{
	static const char empty[] = "";

	(void)state;
	assert_null(syslog_sd_json(&(struct span){ empty, empty }));
	assert_null(syslog_sd_json(&(struct span){ NULL, NULL }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_are_taken_as_far_as_they_are_whole),
		cmocka_unit_test(a_run_may_end_anywhere),
		cmocka_unit_test(values_are_told_without_their_backslashes),
		cmocka_unit_test(nothing_is_told_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
