/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/scheme_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"
#include "tests/unit/test.h"

static char said[1024];

static void
keep(const char *line)
{
	snprintf(said, sizeof(said), "%s", line);
}

static int
parse(const char *text, struct scheme_set *set)
{
	int rc;

	said[0] = '\0';
	log_divert(keep);
	rc = scheme_file_parse("t", text, strlen(text), set);
	log_divert(NULL);
	return rc;
}

/* Loading runs the tests that each scheme carries. */
static void
the_shipped_schemes_pass_their_own_tests(void **state)
{
	static const char *const named[] = { "ios", "fortios", "dotted", "dpkg",
		"rpm", "junos", "panos" };
	const char *top = getenv("srcdir");
	struct scheme_set set = { 0 };
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/mibs/versions.schemes",
	    top == NULL ? "." : top);
	assert_int_equal(ERR_OK, scheme_file_load(path, &set));
	for (size_t i = 0; i < ROWS(named); i++)
		assert_non_null(scheme_find(&set, named[i]));
	scheme_set_free(&set);
}

static void
a_scheme_that_fails_its_test_is_refused(void **state)
{
	struct scheme_set set = { 0 };

	(void)state;
	assert_true(parse("scheme \"x\" {\n"
			  "  shape = '(?<a>\\d+)'\n"
			  "  keys = {'a int'}\n"
			  "  test { ascending = {'2', '10', '9'} }\n}\n",
			&set) < 0);
	assert_non_null(strstr(said,
	    "t:4: scheme x: '10' is not older than "
	    "'9'"));
	assert_null(scheme_find(&set, "x"));
	scheme_set_free(&set);
}

static void
a_later_scheme_replaces_an_earlier_one(void **state)
{
	struct scheme_set set = { 0 };
	const struct scheme *s;

	(void)state;
	assert_int_equal(
	    ERR_OK, parse("scheme \"x\" { algorithm = dpkg }", &set));
	assert_int_equal(
	    ERR_OK, parse("scheme \"x\" { algorithm = rpm }", &set));
	s = scheme_find(&set, "x");
	assert_non_null(s);
	assert_int_equal(SCHEME_BY_RPM, s->algorithm);
	assert_int_equal(1, set.n);
	scheme_set_free(&set);
}

static void
a_bad_pattern_names_its_place(void **state)
{
	struct scheme_set set = { 0 };

	(void)state;
	assert_true(parse("\nscheme \"x\" {\n shape = 'a(b'\n}\n", &set) < 0);
	assert_non_null(strstr(said, "t:2: scheme x: shape, character 4"));
	scheme_set_free(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_schemes_pass_their_own_tests),
		cmocka_unit_test(a_scheme_that_fails_its_test_is_refused),
		cmocka_unit_test(a_later_scheme_replaces_an_earlier_one),
		cmocka_unit_test(a_bad_pattern_names_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
