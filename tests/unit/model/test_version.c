/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/version.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "tests/unit/test.h"

static struct scheme *
made(const char *name, const char *shape, const char *const *keys,
    const char *const *branch, const char *label)
{
	struct scheme_plan plan = { name, "keys", shape, keys, branch, label };
	struct scheme *s = NULL;
	char why[SCHEME_WHY_MAX] = "";

	if (scheme_new(&plan, &s, why) < 0)
		fail_msg("%s: %s", name, why);
	return s;
}

static struct scheme *
train(void)
{
	static const char *const keys[] = { "a int", "b int", "l letter",
		"n int", NULL };
	static const char *const branch[] = { "a", "t", NULL };

	return made("train",
	    "(?<a>\\d+)\\.(?<b>\\d+)(?<l>[a-z]*)(?<t>[A-Z]*)(?<n>\\d*)", keys,
	    branch, "${a} train ${t}");
}

static struct scheme *
pre(void)
{
	static const char *const keys[] = { "a int", "p pre", "n int", NULL };
	static const char *const none[] = { NULL };

	return made("pre", "v?(?<a>\\d+)(?<p>dev|alpha|beta|rc|)(?<n>\\d*)",
	    keys, none, NULL);
}

static void
numbers_letters_and_words_have_their_order(void **state)
{
	struct scheme *s = train(), *p = pre();

	(void)state;
	assert_int_equal(VERSION_LESS, version_compare(s, "1.9", "1.10", NULL));
	assert_int_equal(
	    VERSION_EQUAL, version_compare(s, "1.09", "1.9", NULL));
	assert_int_equal(VERSION_LESS, version_compare(s, "1.2", "1.2a", NULL));
	assert_int_equal(
	    VERSION_LESS, version_compare(s, "1.2z", "1.2aa", NULL));
	assert_int_equal(
	    VERSION_GREATER, version_compare(s, "1.2E10", "1.2E9", NULL));
	assert_int_equal(
	    VERSION_LESS, version_compare(p, "7beta10", "7rc1", NULL));
	assert_int_equal(VERSION_LESS, version_compare(p, "7rc2", "7", NULL));
	assert_int_equal(VERSION_EQUAL, version_compare(p, "v7", "7", NULL));
	scheme_free(s);
	scheme_free(p);
}

static void
another_branch_is_apart_and_says_why(void **state)
{
	struct scheme *s = train();
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(
	    VERSION_APART, version_compare(s, "1.2E1", "1.2SE1", &why));
	assert_string_equal("1.2E1 is of branch 1 train E, 1.2SE1 of branch 1 "
			    "train SE",
	    buf_str(&why));
	assert_int_equal(
	    VERSION_LESS, version_compare_across(s, "1.2E1", "2.0SE1", NULL));
	buf_free(&why);
	scheme_free(s);
}

static void
an_unknown_shape_is_apart_even_from_itself(void **state)
{
	struct scheme *s = train();
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(
	    VERSION_APART, version_compare(s, "unknown", "unknown", &why));
	assert_string_equal(
	    "'unknown' has not the shape of scheme train", buf_str(&why));
	assert_int_equal(VERSION_APART, version_compare(s, "1.2", "", NULL));
	assert_int_equal(
	    VERSION_APART, version_compare(s, "1.2", "1.2\n", NULL));
	buf_free(&why);
	scheme_free(s);
}

static void
the_first_scheme_that_knows_both_decides(void **state)
{
	struct scheme *a = train(), *b = pre();
	const struct scheme *both[] = { a, b };

	(void)state;
	assert_int_equal(
	    VERSION_LESS, version_compare_any(both, 2, "1.1", "1.2", NULL));
	assert_int_equal(
	    VERSION_LESS, version_compare_any(both, 2, "7rc1", "7", NULL));
	assert_int_equal(
	    VERSION_APART, version_compare_any(both, 2, "1.1", "7", NULL));
	scheme_free(a);
	scheme_free(b);
}

static void
a_broken_scheme_is_refused_with_its_reason(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const odd[] = { "a size", NULL };
	static const char *const lost[] = { "z int", NULL };
	static const char *const good[] = { "a int", NULL };
	static const char *const group[] = { "a", NULL };
	const struct scheme_plan plans[] = {
		{ "x", "keys", "(?<a>\\d", none, none, NULL },
		{ "x", "keys", "(?<a>\\d)", none, none, NULL },
		{ "x", "keys", "(?<a>\\d)", odd, none, NULL },
		{ "x", "keys", "(?<a>\\d)", lost, none, NULL },
		{ "x", "keys", NULL, good, none, NULL },
		{ "x", "keys", "(?<a>\\d)", good, group, "${b}" },
		{ "x", "bubble", NULL, none, none, NULL },
		{ "x", "dpkg", "\\d", none, none, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(plans); i++) {
		struct scheme *s = NULL;
		char why[SCHEME_WHY_MAX] = "";

		assert_true(scheme_new(&plans[i], &s, why) < 0);
		assert_true(strlen(why) > 0);
		assert_null(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_letters_and_words_have_their_order),
		cmocka_unit_test(another_branch_is_apart_and_says_why),
		cmocka_unit_test(an_unknown_shape_is_apart_even_from_itself),
		cmocka_unit_test(the_first_scheme_that_knows_both_decides),
		cmocka_unit_test(a_broken_scheme_is_refused_with_its_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
