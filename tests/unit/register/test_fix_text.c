/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/fix_text.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	const char *text, *scheme, *component, *min, *max;
	bool all;
} fixes[] = {
	{ "fortios:7.2.8", "fortios", "", "7.2.8", NULL, false },
	{ "fortios:>=7.4.1", "fortios", "", "7.4.1", NULL, true },
	{ "panos:10.2.0-h3..10.2.1", "panos", "", "10.2.0-h3", "10.2.1",
	    false },
	{ "ios:15.2(4)E10", "ios", "", "15.2(4)E10", NULL, false },
	{ "dotted+build:1.2 b3", NULL, NULL, NULL, NULL, false },
	{ "dotted+build:1.2-3", "dotted+build", "", "1.2-3", NULL, false },
	{ "dpkg:package:openssl=3.0.11-1~deb12u2", "dpkg", "package:openssl",
	    "3.0.11-1~deb12u2", NULL, false },
	/* An epoch and a plus are parts of a version. */
	{ "dpkg:package:libstdc++6=1:12.2.0+dfsg-1", "dpkg",
	    "package:libstdc++6", "1:12.2.0+dfsg-1", NULL, false },
	{ "dpkg:kernel>=6.1.0-25", "dpkg", "kernel", "6.1.0-25", NULL, true },
	{ "dotted:component:slot 1=2.0..3.0", "dotted", "component:slot 1",
	    "2.0", "3.0", false },
	{ "ios:=15.2(4)E10", "ios", "", "15.2(4)E10", NULL, false },
};

static void
the_grammar_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(fixes); i++) {
		struct buf why = { 0 };
		struct fix_text f;

		if (fixes[i].scheme == NULL) {
			assert_int_equal(
			    ERR_PARSE, fix_text_parse(fixes[i].text, &f, &why));
			buf_free(&why);
			continue;
		}
		assert_int_equal(
		    ERR_OK, fix_text_parse(fixes[i].text, &f, &why));
		assert_string_equal(fixes[i].scheme, f.scheme);
		assert_string_equal(fixes[i].component, f.component);
		assert_string_equal(fixes[i].min, f.min);
		assert_int_equal(fixes[i].max == NULL, f.max == NULL);
		if (f.max != NULL)
			assert_string_equal(fixes[i].max, f.max);
		assert_int_equal(fixes[i].all, f.all);
		assert_int_equal(0, why.len);
		fix_text_free(&f);
		buf_free(&why);
	}
}

static const char *const malformed[] = {
	"",
	":",
	"7.2.8",
	"fortios:",
	":7.2.8",
	"fort ios:7.2.8",
	"fortios:7.2.8..",
	"fortios:..7.2.8",
	"fortios:>=7.2.8..7.3",
	"dpkg:package=1.0",
	"dpkg:package:=1.0",
	"dpkg:openssl=1.0",
	"dpkg:package:openssl=",
	"dpkg:package:openssl=1=2",
	"dpkg:package:openssl>1",
	"ios:15.2(4)E10,15.2(4)E11",
	"ios:15.2|16",
};

static void
anything_else_is_refused_with_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(malformed); i++) {
		struct buf why = { 0 };
		struct fix_text f;

		assert_int_equal(
		    ERR_PARSE, fix_text_parse(malformed[i], &f, &why));
		assert_true(why.len > 0);
		assert_null(f.scheme);
		buf_free(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grammar_is_read),
		cmocka_unit_test(anything_else_is_refused_with_a_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
