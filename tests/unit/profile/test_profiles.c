/* SPDX-License-Identifier: Apache-2.0 */

/* Every shipped profile, by the tests that it carries. */

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/profile/check.h"
#include "lib/profile/set.h"
#include "tests/unit/test.h"

static struct profile_set *set;

static const char *
top(void)
{
	const char *dir = getenv("srcdir");

	return dir == NULL ? "." : dir;
}

static int
load(void **state)
{
	char mibs[4096];
	const char *dirs[] = { mibs, NULL };

	(void)state;
	snprintf(mibs, sizeof(mibs), "%s/mibs", top());
	return profile_set_load(dirs, &set);
}

static int
unload(void **state)
{
	(void)state;
	profile_set_free(set);
	return 0;
}

static void
on_told(void *arg, const struct profile *p, unsigned line, const char *claim,
    const char *why)
{
	size_t *told = arg;

	(*told)++;
	if (why != NULL)
		print_error(
		    "%s:%u: %s: %s: %s\n", p->file, line, p->title, claim, why);
}

static void
shipped_profiles_pass_their_own_tests(void **state)
{
	size_t failed = 0, told = 0;

	(void)state;
	for (size_t i = 0; i < profile_set_count(set); i++)
		failed += profile_check(
		    set, profile_set_at(set, i), NULL, on_told, &told);
	assert_int_equal(0, failed);
	assert_true(told > 12);
}

static void
a_poller_is_told_what_to_ask(void **state)
{
	size_t n;
	const struct profile_oid *oid = profile_oids(set, &n);

	(void)state;
	assert_true(n > 20);
	for (size_t i = 1; i < n; i++) {
		assert_true(oid_cmp(oid[i - 1].oid, oid[i].oid) < 0);
		if (oid[i - 1].column)
			assert_false(oid_is_within(oid[i].oid, oid[i - 1].oid));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_profiles_pass_their_own_tests),
		cmocka_unit_test(a_poller_is_told_what_to_ask),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
