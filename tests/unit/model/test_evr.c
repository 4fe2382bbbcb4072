/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/evr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/test.h"

struct row {
	const char *a, *b;
	enum version_order order;
};

static const struct row debian[] = {
	{ "1.0", "1.0", VERSION_EQUAL },
	{ "1.0", "1.00", VERSION_EQUAL },
	{ "0:1.0", "1.0", VERSION_EQUAL },
	{ "1.0", "1.0-0", VERSION_EQUAL },
	{ "1.0~rc1", "1.0", VERSION_LESS },
	{ "1.0~~", "1.0~", VERSION_LESS },
	{ "1.0", "1.0a", VERSION_LESS },
	{ "1.0a", "1.0+b", VERSION_LESS },
	{ "3.0.11-1~deb12u1", "3.0.11-1~deb12u2", VERSION_LESS },
	{ "3.0.11-1~deb12u2", "3.0.11-1", VERSION_LESS },
	{ "9", "1:1", VERSION_LESS },
	{ "2.9", "2.10", VERSION_LESS },
	{ "1:9.2p1-2+deb12u3", "1:9.2p1-2+deb12u2", VERSION_GREATER },
	{ "99999999999999999999999", "100000000000000000000000", VERSION_LESS },
	{ "1:2:3", "1:2:4", VERSION_LESS },
	{ "1.0-1-2", "1.0-1-3", VERSION_LESS },
	{ "", "1", VERSION_APART },
	{ "1 2", "1", VERSION_APART },
	{ "a:1", "1", VERSION_APART },
	{ "1-", "1", VERSION_APART },
	{ "1:", "1", VERSION_APART },
	{ "1_2", "1", VERSION_APART },
};

static const struct row redhat[] = {
	{ "1.0-1", "1.0-1", VERSION_EQUAL },
	{ "1.0", "1.0.1", VERSION_LESS },
	{ "1.0a", "1.0.1", VERSION_LESS },
	{ "2a", "2.0", VERSION_LESS },
	{ "2_0", "2.0", VERSION_EQUAL },
	{ "1.0~rc1", "1.0", VERSION_LESS },
	{ "1.0^git1", "1.0", VERSION_GREATER },
	{ "1.0^git1", "1.0.1", VERSION_LESS },
	{ "1.0^git1~pre", "1.0^git1", VERSION_LESS },
	{ "1.1.1k-4.el8", "1.1.1k-12.el8", VERSION_LESS },
	{ "1:1.0-1", "2.0-1", VERSION_GREATER },
	{ "1.0-1", "1.0", VERSION_GREATER },
	{ "5.5p2", "5.5p10", VERSION_LESS },
	{ "xyz10", "xyz10.1", VERSION_LESS },
	{ "1 0", "1", VERSION_APART },
	{ "", "1", VERSION_APART },
};

static const struct row semantic[] = {
	{ "1.0.0-alpha", "1.0.0-alpha.1", VERSION_LESS },
	{ "1.0.0-alpha.1", "1.0.0-alpha.beta", VERSION_LESS },
	{ "1.0.0-alpha.beta", "1.0.0-beta", VERSION_LESS },
	{ "1.0.0-beta.2", "1.0.0-beta.11", VERSION_LESS },
	{ "1.0.0-beta.11", "1.0.0-rc.1", VERSION_LESS },
	{ "1.0.0-rc.1", "1.0.0", VERSION_LESS },
	{ "1.0.0+a", "1.0.0+b", VERSION_EQUAL },
	{ "v1.2.3", "1.2.3", VERSION_EQUAL },
	{ "1.2", "1.2.0", VERSION_APART },
};

static enum version_order
reverse(enum version_order o)
{
	return o == VERSION_APART ? o : (enum version_order)(-(int)o);
}

static void
check(const struct row *row, size_t n,
    enum version_order (*compare)(const char *, const char *))
{
	for (size_t i = 0; i < n; i++) {
		if (compare(row[i].a, row[i].b) != row[i].order)
			fail_msg("%s, %s", row[i].a, row[i].b);
		if (compare(row[i].b, row[i].a) != reverse(row[i].order))
			fail_msg("%s, %s", row[i].b, row[i].a);
	}
}

static void
packages_of_debian_sort_by_policy(void **state)
{
	(void)state;
	check(debian, ROWS(debian), evr_compare_dpkg);
}

static void
packages_of_red_hat_sort_by_rpm(void **state)
{
	(void)state;
	check(redhat, ROWS(redhat), evr_compare_rpm);
}

static void
semantic_versions_sort_by_their_rules(void **state)
{
	(void)state;
	check(semantic, ROWS(semantic), evr_compare_semver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packages_of_debian_sort_by_policy),
		cmocka_unit_test(packages_of_red_hat_sort_by_rpm),
		cmocka_unit_test(semantic_versions_sort_by_their_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
