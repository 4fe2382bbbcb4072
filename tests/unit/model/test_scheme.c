/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/scheme.h"

#include <string.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

#define LIST(...) ((const char *const[]){ __VA_ARGS__ NULL })
#define NONE      ((const char *const[]){ NULL })

static const char shape[] = "(?<a>\\d+)\\.(?<b>\\d+)(?<c>[a-z]?)";

static const struct {
	struct scheme_plan plan;
	const char *why; /* its beginning */
	int rc;
} refused[] = {
	{ { "s", "md5", shape, NONE, NONE, NULL },
	    "algorithm 'md5': use keys, dpkg, rpm or semver", ERR_PARSE },
	{ { "s", "keys", NULL, NONE, NONE, NULL }, "no shape", ERR_PARSE },
	{ { "s", "dpkg", shape, NONE, NONE, NULL },
	    "algorithm 'dpkg' takes no shape", ERR_PARSE },
	{ { "s", "keys", "(?<a>\\d+", LIST("a int", ), NONE, NULL },
	    "shape, character 9:", ERR_PARSE },
	{ { "s", "keys", shape, NONE, NONE, NULL }, "no keys", ERR_PARSE },
	{ { "s", "keys", shape, LIST("a", ), NONE, NULL },
	    "key 'a': write 'GROUP TYPE'", ERR_PARSE },
	{ { "s", "keys", shape, LIST("a text", ), NONE, NULL },
	    "key 'a text': no such type (int, letter, pre, ignore)",
	    ERR_PARSE },
	{ { "s", "keys", shape, LIST("d int", ), NONE, NULL },
	    "key 'd int': no such group", ERR_PARSE },
	{ { "s", "keys", shape, LIST("a int", ), LIST("z", ), NULL },
	    "branch 'z': no such group", ERR_PARSE },
	{ { "s", "keys", shape, LIST("a int", ), NONE, "${a}.${z}" },
	    "label: no such group", ERR_PARSE },
	{ { "s", "keys", shape,
	      LIST("a int", "a int", "a int", "a int", "a int", "a int",
		  "a int", "a int", "a int", "a int", "a int", "a int",
		  "a int", ),
	      NONE, NULL },
	    "more than 12 keys", ERR_RANGE },
	{ { "s", "keys", shape, LIST("a int", ),
	      LIST("a", "a", "a", "a", "a", "a", "a", ), NULL },
	    "more than 6 branch groups", ERR_RANGE },
};

static void
what_is_wrong_with_a_plan_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(refused); i++) {
		char why[SCHEME_WHY_MAX] = "";
		struct scheme *s = NULL;

		assert_int_equal(
		    refused[i].rc, scheme_new(&refused[i].plan, &s, why));
		assert_null(s);
		if (strncmp(why, refused[i].why, strlen(refused[i].why)) != 0)
			fail_msg("row %zu: %s", i, why);
	}
}

static struct scheme *
made(const char *name, const char *algorithm)
{
	const struct scheme_plan plan = { name, algorithm, NULL, NONE, NONE,
		NULL };
	char why[SCHEME_WHY_MAX];
	struct scheme *s = NULL;

	assert_int_equal(ERR_OK, scheme_new(&plan, &s, why));
	return s;
}

static void
keys_and_branches_are_groups_of_the_shape(void **state)
{
	const struct scheme_plan plan = { "s", "keys", shape,
		LIST("b int", "c letter", ), LIST("a", ), "${a}" };
	char why[SCHEME_WHY_MAX];
	struct scheme *s = NULL;

	(void)state;
	assert_int_equal(ERR_OK, scheme_new(&plan, &s, why));
	assert_int_equal(2, s->n_keys);
	assert_int_equal(2, s->key[0].group);
	assert_int_equal(SCHEME_INT, s->key[0].type);
	assert_int_equal(3, s->key[1].group);
	assert_int_equal(SCHEME_LETTER, s->key[1].type);
	assert_int_equal(1, s->n_branch);
	assert_int_equal(1, s->branch[0]);
	scheme_free(s);
}

static void
a_scheme_replaces_the_one_of_its_name(void **state)
{
	struct scheme_set set = { 0 };

	(void)state;
	assert_null(scheme_find(&set, "mine"));
	scheme_set_put(&set, made("mine", "dpkg"));
	scheme_set_put(&set, made("other", "rpm"));
	scheme_set_put(&set, made("mine", "semver"));
	assert_int_equal(2, set.n);
	assert_int_equal(
	    SCHEME_BY_SEMVER, scheme_find(&set, "mine")->algorithm);
	assert_int_equal(SCHEME_BY_RPM, scheme_find(&set, "other")->algorithm);
	assert_null(scheme_find(&set, "min"));
	scheme_set_free(&set);
	assert_int_equal(0, set.n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_with_a_plan_is_told),
		cmocka_unit_test(keys_and_branches_are_groups_of_the_shape),
		cmocka_unit_test(a_scheme_replaces_the_one_of_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
