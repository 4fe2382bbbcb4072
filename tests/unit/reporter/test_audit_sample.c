/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/sample.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

/*
 * The seed of QUARTER is "00". By hand:
 *
 *	printf 'P\tsw1\nP\tsw2\nP\tsw3\n' | sha256sum
 *	printf '00\tP\tsw1\n' | sha256sum
 */
static const char three[] =
    "{" QUARTER ",\"deployments\":[" ON(3, "\"state\":\"planned\"") "," ON(
	1, "\"state\":\"planned\"") "," ON(2, "\"state\":\"planned\"") "]}";

static void
another_can_draw_it_again(void **state)
{
	struct sample s;
	struct json *v = NULL;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("s", three, strlen(three), &v));
	assert_int_equal(ERR_OK, facts_read(v, &f));
	sample_draw(&f, 2, &s);
	assert_int_equal(3, s.population);
	assert_int_equal(3, sample_population(&f));
	assert_int_equal(2, s.n);
	assert_string_equal("00", s.seed);
	assert_false(s.is_given);
	assert_string_equal(
	    "d03520f5c31e7b3a4870a6e16319e4a544d31caea43dfcec749bf7113f1eaa6f",
	    s.population_sha256);
	assert_string_equal(
	    "7a82ca5a9480acce9086aab89b36d0d03a858f0d63a6c3aa30cb6effff7a89aa",
	    s.drawn[0].digest);
	assert_string_equal(
	    "9453161123aa32d9e5f2d96b424a791bb0de12bfd9d8c2acfa7b69b4a92d12fb",
	    s.drawn[1].digest);
	sample_free(&s);
	facts_free(&f);
	json_free(v);
}

/* printf 'audit 7\tP\tsw1\n' | sha256sum, and so on: the lowest. */
static void
who_audits_may_say_with_what(void **state)
{
	struct sample s;
	struct json *v = NULL;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("s", three, strlen(three), &v));
	json_put_text(v, "sample_seed", "audit 7");
	assert_int_equal(ERR_OK, facts_read(v, &f));
	sample_draw(&f, 1, &s);
	assert_true(s.is_given);
	assert_string_equal("audit 7", s.seed);
	assert_string_equal(
	    "1d8a05318ca9782c224f1e32cecb7474deb2fbe3ee9625001437c39266568cd7",
	    s.drawn[0].digest);
	sample_free(&s);
	facts_free(&f);
	json_free(v);
}

static void
what_a_shell_may_not_repeat_is_no_seed(void **state)
{
	char text[SAMPLE_SEED_MAX + 2];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[SAMPLE_SEED_MAX + 1] = '\0';
	assert_false(sample_is_seed(text));
	text[SAMPLE_SEED_MAX] = '\0';
	assert_true(sample_is_seed(text));
	assert_true(sample_is_seed("audit 7"));
	assert_false(sample_is_seed(""));
	assert_false(sample_is_seed("a\tb"));
	assert_false(sample_is_seed("\xc3\xa9"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_can_draw_it_again),
		cmocka_unit_test(who_audits_may_say_with_what),
		cmocka_unit_test(what_a_shell_may_not_repeat_is_no_seed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
