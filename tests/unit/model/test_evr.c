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

enum { PAIRS = 1500, WORD_MAX_LEN = 40 };

/* Short, from few characters, so that many pairs differ late or not at all. */
static void
random_version(char *out, unsigned *seed)
{
	static const char some[] = "0129ab.+~-";
	size_t len = 1 + (size_t)rand_r(seed) % 7, n = 0;

	if (rand_r(seed) % 6 == 0)
		n += (size_t)sprintf(out, "%d:", rand_r(seed) % 2);
	out[n++] = (char)('0' + rand_r(seed) % 3);
	for (size_t i = 0; i < len; i++)
		out[n++] = some[(size_t)rand_r(seed) % (sizeof(some) - 1)];
	out[n] = '\0';
}

static char pair[PAIRS][2][WORD_MAX_LEN];

static void
write_pairs(const char *path)
{
	FILE *f = fopen(path, "w");
	unsigned seed = 20260823;

	assert_non_null(f);
	for (int i = 0; i < PAIRS; i++) {
		for (int k = 0; k < 2; k++) {
			do
				random_version(pair[i][k], &seed);
			while (!evr_is_dpkg(pair[i][k]));
		}
		fprintf(f, "%s %s\n", pair[i][0], pair[i][1]);
	}
	fclose(f);
}

/* dpkg itself is asked, so that we need not trust our own reading. */
static void
random_pairs_agree_with_dpkg(void **state)
{
	char path[] = "/tmp/evr.XXXXXX", command[300], answer[8];
	int fd = mkstemp(path);
	FILE *f;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	write_pairs(path);
	if (system("command -v dpkg >/dev/null") != 0)
		skip();
	snprintf(command, sizeof(command),
	    "while read -r a b; do"
	    " if dpkg --compare-versions $a lt $b; then echo '<';"
	    " elif dpkg --compare-versions $a eq $b; then echo '=';"
	    " else echo '>'; fi; done <%s",
	    path);
	f = popen(command, "r");
	assert_non_null(f);
	for (int i = 0; i < PAIRS; i++) {
		enum version_order o = evr_compare_dpkg(pair[i][0], pair[i][1]);

		assert_non_null(fgets(answer, sizeof(answer), f));
		if (answer[0] != version_sign(o))
			fail_msg("%s %c %s", pair[i][0], answer[0], pair[i][1]);
	}
	pclose(f);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packages_of_debian_sort_by_policy),
		cmocka_unit_test(packages_of_red_hat_sort_by_rpm),
		cmocka_unit_test(semantic_versions_sort_by_their_rules),
		cmocka_unit_test(random_pairs_agree_with_dpkg),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
